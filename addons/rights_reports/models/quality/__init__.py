"""Quality assessment: what points are lost for, candidates from breaches and samples, bulletin,
objection, rectification, scores of units, posts and persons: QUA-01 to QUA-16."""

from . import (
    rights_quality_item,
    rights_quality_bulletin,
    rights_quality_deduction,
    rights_quality_objection,
    rights_quality_rectification,
    rights_quality_feed,
    rights_quality_score,
    rights_quality_person,
    rights_quality_year,
    rights_quality_paper,
    rights_report_table,
    rights_closed_period,
    rights_pack,
    rights_case_todo,
    rights_configuration,
)
