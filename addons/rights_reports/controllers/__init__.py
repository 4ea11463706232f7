from . import detail
from . import pack
