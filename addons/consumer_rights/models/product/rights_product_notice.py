from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..deadline.rights_told_day import ToldDay

SEND_LIMIT, RECEIPT_LIMIT = "TL-46", "TL-67"
STATES = [("draft", "To be sent"), ("sent", "Notice in force"), ("lifted", "Lifted")]
# what the staff says of a notice before it is sent
TOLD = frozenset(
    "station_id source merchant_id class_ids product brand batch supplier problem report_number "
    "quick_response_id".split()
)


class RightsProductNotice(models.Model):
    """A problem product, told to every merchant of the area that may carry it (PRD-04, PRD-09).

    who                                 may
    station officer, dispatcher         make and send it, own unit and below
    the issuing unit                    lift it, with its reason
    units below                         read it, for their own merchants
    division head, enforcement officer  read

    The clock of sending runs from the report or the finding; the unit that misses it has a breach
    (TL-46). Sent, it stays as it is: receipts are written in one statement and told by a job, so
    that a notice to a whole city goes out at once.
    """

    _name = "rights.product.notice"
    _description = "Notice of a problem product"
    _inherit = ["rights.deadline.owner", "rights.told.day", "mail.thread"]
    _order = "id desc"
    _rec_name = "product"
    _told_day = ToldDay("receipt_due_on", RECEIPT_LIMIT, "sent_at", [("state", "=", "sent")])

    station_id = fields.Many2one(
        "rights.station",
        "Issuing unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    source = fields.Selection(
        [("merchant", "Report of a merchant"), ("own", "Own finding")],
        required=True,
        default="own",
    )
    merchant_id = fields.Many2one(
        "rights.merchant",
        "Found at",
        index="btree_not_null",
        ondelete="restrict",
        help="It has taken the goods off the shelf already and gets no notice.",
    )
    return_id = fields.Many2one(
        "rights.quality.return",
        "Quality register",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    quick_response_id = fields.Many2one(
        "rights.quick.response",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The suspicion about this food was followed there (PRD-10).",
    )
    # what it is about
    product = fields.Char(required=True, tracking=True)
    brand = fields.Char()
    batch = fields.Char("Batch or model")
    supplier = fields.Char("Producer or supplier")
    problem = fields.Text("What is wrong with it", required=True)
    report_number = fields.Char("Number of the test report")
    class_ids = fields.Many2many(
        "rights.category",
        "rights_product_notice_class_rel",
        "notice_id",
        "category_id",
        "Product classes",
        domain=[("kind", "=", "goods")],
        help="Merchants of other classes get no notice; without a class, all merchants get it.",
    )
    # how it went
    state = fields.Selection(STATES, required=True, default="draft", index=True, tracking=True)
    reported_at = fields.Datetime(
        "Reported or found at", required=True, readonly=True, default=fields.Datetime.now
    )
    sent_at = fields.Datetime("Sent on", readonly=True, copy=False)
    sent_by_id = fields.Many2one(
        "res.users", "Notice sent by", readonly=True, copy=False, ondelete="restrict"
    )
    receipt_due_on = fields.Date("Receipts by", readonly=True, copy=False)
    is_late = fields.Boolean("Sent late", compute="_compute_is_late")
    lift_reason = fields.Text("Reason for lifting", copy=False)
    lifted_at = fields.Datetime("Lifted on", readonly=True, copy=False)
    lifted_by_id = fields.Many2one(
        "res.users", "Lifted by", readonly=True, copy=False, ondelete="restrict"
    )
    # the board of coverage
    receipt_ids = fields.One2many("rights.product.receipt", "notice_id", "Receipts")
    receipt_count = fields.Integer("Merchants", compute="_compute_coverage")
    answered_count = fields.Integer("Receipts in", compute="_compute_coverage")
    waiting_count = fields.Integer("Receipts outstanding", compute="_compute_coverage")
    inspect_count = fields.Integer("To be inspected", compute="_compute_coverage")
    unreached_count = fields.Integer(
        "Without an address",
        compute="_compute_coverage",
        help="No account of theirs has an e-mail address: tell them by phone or on the spot.",
    )
    found_quantity = fields.Float("Quantity found", compute="_compute_coverage", digits=(14, 2))
    removed_quantity = fields.Float(
        "Quantity taken off", compute="_compute_coverage", digits=(14, 2)
    )
    coverage = fields.Float("Coverage (%)", compute="_compute_coverage", digits=(5, 1))

    @api.depends("clock_ids.due_at", "clock_ids.stopped_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for notice in self:
            clocks_sudo = notice.sudo().clock_ids  # dates of the clockwork
            notice.is_late = any(clock.due_at <= (clock.stopped_at or now) for clock in clocks_sudo)

    @api.depends("receipt_ids.state", "receipt_ids.quantity_found", "receipt_ids.quantity_removed")
    @api.depends_context("uid")
    def _compute_coverage(self):
        """Counted over the receipts that the reader may see: a station counts its own merchants."""
        receipts = self.env["rights.product.receipt"]
        domain = Domain("notice_id", "in", self.ids)
        counts, sums, unreached = {}, {}, {}
        if receipts.has_access("read"):
            rows = receipts._read_group(
                domain,
                ["notice_id", "state"],
                ["__count", "quantity_found:sum", "quantity_removed:sum"],
            )
            for notice, state, count, found, removed in rows:
                counts[notice.id, state] = count
                before = sums.get(notice.id, (0, 0))
                sums[notice.id] = (before[0] + (found or 0), before[1] + (removed or 0))
            unreached = dict(
                receipts._read_group(
                    domain & Domain("told_at", "!=", False) & Domain("is_mailed", "=", False),
                    ["notice_id"],
                    ["__count"],
                )
            )
        for notice in self:
            by_state = {
                state: counts.get((notice.id, state), 0)
                for state in ("waiting", "inspect", "confirmed", "inspected")
            }
            total = sum(by_state.values())
            notice.receipt_count = total
            notice.answered_count = by_state["confirmed"] + by_state["inspected"]
            notice.waiting_count = by_state["waiting"]
            notice.inspect_count = by_state["inspect"]
            notice.unreached_count = unreached.get(notice, 0)
            notice.found_quantity, notice.removed_quantity = sums.get(notice.id, (0, 0))
            notice.coverage = 100 * notice.answered_count / total if total else 0

    # -- what is sent stays -----------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(self._written(vals) - TOLD for vals in vals_list):
            raise AccessError(self.env._("A notice begins as a draft and is sent by its button."))
        notices = super().create(vals_list)
        for at, reported in notices.grouped("reported_at").items():
            reported._clock_event("product_reported", at)
        return notices

    def write(self, vals):
        if not self.env.su:
            self._check_write(self._written(vals))
        result = super().write(vals)
        if "station_id" in vals:  # another unit is to send it, and its limit runs on
            clocks_sudo = self.sudo().clock_ids  # the clockwork's own rows
            running = clocks_sudo.filtered(lambda clock: not clock.stopped_at)
            running.write({"station_id": vals["station_id"]})
        return result

    @staticmethod
    def _written(vals):
        return {name for name in vals if not name.startswith(("message_", "activity_"))}

    def _check_write(self, names):
        if names - TOLD - {"lift_reason"}:
            raise AccessError(self.env._("A notice goes on by its buttons only."))
        if names & TOLD and self.filtered(lambda notice: notice.state != "draft"):
            raise UserError(
                self.env._("A notice that was sent stays as it is. Lift it and send another one.")
            )
        if "lift_reason" in names and self.filtered(lambda notice: notice.state == "lifted"):
            raise UserError(self.env._("The notice is lifted already."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda notice: notice.state != "draft" or notice.source == "merchant"):
            raise UserError(self.env._("Only a draft of your own finding is deleted."))
        if self.filtered("is_late"):
            raise UserError(
                self.env._("The limit for sending was missed: the notice stays. Send it.")
            )
        clocks_sudo = self.sudo().clock_ids  # a limit is never deleted; it ends with its draft
        clocks_sudo._stop(dict.fromkeys(clocks_sudo.ids, "exempt"), fields.Datetime.now())

    def _has_limit(self, limit):
        """The receipts, whose limit the sending starts, carry their day themselves (PRD-05)."""
        return limit.code == SEND_LIMIT

    # -- sending (PRD-04) -------------------------------------------------------------------------

    def action_send(self):
        """Tell the whole area at once, and open the report of the violation."""
        self.ensure_one()
        self.check_access("write")
        self._lock()
        if self.state != "draft":
            raise UserError(self.env._("The notice was sent already."))
        self.sudo()._send()  # the right to write it is the right to send it
        return True

    def _send(self):
        now = fields.Datetime.now()
        due_on = self.env["rights.deadline.policy"]._due_day(RECEIPT_LIMIT, now)
        self.write(
            {
                "state": "sent",
                "sent_at": now,
                "sent_by_id": self.env.uid,
                "receipt_due_on": due_on,
            }
        )
        self._clock_event("product_notice_sent", now)
        self._write_receipts()
        self._open_report()
        self.env.ref("consumer_rights.cron_product_tell").sudo()._trigger()

    def _write_receipts(self):
        """A receipt for every recipient, in one statement."""
        recipients = self.env["rights.merchant"]._search(self._recipient_domain())
        self.env.execute_query(
            SQL(
                """
                INSERT INTO rights_product_receipt
                       (notice_id, merchant_id, state, due_on, is_mailed, urge_count,
                        quantity_found, quantity_removed,
                        create_uid, create_date, write_uid, write_date)
                SELECT %(notice)s, merchant.id, 'waiting', %(due_on)s, false, 0, 0, 0,
                       %(user)s, %(now)s, %(user)s, %(now)s
                  FROM rights_merchant merchant
                 WHERE merchant.id IN %(recipients)s
                    ON CONFLICT DO NOTHING
                """,
                notice=self.id,
                due_on=self.receipt_due_on or None,
                user=self.env.uid,
                now=fields.Datetime.now(),
                recipients=recipients.subselect(),
            )
        )
        self.invalidate_recordset()
        self.env["rights.product.receipt"].invalidate_model()

    def _recipient_domain(self):
        """Active merchants of the unit and below that may carry it.

        Whose classes are unknown may; without a class of the product, everybody may.
        """
        domain = Domain("station_id", "child_of", self.station_id.id)
        domain &= Domain("id", "!=", self.merchant_id.id)
        if self.class_ids:
            categories = self.env["rights.category"].with_context(active_test=False)
            related = categories.search(
                Domain("id", "child_of", self.class_ids.ids)
                | Domain("id", "parent_of", self.class_ids.ids)
            )
            domain &= Domain("class_ids", "=", False) | Domain("class_ids", "in", related.ids)
        return domain

    def _lock(self):
        """Of two who press at once one waits, and then reads what the other did."""
        self.env.execute_query(
            SQL("SELECT 1 FROM rights_product_notice WHERE id IN %s FOR UPDATE", self._ids)
        )

    # -- lifting (PRD-09) -------------------------------------------------------------------------

    def action_lift(self):
        """The issuing unit decides, with its reason; every recipient is told."""
        self.ensure_one()
        self.check_access("write")
        self._lock()
        if self.station_id not in self.env.user.rights_station_ids:
            raise AccessError(
                self.env._("%(unit)s sent the notice and lifts it.", unit=self.station_id.name)
            )
        if self.state != "sent":
            raise UserError(self.env._("Only a notice in force is lifted."))
        if not (self.lift_reason or "").strip():
            raise UserError(self.env._("Write the reason for lifting first."))
        self.sudo().write(  # checked above; the state is closed to clients
            {
                "state": "lifted",
                "lifted_at": fields.Datetime.now(),
                "lifted_by_id": self.env.uid,
            }
        )
        self.env.ref("consumer_rights.cron_product_tell").sudo()._trigger()
        return True

    # -- looking ----------------------------------------------------------------------------------

    def action_view_receipts(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Receipts: %(product)s", product=self.product),
            "res_model": "rights.product.receipt",
            "view_mode": "list,form,pivot",
            "domain": [("notice_id", "=", self.id)],
            "context": {"create": False},
        }

    def _get_form_action(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "rights.product.notice",
            "res_id": self.id,
            "view_mode": "form",
        }
