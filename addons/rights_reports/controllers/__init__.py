from . import detail
from . import archive
from . import pack
from . import wall
