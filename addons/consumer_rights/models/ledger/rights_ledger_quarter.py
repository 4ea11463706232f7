from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.china_time import china_date
from ...tools.filing_text import clean_text
from ...tools.flag_search import search_flag
from ...tools.quarters import quarter_before, quarter_days
from ..deadline.rights_told_day import ToldDay

LIMIT = "TL-58"
URGE_EVERY = timedelta(days=7)


def noon(day):
    """Noon in China, as a moment."""
    return datetime.combine(day, time(4))


class RightsLedgerQuarter(models.Model):
    """A merchant's ledger of one quarter, handed in and receipted (MER-10, MER-16).

    who                                 may
    manager, in the portal              hand it in, once
    station officer, dispatcher, head   read, own unit and below; see who is late

    The receipt holds the figures of that moment. What is entered for the quarter afterwards is
    counted beside it. The last quarter of a half year says what consumers were asked (MER-16).
    """

    _name = "rights.ledger.quarter"
    _inherit = ["rights.quarter", "rights.told.day"]
    _description = "Quarter of a complaint ledger"
    _order = "year desc, quarter desc, merchant_id"
    _rec_name = "receipt_number"
    _told_day = ToldDay("due_on", LIMIT, "day_to", [("state", "=", "open")])

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="restrict")
    station_id = fields.Many2one(related="merchant_id.station_id", string="Supervising station")
    due_on = fields.Date("Due on", readonly=True)
    receipt_number = fields.Char("Receipt", readonly=True, copy=False)
    entry_count = fields.Integer("Entries", readonly=True)
    open_count = fields.Integer("Still open", readonly=True)
    settled_count = fields.Integer("Settled by the merchant", readonly=True)
    returned_count = fields.Integer("Goods that came back", readonly=True)
    amount_paid = fields.Float("Paid to consumers (yuan)", digits=(14, 2), readonly=True)
    analysis = fields.Text("Causes and improvements", readonly=True)
    opinions = fields.Text("What consumers were asked and said", readonly=True)
    late_count = fields.Integer("Entered afterwards", compute="_compute_late_count")
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    urged_at = fields.Datetime("Last urged at", readonly=True)
    urge_count = fields.Integer("Times urged", readonly=True)

    _once = models.UniqueIndex(
        "(merchant_id, year, quarter)", "The merchant has this quarter already."
    )

    @api.depends("due_on", "state")
    def _compute_is_late(self):
        today = china_date()
        for row in self:
            row.is_late = bool(row.state == "open" and row.due_on and row.due_on < today)

    def _search_is_late(self, operator, value):
        late = Domain("state", "=", "open") & Domain("due_on", "<", china_date())
        return search_flag(late, operator, value)

    def _compute_late_count(self):
        entries = self.env["rights.merchant.ledger"].sudo()  # a number, for a reader of the quarter
        for row in self:
            row.late_count = (
                entries.search_count(
                    row._entry_domain() & Domain("create_date", ">", row.submitted_at)
                )
                if row.submitted_at
                else 0
            )

    def _entry_domain(self):
        return self.env["rights.merchant.ledger"]._book_domain(
            self.merchant_id, self.day_from, self.day_to
        )

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("A quarter is handed in by the merchant."))
        return super().write(vals)

    # -- which quarters there are -----------------------------------------------------------------

    @api.model
    def _of_merchant(self, merchant, year, quarter):
        """The quarter in superuser mode, made when it is asked for the first time."""
        known = self.sudo().search(
            [
                ("merchant_id", "=", merchant.id),
                ("year", "=", year),
                ("quarter", "=", str(quarter)),
            ]
        )
        return known or self._open_quarter(merchant, year, quarter)

    @api.model
    def _open_quarter(self, merchants, year, quarter):
        _first, last = quarter_days(year, quarter)
        due_on = self._reckon_told_day(noon(last))
        # the system keeps the calendar of merchants
        return self.sudo().create(
            [
                {
                    "merchant_id": merchant.id,
                    "year": year,
                    "quarter": str(quarter),
                    "due_on": due_on,
                }
                for merchant in merchants
            ]
        )

    def _get_told_start(self):
        return noon(self.day_to)

    @api.model
    def _cron_keep_calendar(self, batch_size=500):
        """Open the quarter that has ended, and urge who is late, once a week."""
        year, quarter = quarter_before(china_date())
        due = self._merchants_without(year, quarter)
        commit = self.env["ir.cron"]._commit_progress
        late = self.search(self._urge_domain())
        commit(remaining=len(due) + len(late))
        for start in range(0, len(due), batch_size):
            batch = due[start : start + batch_size]
            self._open_quarter(batch, year, quarter)
            if not commit(len(batch)):
                return
        for row in late:
            row._urge()
            if not commit(1):
                return

    @api.model
    def _merchants_without(self, year, quarter):
        """Merchants that keep a ledger here and have no such quarter yet."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT member.merchant_id
                  FROM rights_merchant_member member
                  JOIN rights_merchant merchant ON merchant.id = member.merchant_id
                 WHERE member.ended_at IS NULL AND merchant.active
                   AND member.since < %(until)s
                   AND NOT EXISTS (
                       SELECT 1 FROM rights_ledger_quarter known
                        WHERE known.merchant_id = member.merchant_id
                          AND known.year = %(year)s AND known.quarter = %(quarter)s)
                """,
                until=datetime(year, quarter * 3, 28),
                year=year,
                quarter=str(quarter),
            )
        )
        return self.env["rights.merchant"].browse(sorted(row[0] for row in rows))

    # -- urging -----------------------------------------------------------------------------------

    @api.model
    def _urge_domain(self):
        again = fields.Datetime.now() - URGE_EVERY
        return Domain("is_late", "=", True) & (
            Domain("urged_at", "=", False) | Domain("urged_at", "<=", again)
        )

    def _urge(self):
        """Tell the managers by mail; the portal says it on their start page."""
        self.ensure_one()
        row_sudo = self.sudo()
        row_sudo.write({"urged_at": fields.Datetime.now(), "urge_count": self.urge_count + 1})
        members = row_sudo.merchant_id.member_ids
        managers = members.filtered(lambda one: one.role == "manager" and not one.ended_at)
        addresses = [address for address in managers.user_id.mapped("email") if address]
        if addresses:
            lang = {"lang": managers.user_id[:1].lang or "zh_CN"}
            speak = row_sudo.with_context(**lang)
            self.env["mail.mail"].sudo().create(
                {
                    "email_to": ",".join(addresses),
                    "subject": speak.env._("The complaint ledger of a quarter is due"),
                    "body_html": speak.env._(
                        "The ledger of %(merchant)s for %(year)s, quarter %(quarter)s, was due on "
                        "%(day)s. Please hand it in on the portal.",
                        merchant=row_sudo.merchant_id.name,
                        year=row_sudo.year,
                        quarter=row_sudo.quarter,
                        day=row_sudo.due_on,
                    ),
                }
            )

    # -- handing in -------------------------------------------------------------------------------

    def _submit(self, given):
        """Hand the quarter in. Called in superuser mode on a quarter of the own merchant.

        :param given: {analysis, opinions}
        :return: whether it was handed in by this; False when it was before
        :raise UserError: the quarter is not over, or a text is missing
        """
        self.ensure_one()
        self.env.execute_query(
            SQL("SELECT 1 FROM rights_ledger_quarter WHERE id IN %s FOR UPDATE", self._ids)
        )
        if self.state == "submitted":
            return False
        if self.day_to >= china_date():
            raise UserError(self.env._("The quarter is not over yet."))
        analysis = clean_text(given.get("analysis"))[:4000]
        opinions = clean_text(given.get("opinions"))[:4000]
        if not analysis:
            raise UserError(self.env._("Say what the causes were and what you improve."))
        if self.quarter in ("2", "4") and not opinions:
            raise UserError(
                self.env._("Say what consumers were asked in this half year and what they said.")
            )
        self.write(
            {
                **self._figures(),
                "state": "submitted",
                "submitted_at": fields.Datetime.now(),
                "submitted_by_id": self.env.uid,
                "receipt_number": f"TZ{self.year}-{self.quarter}-{self.id:06d}",
                "analysis": analysis,
                "opinions": opinions or False,
            }
        )
        return True

    def _figures(self):
        """The figures of the receipt, from the entries as they stand now."""
        self.env["rights.merchant.ledger"].flush_model()
        [row] = self.env.execute_query(
            SQL(
                """
                SELECT count(*), count(*) FILTER (WHERE state = 'open'),
                       count(*) FILTER (WHERE current_outcome = 'settled'),
                       count(*) FILTER (WHERE returned IN ('returned', 'exchanged')),
                       coalesce(sum(amount_paid), 0)
                  FROM rights_merchant_ledger
                 WHERE merchant_id = %s AND entry_date BETWEEN %s AND %s
                """,
                self.merchant_id.id,
                self.day_from,
                self.day_to,
            )
        )
        names = ("entry_count", "open_count", "settled_count", "returned_count", "amount_paid")
        return dict(zip(names, row, strict=True))
