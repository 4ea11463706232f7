from . import statistics
from . import pack
