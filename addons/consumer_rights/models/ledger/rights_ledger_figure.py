from datetime import date, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.china_time import china_date

COUNTS = "entries closed settled complaints asked answered in_time agreed rated satisfied".split()
MONTHS = 12
FEWEST_PEERS = 3  # below, a mean would tell of a single neighbour
# rate: (counted, of, goal in percent or None)
RATES = {
    "response": (("answered",), ("asked",), None),
    "timeliness": (("in_time",), ("answered",), None),
    "settlement": (("settled", "agreed"), ("closed", "answered"), None),
    "self_resolution": (("settled",), ("settled", "complaints"), "self_resolution_goal"),
    "satisfaction": (("satisfied",), ("rated",), "satisfaction_goal"),
}


def month_start(day, back=0):
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


class RightsLedgerFigure(models.Model):
    """Figures of all merchants of one type in one month, for comparison (MER-15).

    A merchant's own figures are counted when its page is opened, over its own rows alone. Those of
    its peers are counted at night, a row a type and month, so that the page takes as long with two
    million entries as with ten thousand.
    """

    _name = "rights.ledger.figure"
    _description = "Figures of merchants of a type"
    _order = "month desc, merchant_type"
    _rec_name = "merchant_type"

    merchant_type = fields.Char(required=True)
    month = fields.Date(required=True)
    counted_at = fields.Datetime(required=True)
    merchants = fields.Integer("Merchants with entries or complaints")
    entries = fields.Integer()
    closed = fields.Integer()
    settled = fields.Integer()
    complaints = fields.Integer()
    asked = fields.Integer()
    answered = fields.Integer()
    in_time = fields.Integer()
    agreed = fields.Integer()
    rated = fields.Integer()
    satisfied = fields.Integer()

    _once = models.UniqueIndex("(merchant_type, month)", "This month is counted already.")

    # -- counting ---------------------------------------------------------------------------------

    @api.model
    def _count(self, which, day_from, day_to):
        """What there was from one day to before another, by type of merchant.

        :param which: SQL condition on ``merchant``
        :return: [(type, merchants, *COUNTS)]
        """
        for model in ("rights.merchant.ledger", "rights.case", "rights.case.referral"):
            self.env[model].flush_model()
        self.env["rights.followup"].flush_model()
        china = SQL("AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Shanghai'")
        return self.env.execute_query(
            SQL(
                """
                WITH part (merchant_id, entries, closed, settled, complaints, asked, answered,
                           in_time, agreed, rated, satisfied) AS (
                    SELECT entry.merchant_id, count(*),
                           count(*) FILTER (WHERE entry.state = 'confirmed'),
                           count(*) FILTER (WHERE entry.current_outcome = 'settled'),
                           0, 0, 0, 0, 0, 0, 0
                      FROM rights_merchant_ledger entry
                      JOIN rights_merchant merchant ON merchant.id = entry.merchant_id
                     WHERE %(which)s
                       AND entry.entry_date >= %(start)s AND entry.entry_date < %(end)s
                     GROUP BY 1
                    UNION ALL
                    SELECT merchant.id, 0, 0, 0, count(*), 0, 0, 0, 0, 0, 0
                      FROM rights_case matter
                      JOIN rights_merchant merchant ON merchant.id = matter.respondent_id
                     WHERE %(which)s AND matter.kind = 'complaint'
                       AND matter.stage_code NOT IN ('draft', 'void')
                       AND (matter.received_at %(china)s)::date >= %(start)s
                       AND (matter.received_at %(china)s)::date < %(end)s
                     GROUP BY 1
                    UNION ALL
                    SELECT merchant.id, 0, 0, 0, 0,
                           count(*) FILTER (
                               WHERE referral.result IN ('settled', 'failed', 'silent')),
                           count(*) FILTER (WHERE referral.result IN ('settled', 'failed')),
                           count(*) FILTER (WHERE referral.result IN ('settled', 'failed')
                                              AND referral.ended_at <= referral.due_at),
                           count(*) FILTER (WHERE referral.result = 'settled'), 0, 0
                      FROM rights_case_referral referral
                      JOIN rights_merchant merchant ON merchant.id = referral.merchant_id
                     WHERE %(which)s
                       AND (referral.sent_at %(china)s)::date >= %(start)s
                       AND (referral.sent_at %(china)s)::date < %(end)s
                     GROUP BY 1
                    UNION ALL
                    SELECT merchant.id, 0, 0, 0, 0, 0, 0, 0, 0,
                           count(*) FILTER (WHERE followup.sat_overall IS NOT NULL),
                           count(*) FILTER (WHERE followup.sat_overall IN ('satisfied', 'basic'))
                      FROM rights_followup followup
                      JOIN rights_case matter ON matter.id = followup.case_id
                      JOIN rights_merchant merchant ON merchant.id = matter.respondent_id
                     WHERE %(which)s AND matter.kind = 'complaint' AND followup.state = 'done'
                       AND (followup.at %(china)s)::date >= %(start)s
                       AND (followup.at %(china)s)::date < %(end)s
                     GROUP BY 1
                )
                SELECT coalesce(merchant.merchant_type, 'other'), count(DISTINCT merchant.id),
                       sum(entries), sum(closed), sum(settled), sum(complaints), sum(asked),
                       sum(answered), sum(in_time), sum(agreed), sum(rated), sum(satisfied)
                  FROM part JOIN rights_merchant merchant ON merchant.id = part.merchant_id
                 GROUP BY 1
                """,
                which=which,
                china=china,
                start=day_from,
                end=day_to,
            )
        )

    @api.model
    def _of_merchant(self, merchant, day_from, day_to):
        """{count: number} of one merchant, counted now."""
        rows = self._count(SQL("merchant.id = %s", merchant.id), day_from, day_to)
        return dict(zip(COUNTS, map(int, rows[0][2:]), strict=True)) if rows else {}

    @api.model
    def _cron_count(self):
        """Count the months of the last year anew: what comes late belongs to its month."""
        today, now = china_date(), fields.Datetime.now()
        months = [month_start(today, back) for back in range(MONTHS + 1)]
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(months))
        for month in months:
            self._store_month(month, now)
            if not commit(1):
                return

    @api.model
    def _store_month(self, month, now):
        known = {row.merchant_type: row for row in self.search([("month", "=", month)])}
        for kind, merchants, *counts in self._count(SQL("TRUE"), month, month_start(month, -1)):
            vals = dict(zip(COUNTS, map(int, counts), strict=True))
            vals |= {"merchants": merchants, "counted_at": now}
            if kind in known:
                known[kind].write(vals)
            else:
                self.create({"merchant_type": kind, "month": month, **vals})

    # -- showing ----------------------------------------------------------------------------------

    @api.model
    def _dashboard(self, merchant, day=None):
        """The five rates of the last twelve months, beside those of its peers (MER-15).

        :return: {"rates": [{name, value, counted, of, goal, is_met, peers}], "since", "until",
            "counted_at"}
        """
        day = day or china_date()
        start, end = month_start(day, MONTHS - 1), day + timedelta(days=1)
        own = self._of_merchant(merchant, start, end)
        peers, counted_at = self._of_peers(merchant, start)
        goals = self.env["rights.network.parameter"]
        rows = []
        for name, (top, bottom, goal) in RATES.items():
            value, counted, of = self._rate(own, top, bottom)
            least = goals._value(goal) if goal else None
            rows.append(
                {
                    "name": name,
                    "value": value,
                    "counted": counted,
                    "of": of,
                    "goal": least,
                    "is_met": None if value is None or least is None else value >= least,
                    "peers": self._rate(peers, top, bottom)[0] if peers else None,
                }
            )
        return {"rates": rows, "since": start, "until": day, "counted_at": counted_at, "own": own}

    @api.model
    def _of_peers(self, merchant, start):
        rows = self.search(
            [("merchant_type", "=", merchant.merchant_type or "other"), ("month", ">=", start)]
        )
        if max(rows.mapped("merchants"), default=0) < FEWEST_PEERS:
            return {}, None
        return {name: sum(rows.mapped(name)) for name in COUNTS}, min(rows.mapped("counted_at"))

    @staticmethod
    def _rate(counts, top, bottom):
        """(percent with two decimals or None, counted, of)"""
        counted = sum(counts.get(name, 0) for name in top)
        of = sum(counts.get(name, 0) for name in bottom)
        return (round(100 * counted / of, 2) if of else None), counted, of
