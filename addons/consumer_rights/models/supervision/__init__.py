"""Supervision room: urges and their answers, commands, leaders' instructions, closing reviews.

Rule group SUP. What falls due and when is found by the sweep of the deadline room; this room says
what follows from it.
"""

from . import (
    rights_urge,
    rights_urge_answer,
    rights_urge_sweep,
    rights_urge_tell,
    rights_urge_paper,
    rights_urge_month,
    rights_closing_review,
    rights_command,
    rights_command_target,
    rights_case_todo,
    rights_reaction_list,
    rights_configuration,
    rights_health,
)
