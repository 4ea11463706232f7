from . import archive
from . import pack
