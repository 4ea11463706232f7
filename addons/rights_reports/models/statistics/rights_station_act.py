from odoo import fields, models
from odoo.addons.consumer_rights.models.service_station.rights_station_figures import SETTLED
from odoo.addons.consumer_rights.models.service_station.rights_station_profile import LEVELS
from odoo.tools import SQL

ACTS = [
    ("received", "Taken"),
    ("settled", "Settled"),
    ("escalated", "Passed upward"),
]
ORIGINS = [("case", "Complaint"), ("referral", "Referral")]


class RightsStationAct(models.Model):
    """What service stations did with complaints: taken, settled, passed upward (STN-09, T8).

    One row for each, by the station that did it, wherever the complaint is now; the quarterly
    report of a station counts the same (``rights.station.profile._complaint_rows``). Whoever reads
    the case reads its rows.
    """

    _name = "rights.station.act"
    _inherit = ["rights.case.part"]
    _description = "Complaint at a service station"
    _auto = False
    _order = "at desc, id desc"
    _rec_name = "case_id"
    _depends = {
        "rights.case": [
            *("kind", "registered_at", "received_at", "concluded_at", "station_id"),
            *("outcome_id", "amount_recovered", "handled_units"),
        ],
        "rights.case.referral": ["case_id", "station_id", "sent_at", "ended_at", "result"],
        "rights.mediation": ["case_id", "station_id", "handed_over_at"],
        "rights.outcome": ["code"],
        "rights.station": ["level"],
        "rights.station.settlement": ["referral_id", "amount"],
    }

    station_id = fields.Many2one("rights.station", "Service station", readonly=True)
    case_id = fields.Many2one("rights.case", readonly=True)
    act = fields.Selection(ACTS, "What it did", readonly=True)
    origin = fields.Selection(ORIGINS, "As", readonly=True)
    at = fields.Datetime("When", readonly=True)
    amount = fields.Float("Recovered (yuan)", digits=(14, 2), readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT (done.station_id::bigint * 8 + done.branch) * 4294967296 + done.row AS id,
                   done.station_id, done.case_id, done.act, done.origin, done.at, done.amount
              FROM (
                SELECT 0 AS branch, one.id AS row, held.id AS station_id, one.id AS case_id,
                       'received' AS act, 'case' AS origin, one.received_at AS at,
                       0::numeric AS amount
                  FROM rights_case one, unnest(one.handled_units) AS held (id)
                 WHERE one.kind = 'complaint' AND one.registered_at IS NOT NULL
                UNION ALL
                SELECT 1, one.id, one.station_id, one.id, 'settled', 'case', one.concluded_at,
                       coalesce(one.amount_recovered, 0)::numeric
                  FROM rights_case one
                  JOIN rights_outcome outcome
                    ON outcome.id = one.outcome_id AND outcome.code IN %(settled)s
                 WHERE one.kind = 'complaint' AND one.registered_at IS NOT NULL
                UNION ALL
                SELECT 2, mediation.id, mediation.station_id, mediation.case_id, 'escalated',
                       'case', mediation.handed_over_at, 0
                  FROM rights_mediation mediation
                UNION ALL
                SELECT 3, referral.id, referral.station_id, referral.case_id, 'received',
                       'referral', referral.sent_at, 0
                  FROM rights_case_referral referral
                UNION ALL
                SELECT 4, referral.id, referral.station_id, referral.case_id, 'settled',
                       'referral', referral.ended_at, coalesce(
                           (SELECT sum(settlement.amount)
                              FROM rights_station_settlement settlement
                             WHERE settlement.referral_id = referral.id), 0)::numeric
                  FROM rights_case_referral referral WHERE referral.result = 'settled'
                UNION ALL
                SELECT 5, referral.id, referral.station_id, referral.case_id, 'escalated',
                       'referral', referral.ended_at, 0
                  FROM rights_case_referral referral WHERE referral.result IN ('failed', 'silent')
              ) done
              JOIN rights_station unit ON unit.id = done.station_id AND unit.level IN %(levels)s
             WHERE done.at IS NOT NULL
            """,
            settled=tuple(SETTLED),
            levels=tuple(LEVELS),
        )

    def action_open_case(self):
        """The complaint behind a row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "rights.case",
            "res_id": self.case_id.id,
            "view_mode": "form",
        }
