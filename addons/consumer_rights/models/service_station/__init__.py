"""Service stations and points: coverage, five-haves, coordinators, the liaison's own pages,
quarterly reports, half-yearly assessments, target sheets.

Rule group STN, paper DOC-31, limits TL-03, TL-31, TL-49 and TL-58 where they concern stations.
"""

from . import (
    rights_education_level,
    rights_station_part,
    rights_station_profile,
    rights_station_place,
    rights_station_five_have,
    rights_station_coordinator,
    rights_station_member,
    rights_station_measure,
    rights_station_activity,
    rights_station_opinion,
    rights_station_target,
    rights_station_settlement,
    rights_station_figures,
    rights_station_report,
    rights_station_report_paper,
    rights_station_assessment,
    rights_case_station,
    rights_missed_period,
    rights_case_todo,
)
