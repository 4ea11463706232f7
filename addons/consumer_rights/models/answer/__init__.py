"""Answer room: what the person is told at the end, asked afterwards, and when it begins again.

Rule groups RPL, and OPN-09 and OPN-10.
"""

from . import (
    rights_reply,
    rights_reply_delegation,
    rights_followup,
    rights_followup_attempt,
    rights_followup_link,
    rights_case_answer,
    rights_case_cycle,
    rights_reopening,
    rights_assessment_month,
    rights_assessment_sample,
    rights_satisfaction,
    rights_survey,
    rights_survey_question,
    rights_survey_answer,
    rights_suggestion_box,
    rights_missed_period,
    rights_free_service,
    rights_notice_template,
    rights_notice,
    rights_case_notice,
    rights_configuration,
)
