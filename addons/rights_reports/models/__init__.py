from . import statistics
from . import pack
from . import quality
