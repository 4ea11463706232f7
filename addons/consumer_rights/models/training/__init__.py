"""Training room: courses, who came, tests, contests, the learning library.

Rule group TRN.
"""

from . import (
    rights_training_topic,
    rights_training_course,
    rights_training_question,
    rights_training_attendance,
    rights_training_sign_in,
    rights_training_year,
    rights_training_gap,
    rights_missed_period,
    rights_training_contest,
    rights_learning_item,
    rights_case_todo,
    rights_configuration,
)
