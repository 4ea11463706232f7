from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.china_time import china_date

KEEP_LIMIT = "TL-30"
OUTCOMES = [
    ("pending", "Not settled yet"),
    ("settled", "Settled by the merchant"),
    ("refused", "Refused"),
    ("withdrawn", "Withdrawn by the consumer"),
    ("handed", "Handed to the centre"),
]
RETURNED = [
    ("none", "Nothing came back"),
    ("returned", "Returned"),
    ("exchanged", "Exchanged"),
    ("repaired", "Repaired"),
]
DISPOSALS = [
    ("producer", "Back to the producer or supplier"),
    ("labelled", "Sold again with a label"),
    ("destroyed", "Destroyed"),
    ("kept", "Kept for testing"),
    ("other", "Otherwise"),
]
LEVELS = [
    ("1", "Service staff"),
    ("2", "Head of the department"),
    ("3", "Head of the enterprise"),
]
GOODS_CLASSES = [
    ("bulk_food", "Bulk food"),
    ("fresh_food", "Fresh food"),
    ("packaged_food", "Packaged food"),
    ("daily_goods", "Daily goods"),
    ("clothing", "Clothing"),
    ("other", "Other goods"),
]
CAME_BACK = ("returned", "exchanged")
# what a confirmed entry says for ever (MER-11); a correction is appended beside it
FROZEN = (
    "merchant_id tenant_id client_key entry_date consumer_name consumer_phone content goods_name "
    "price quantity returned disposal outcome amount_paid wait_minutes is_staff_added "
    "responsible_name promise_id state keep_until confirmed_at confirmed_by_id goods_class "
    "is_fit_for_resale resale_label is_quality_return brand batch supplier quality_problem"
).split()


class RightsMerchantLedger(models.Model):
    """One entry of a merchant's complaint ledger (MER-10).

    who                                       may
    station officer, dispatcher, head         read, own unit and below, names masked (MER-12)
    merchant                                  enter, confirm, correct by amendment, in the portal
    nobody                                    change or remove a confirmed entry for two years

    An entry is open until it has an outcome; complete, it is confirmed and stays as it is
    (MER-11): ORM and table refuse to change it. ``client_key`` is made where the entry is made, so
    that one that arrives twice is one. Names and phones belong to the merchant's book: the staff
    reads them masked, and clear with a look that is logged.
    """

    _name = "rights.merchant.ledger"
    _description = "Entry of a complaint ledger"
    _order = "entry_date desc, id desc"
    _rec_name = "goods_name"

    merchant_id = fields.Many2one("rights.merchant", required=True, ondelete="restrict")
    tenant_id = fields.Many2one(
        "rights.merchant",
        "Tenant concerned",
        index="btree_not_null",
        ondelete="restrict",
        help="The counter of the venue that the complaint is about.",
    )
    station_id = fields.Many2one(related="merchant_id.station_id", string="Supervising station")
    client_key = fields.Char(required=True, copy=False, groups=fields.NO_ACCESS)
    source = fields.Selection(
        [("portal", "Portal"), ("workbook", "Workbook"), ("interface", "Interface")],
        required=True,
        default="portal",
    )
    state = fields.Selection(
        [("open", "Open"), ("confirmed", "Confirmed")], required=True, default="open"
    )
    confirmed_at = fields.Datetime("Confirmed at")
    confirmed_by_id = fields.Many2one("res.users", "Confirmed by", ondelete="restrict")
    entered_by_id = fields.Many2one(
        "res.users", "Entered by", ondelete="restrict", default=lambda self: self.env.user
    )

    # the nine fields (MER-10)
    entry_date = fields.Date("Date", required=True)
    consumer_name = fields.Char(groups=fields.NO_ACCESS)
    consumer_phone = fields.Char(groups=fields.NO_ACCESS)
    name_masked = fields.Char("Consumer")
    phone_masked = fields.Char("Phone")
    content = fields.Text("What the consumer complains about")
    goods_name = fields.Char("Goods or service")
    price = fields.Float("Price (yuan)", digits=(12, 2))
    quantity = fields.Float(default=1, digits=(12, 2))
    returned = fields.Selection(RETURNED, "Returned or exchanged", required=True, default="none")
    disposal = fields.Selection(DISPOSALS, "Disposal of the returned goods")

    # goods that came back (PRD-01, PRD-06, PRD-08)
    goods_class = fields.Selection(GOODS_CLASSES, "Class of the goods")
    is_fit_for_resale = fields.Boolean(
        "Fit to be sold again", help="Intact and complete; food within its shelf life."
    )
    resale_label = fields.Char("Number on the label")
    is_quality_return = fields.Boolean("Returned for its quality")
    brand = fields.Char()
    batch = fields.Char("Batch or model")
    supplier = fields.Char("Producer or supplier")
    quality_problem = fields.Char("What is wrong with it")

    # how it went
    outcome = fields.Selection(OUTCOMES, required=True, default="pending")
    current_outcome = fields.Selection(
        OUTCOMES, "Outcome now", required=True, default="pending", help="With the corrections."
    )
    amount_paid = fields.Float("Paid to the consumer (yuan)", digits=(12, 2))
    responsible_name = fields.Char(
        "First approached", help="Responsible until the handover (MER-20)."
    )
    wait_minutes = fields.Integer("Minutes waited")
    is_staff_added = fields.Boolean("Staff was added")
    level_ids = fields.One2many("rights.merchant.ledger.level", "entry_id", "Reception")
    level_reached = fields.Selection(LEVELS, "Level reached", required=True, default="1")
    promise_id = fields.Many2one("rights.merchant.promise", "Promise invoked", ondelete="restrict")
    is_promise_breach = fields.Boolean(
        "Breach of its own promise",
        compute="_compute_is_promise_breach",
        store=True,
        precompute=True,
    )
    receipt = fields.Image("Photo of the receipt", max_width=1920, max_height=1920)
    keep_until = fields.Date("Kept until", help="Two years from the entry (TL-30).")
    amendment_ids = fields.One2many("rights.merchant.ledger.amendment", "entry_id", "Corrections")
    amendment_count = fields.Integer("Number of corrections")
    case_id = fields.Many2one(
        "rights.case", "Complaint at the centre", index="btree_not_null", ondelete="restrict"
    )

    _once = models.UniqueIndex("(merchant_id, client_key)", "This entry exists already.")
    _by_day = models.Index("(merchant_id, entry_date DESC, id DESC)")
    _by_month = models.Index("(entry_date, merchant_id)")
    _label_once = models.UniqueIndex(
        "(merchant_id, resale_label) WHERE resale_label IS NOT NULL",
        "The merchant has used this label already.",
    )
    _numbers_not_negative = models.Constraint(
        "CHECK (price >= 0 AND quantity >= 0 AND amount_paid >= 0 AND wait_minutes >= 0)",
        "Price, quantity, amount and minutes cannot be negative.",
    )

    def init(self):
        """The table itself refuses to change a confirmed entry, and to lose it before its day."""
        frozen = SQL(" OR ").join(
            SQL(
                "NEW.%(column)s IS DISTINCT FROM OLD.%(column)s",
                column=SQL.identifier(name),
            )
            for name in FROZEN
        )
        self.env.cr.execute(
            SQL(
                """
            CREATE OR REPLACE FUNCTION rights_ledger_keep() RETURNS trigger AS $$
            BEGIN
                IF OLD.state <> 'confirmed' THEN
                    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
                END IF;
                IF TG_OP = 'DELETE' THEN
                    IF OLD.keep_until >= (now() AT TIME ZONE 'Asia/Shanghai')::date THEN
                        RAISE EXCEPTION 'ledger entries are kept until their day';
                    END IF;
                    RETURN OLD;
                END IF;
                IF %s THEN
                    RAISE EXCEPTION 'confirmed ledger entries do not change';
                END IF;
                RETURN NEW;
            END $$ LANGUAGE plpgsql""",
                frozen,
            )
        )
        self.env.cr.execute("""
            CREATE OR REPLACE TRIGGER rights_merchant_ledger_keep
            BEFORE UPDATE OR DELETE ON rights_merchant_ledger
            FOR EACH ROW EXECUTE FUNCTION rights_ledger_keep()""")
        return super().init()

    @api.depends("promise_id", "current_outcome")
    def _compute_is_promise_breach(self):
        """Refusing what the own promise covers is a breach in the profile (MER-09)."""
        for entry in self:
            entry.is_promise_breach = bool(entry.promise_id) and entry.current_outcome == "refused"

    @api.depends("goods_name", "entry_date")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"{entry.entry_date or ''} {entry.goods_name or ''}".strip()

    # -- what is confirmed stays (MER-11) ---------------------------------------------------------

    def write(self, vals):
        if vals.keys() & set(FROZEN) and self.filtered(lambda entry: entry.state == "confirmed"):
            raise UserError(
                self.env._("A confirmed entry stays as it is. Append a correction to it.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        today = china_date()
        for entry in self:
            if entry.state == "confirmed" and entry.keep_until >= today:
                raise UserError(
                    self.env._(
                        "The entry of %(day)s is kept until %(until)s.",
                        day=entry.entry_date,
                        until=entry.keep_until,
                    )
                )

    @api.model
    def _keep_until(self, day):
        """Two years from the day of the entry; 29 February ends on the 28th (TL-30)."""
        limits = self.env["rights.deadline.policy"]
        noon = fields.Datetime.to_datetime(day).replace(hour=4)  # noon in China
        return limits._due_day(KEEP_LIMIT, noon) or date(day.year + 2, day.month, min(day.day, 28))

    # -- confirming (MER-10) ----------------------------------------------------------------------

    def _missing(self):
        """Labels of what an entry lacks before it can be confirmed."""
        self.ensure_one()
        form = self.env["rights.ledger.form"]
        labels = form._labels()
        return [labels[name] for name in form._gaps(self)]

    def _confirm(self):
        """Close the entry: from now on it is corrected by amendment only.

        :raise UserError: something of the nine fields or the outcome is missing
        """
        for entry in self.filtered(lambda entry: entry.state == "open"):
            if missing := entry._missing():
                raise UserError(
                    self.env._(
                        "The entry cannot be confirmed yet. Missing: %(fields)s.",
                        fields=self.env["rights.case"]._enumerate(missing),
                    )
                )
            entry.write(
                {
                    "state": "confirmed",
                    "keep_until": entry._keep_until(entry.entry_date),
                    "confirmed_at": fields.Datetime.now(),
                    "confirmed_by_id": self.env.uid,
                }
            )

    # -- the station reads (MER-12) ---------------------------------------------------------------

    def action_reveal(self):
        """Name and phone of the consumer, for the officer who checks the ledger; logged."""
        self.ensure_one()
        self.check_access("read")
        self.env["rights.audit.log"]._log(
            "look", self._name, self.id, reason=self.env._("Check of a merchant's ledger")
        )
        entry_sudo = self.sudo()  # the officer may read the ledger; the look is logged
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": entry_sudo.consumer_name or self.env._("No name"),
                "message": entry_sudo.consumer_phone or "",
                "sticky": True,
                "type": "info",
            },
        }
