from . import rights_detail_list_export
