"""Report room: alleged violations, filed cases, clues found in mediation, mergers, rewards.

Rule group ENF without the conversions, which are in the emergency room, and the recommendations of
INC-05 to INC-07. Limits TL-09, TL-10, TL-14, TL-15, TL-18, TL-48 and TL-52.
"""

from . import (
    rights_violation_class,
    rights_mediation_clue,
    rights_report_merge,
    rights_enforcement_case,
    rights_enforcement_extension,
    rights_case_enforcement,
    rights_case_evidence,
    rights_report_reward,
    rights_measure,
    rights_case_todo,
    rights_configuration,
)
