from odoo import fields, models
from odoo.tools import SQL


class RightsMerchantEvent(models.Model):
    """The profile of a merchant: what there was about it, in one time line (经营者画像, INC-10).

    who                                               may
    station officer, dispatcher, division head        read, own unit and below

    It names numbers and counts, never a person: who complained stands with the case.
    """

    _name = "rights.merchant.event"
    _description = "Event in the profile of a merchant"
    _auto = False
    _order = "day desc, id desc"
    _depends = {
        "rights.merchant": ["station_id"],
        "rights.case": [
            *("kind", "stage_code", "respondent_id", "is_confidential", "received_at"),
            "broken_promise_id",
        ],
        "rights.merchant.ledger": [
            "merchant_id",
            "entry_date",
            "current_outcome",
            "is_promise_breach",
            "goods_name",
        ],
        "rights.merchant.rectification": ["merchant_id", "opened_on", "finding"],
        "rights.interview": ["merchant_id", "held_at", "name"],
        "rights.negative.measure": ["merchant_id", "state", "approved_at", "name"],
        "rights.honour.recommendation": ["merchant_id", "state", "approved_at", "name"],
        "rights.enforcement.case": ["case_id", "decision", "decided_at", "decision_number"],
    }
    _rec_name = "reference"

    merchant_id = fields.Many2one("rights.merchant", readonly=True)
    station_id = fields.Many2one("rights.station", "Supervising station", readonly=True)
    day = fields.Date("Date", readonly=True)
    kind = fields.Selection(
        [
            ("complaint", "Complaint"),
            ("ledger", "Solved by itself, of the month"),
            ("breach", "Breach of a promise"),
            ("rectification", "Rectification"),
            ("interview", "Interview of the merchant"),
            ("measure", "Measure taken"),
            ("honour", "Honour"),
            ("penalty", "Administrative penalty"),
        ],
        readonly=True,
    )
    reference = fields.Char("Number or matter", readonly=True)

    @property
    def _table_query(self):
        china = SQL("AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Shanghai'")
        return SQL(
            """
            SELECT event.*, merchant.station_id
              FROM (
                SELECT 9 * id AS id, respondent_id AS merchant_id, 'complaint' AS kind,
                       (received_at %(china)s)::date AS day, name AS reference
                  FROM rights_case
                 WHERE kind = 'complaint' AND stage_code NOT IN ('draft', 'void')
                   AND respondent_id IS NOT NULL AND is_confidential IS NOT TRUE
                UNION ALL
                SELECT 9 * min(id) + 1, merchant_id, 'ledger', max(entry_date),
                       count(*) FILTER (WHERE current_outcome = 'settled') || ' / ' || count(*)
                  FROM rights_merchant_ledger
                 GROUP BY merchant_id, date_trunc('month', entry_date)
                UNION ALL
                SELECT 9 * id + 2, merchant_id, 'breach', entry_date, goods_name
                  FROM rights_merchant_ledger
                 WHERE is_promise_breach
                UNION ALL
                SELECT 9 * matter.id + 8, matter.respondent_id, 'breach',
                       (matter.received_at %(china)s)::date, matter.name
                  FROM rights_case matter
                  JOIN rights_merchant_promise promise ON promise.id = matter.broken_promise_id
                   AND promise.merchant_id = matter.respondent_id
                 WHERE matter.is_confidential IS NOT TRUE
                UNION ALL
                SELECT 9 * id + 3, merchant_id, 'rectification', opened_on, finding
                  FROM rights_merchant_rectification
                UNION ALL
                SELECT 9 * id + 4, merchant_id, 'interview', (held_at %(china)s)::date, name
                  FROM rights_interview
                 WHERE held_at IS NOT NULL
                UNION ALL
                SELECT 9 * id + 5, merchant_id, 'measure', (approved_at %(china)s)::date, name
                  FROM rights_negative_measure
                 WHERE state = 'approved'
                UNION ALL
                SELECT 9 * id + 6, merchant_id, 'honour', (approved_at %(china)s)::date, name
                  FROM rights_honour_recommendation
                 WHERE state IN ('approved', 'revoked')
                UNION ALL
                SELECT 9 * filed.id + 7, matter.respondent_id, 'penalty',
                       (filed.decided_at %(china)s)::date, filed.decision_number
                  FROM rights_enforcement_case filed
                  JOIN rights_case matter ON matter.id = filed.case_id
                 WHERE filed.decision = 'penalty' AND matter.respondent_id IS NOT NULL
              ) AS event
              JOIN rights_merchant merchant ON merchant.id = event.merchant_id
            """,
            china=china,
        )
