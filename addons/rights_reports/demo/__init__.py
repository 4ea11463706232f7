"""What this addon adds to the invented year; loaded with demonstration data only."""

from . import rights_demo_analysis
from . import rights_demo_archive
"""Demonstration data of the reports; ``rights.demo`` of the first addon holds what it shares."""

from . import rights_demo_pack
"""Demonstration data of the reports; ``rights.demo`` of the first addon holds what it shares."""

from . import rights_demo_quality
