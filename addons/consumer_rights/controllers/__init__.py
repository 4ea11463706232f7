from . import export, health
from . import rights_import
