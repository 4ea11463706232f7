"""Incentive room: honours, measures against merchants, interviews and suggestion letters.

Rule group INC; what the law allows for a violation (INC-05 to INC-07) is in the report room.
"""

from . import (
    rights_approved_paper,
    rights_interview,
    rights_letter_candidate,
    rights_suggestion_letter,
    rights_honour,
    rights_honour_recommendation,
    rights_negative_measure,
    rights_merchant_event,
    rights_merchant,
    rights_case_todo,
    rights_configuration,
)
