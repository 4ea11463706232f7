"""What this addon adds to the invented year; loaded with demonstration data only."""

from . import rights_demo_analysis
from . import rights_demo_archive
from . import rights_demo_pack
from . import rights_demo_quality
from . import rights_demo_tables
