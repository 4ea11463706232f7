"""Demonstration data: an invented city and a year of its work (DAT-07, design D14).

Loaded with demonstration data only; ``rights.demo`` refuses to work in any other database.
"""

from . import (
    rights_demo,
    rights_demo_network,
    rights_demo_cases,
    rights_demo_mediation,
    rights_demo_mediation_end,
    rights_demo_deadlines,
    rights_demo_progress,
    rights_demo_routing,
    rights_demo_arrivals,
    rights_demo_openness,
    rights_demo_answer,
    rights_demo_supervision,
    rights_demo_duty,
    rights_demo_emergency,
    rights_demo_report,
    rights_demo_discipline,
    rights_demo_legal,
    rights_demo_ledger,
    rights_demo_case_ledger,
    rights_demo_inspection,
    rights_demo_incentive,
    rights_demo_product,
    rights_demo_training,
    res_users,
)
