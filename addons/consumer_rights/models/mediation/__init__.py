"""Mediation room: how parties are brought together, and what comes of it.

Rule groups MED and LAW: mediation with consents, meetings and recusals; concentrated mediation of
HND-11; agreements and their performance, failure, termination, testing, success rate; the talk in
which the parties settle on the portal (TRI-19), and their signatures there.
"""

from . import rights_mediation_event, rights_mediation_event_line
from . import rights_mediation_part  # isort: skip - meetings and recusals are such parts
from . import rights_mediation, rights_mediation_consent, rights_mediation_room
from . import rights_mediation_meeting, rights_mediation_double
from . import rights_mediation_attendance, rights_mediation_recusal
from . import rights_mediation_link, rights_mediation_link_send
from . import rights_mediation_video, rights_mediation_call, mail_ice_server
from . import rights_case_mediation, rights_city_mediation, rights_case_mediation_view
from . import rights_mediation_notice, rights_mediation_three_way, rights_service_station_start
from . import rights_mediation_termination_reason, rights_mediation_termination
from . import rights_mediation_agreement, rights_mediation_signature, rights_mediation_obligation
from . import rights_mediation_failure, rights_mediation_testing, rights_mediation_entrusting
from . import rights_case_settled
from . import rights_mediation_success, rights_case_mediated, rights_mediation_outcome_view
from . import rights_settlement_step, rights_case_settlement, rights_settlement_lapse
from . import rights_settlement_view, rights_referral_notice
from . import rights_signing_code, rights_mediation_signing, rights_mediation_agreement_portal
from . import rights_mediation_dossier
from . import rights_configuration, rights_mediation_public
