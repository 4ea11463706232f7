"""Mediation room: how parties are brought together, and what comes of it.

Rule groups MED and LAW; today the concentrated mediation of HND-11.
"""

from . import rights_mediation_event, rights_mediation_event_line
