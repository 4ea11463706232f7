"""Demonstration data of the reports; ``rights.demo`` of the first addon holds what it shares."""

from . import rights_demo_quality
