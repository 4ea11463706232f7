"""Intake room: how matters arrive - channels, calls, imports.

Rule groups INT and the import rules REG-23, REG-24.
"""

from . import rights_channel
