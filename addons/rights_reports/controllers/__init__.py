from . import detail
from . import pack
from . import wall
