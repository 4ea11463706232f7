from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import loose_dates
from ...tools.china_time import china_date
from ...tools.filing_text import clean_line
from ...tools.flag_search import search_flag
from ..deadline.rights_told_day import ToldDay

DEMAND_LIMIT, DELIST_LIMIT = "TL-74", "TL-45"
STATES = [
    ("registered", "Test to be demanded"),
    ("demanded", "Test demanded"),
    ("passed", "Test passed"),
    ("failed", "Failed, to be delisted and reported"),
    ("reported", "Delisted and reported"),
]
OPEN = ("registered", "demanded", "failed")  # the merchant has something to do


class RightsQualityReturn(models.Model):
    """Goods that came back for their quality, from the ledger to the test (PRD-01 to PRD-03).

    who                                 may
    merchant, in the portal             demand the test, record its result, delist and report
    station officer, dispatcher, head   read, own unit and below; notify the area of a failed one

    A confirmed ledger entry makes the row. Moments that have passed stay; the limits are reckoned
    when their start is known.
    """

    _name = "rights.quality.return"
    _inherit = ["rights.told.day"]
    _description = "Goods returned for their quality"
    _order = "id desc"
    _rec_name = "product"
    _told_day = ToldDay(
        "demand_due_on", DEMAND_LIMIT, "registered_at", [("state", "=", "registered")]
    )

    entry_id = fields.Many2one(
        "rights.merchant.ledger", "Ledger entry", required=True, ondelete="restrict"
    )
    merchant_id = fields.Many2one(
        related="entry_id.merchant_id", string="Merchant", store=True, index=True
    )
    station_id = fields.Many2one(related="merchant_id.station_id", string="Supervising station")
    # the register (PRD-01)
    product = fields.Char(required=True)
    brand = fields.Char(required=True)
    batch = fields.Char("Batch or model", required=True)
    supplier = fields.Char("Producer or supplier", required=True)
    problem = fields.Char("What is wrong with it", required=True)
    registered_at = fields.Datetime(required=True, default=fields.Datetime.now)
    state = fields.Selection(STATES, required=True, default="registered", index=True)
    # the test (PRD-02)
    demand_due_on = fields.Date("Demand the test by")
    demanded_at = fields.Datetime("Test demanded at")
    demanded_of = fields.Char("Demanded of")
    report_number = fields.Char("Number of the test report")
    result_at = fields.Datetime("Result known at")
    # the failed test (PRD-03)
    report_due_at = fields.Datetime("Delist and report by")
    delisted_at = fields.Datetime("Off the shelf at")
    delisted_quantity = fields.Float("Quantity taken off", digits=(12, 2))
    reported_at = fields.Datetime("Reported at")
    notice_ids = fields.One2many("rights.product.notice", "return_id", "Notices")
    is_late = fields.Boolean("Limit missed", compute="_compute_is_late", search="_search_is_late")
    is_reported_late = fields.Boolean(compute="_compute_is_reported_late", store=True)
    is_breach = fields.Boolean(
        "Breach of duty",
        compute="_compute_is_breach",
        search="_search_is_breach",
        help="A failed test that was not reported within its limit (PRD-03).",
    )

    _once = models.UniqueIndex("(entry_id)", "The entry is registered already.")

    @api.depends("state", "demand_due_on", "report_due_at")
    def _compute_is_late(self):
        late = self.filtered_domain(self._late_domain())
        for row in self:
            row.is_late = row in late

    def _search_is_late(self, operator, value):
        return self._search_flag(self._late_domain(), operator, value)

    @api.model
    def _late_domain(self):
        """What waits beyond its limit: the demand (TL-74), or delisting and report (TL-45)."""
        return (Domain("state", "=", "registered") & Domain("demand_due_on", "<", china_date())) | (
            Domain("state", "=", "failed") & Domain("report_due_at", "<=", fields.Datetime.now())
        )

    @api.depends("report_due_at", "reported_at")
    def _compute_is_reported_late(self):
        for row in self:
            row.is_reported_late = bool(
                row.report_due_at and row.reported_at and row.reported_at >= row.report_due_at
            )

    @api.depends("state", "report_due_at", "is_reported_late")
    def _compute_is_breach(self):
        breaches = self.filtered_domain(self._breach_domain())
        for row in self:
            row.is_breach = row in breaches

    def _search_is_breach(self, operator, value):
        return self._search_flag(self._breach_domain(), operator, value)

    @api.model
    def _breach_domain(self):
        return Domain("is_reported_late", "=", True) | (
            Domain("state", "=", "failed") & Domain("report_due_at", "<=", fields.Datetime.now())
        )

    @staticmethod
    def _search_flag(domain, operator, value):
        return search_flag(domain, operator, value)

    # -- the merchant, in superuser mode on a row of its own --------------------------------------

    def _demand_test(self, demanded_of, day=""):
        """The merchant has asked producer or supplier for a test (PRD-02)."""
        self.ensure_one()
        self._expect("registered")
        demanded_of = clean_line(demanded_of)[:120]
        if not demanded_of:
            raise UserError(self.env._("Say of whom you demanded the test."))
        moment = self._read_moment(day, self.registered_at) if day else fields.Datetime.now()
        self.write({"state": "demanded", "demanded_of": demanded_of, "demanded_at": moment})

    def _log_result(self, result, known_at, report_number=""):
        """The result of the test; a failed one starts the limit of delisting (PRD-03, TL-45).

        :param known_at: when the merchant learned of it, as a form sends it, in China's time
        """
        self.ensure_one()
        self._expect("registered", "demanded")
        if result not in ("passed", "failed"):
            raise UserError(self.env._("Choose whether the goods passed the test."))
        moment = self._read_moment(known_at, self.registered_at)
        vals = {
            "state": result,
            "result_at": moment,
            "report_number": clean_line(report_number)[:60] or False,
        }
        if result == "failed":
            vals["report_due_at"] = self.env["rights.deadline.policy"]._due_at(DELIST_LIMIT, moment)
        self.write(vals)

    def _report_delisting(self, quantity, delisted_at=""):
        """Off the shelf, and the centre is told: it notifies the area (PRD-03, PRD-04).

        :return: the notice that waits at the station
        """
        self.ensure_one()
        self._expect("failed")
        now = fields.Datetime.now()
        values, errors = self.env["rights.ledger.form"]._read(
            {"quantity": quantity}, only=("quantity",)
        )
        if errors or str(quantity or "").strip() == "":
            raise UserError(self.env._("Enter how many were taken off the shelf, 0 if none."))
        moment = self._read_moment(delisted_at, self.result_at) if delisted_at else now
        self.write(
            {
                "state": "reported",
                "delisted_at": moment,
                "delisted_quantity": values["quantity"],
                "reported_at": now,
            }
        )
        return self.notice_ids or self._open_notice("merchant")

    def _expect(self, *states):
        self._lock()
        if self.state not in states:
            raise UserError(self.env._("This was recorded already. Load the page again."))

    def _lock(self):
        """Of two who press one waits, and then reads what the other did."""
        self.env.execute_query(
            SQL("SELECT 1 FROM rights_quality_return WHERE id IN %s FOR UPDATE", self._ids)
        )

    def _read_moment(self, text, earliest):
        """A moment of a form in China's time, not before another one and not in the future."""
        try:
            moment = loose_dates.read_moment(text).utc
        except (loose_dates.LooseDateError, AttributeError):
            moment = None
        if not moment or not earliest.replace(second=0) <= moment <= fields.Datetime.now():
            raise UserError(
                self.env._("Enter a day and time that is not in the future, and not too early.")
            )
        return moment

    # -- the station ------------------------------------------------------------------------------

    def action_open_notice(self):
        """Notify the area of a failed test, also when the merchant has not reported it (PRD-04)."""
        self.ensure_one()
        self.check_access("read")
        notices = self.env["rights.product.notice"]
        notices.check_access("create")
        if self.state not in ("failed", "reported"):
            raise UserError(self.env._("The area is notified of goods that failed their test."))
        # what the merchant registered is read by its station; the right to make a notice is checked
        notice = self.sudo().notice_ids[:1] or self.sudo()._open_notice("own")
        return notice.sudo(False)._get_form_action()

    def _open_notice(self, source):
        # the merchant reports, and does not follow what the station makes of it
        notices = self.env["rights.product.notice"].with_context(mail_create_nosubscribe=True)
        return notices.create(
            {
                "return_id": self.id,
                "merchant_id": self.merchant_id.id,
                "station_id": (self.merchant_id.station_id or self._get_city_centre()).id,
                "source": source,
                "product": self.product,
                "brand": self.brand,
                "batch": self.batch,
                "supplier": self.supplier,
                "problem": self.problem,
                "report_number": self.report_number,
            }
        )

    def _get_city_centre(self):
        return self.env["rights.station"].search([("level", "=", "city_center")], limit=1)
