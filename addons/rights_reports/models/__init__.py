from . import statistics
from . import pack
from . import analysis
from . import archive
from . import detail
from . import quality
