"""Intake room: scans of letters, visits and petitions become drafts."""

from . import rights_scan_intake
