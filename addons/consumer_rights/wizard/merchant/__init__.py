from . import rights_merchant_merge, rights_merchant_import
