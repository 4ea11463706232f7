from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.china_time import china_date
from ...tools.filing_text import clean_text

# what an officer may write about a merchant that has not answered, or not well
OFFICER = frozenset(("quantity_found", "quantity_removed", "finding"))


class RightsProductReceipt(models.Model):
    """What one merchant answers to a notice: found, taken off, with a photo (PRD-05).

    who                                 may
    merchant, in the portal             confirm, also after its limit
    station officer, dispatcher         inspect who has not answered, own unit and below
    division head, enforcement officer  read

    ``breached_on`` is the day after the limit and stays, whatever is answered later.
    """

    _name = "rights.product.receipt"
    _description = "Receipt of a product notice"
    _order = "id desc"
    _rec_name = "merchant_id"

    notice_id = fields.Many2one(
        "rights.product.notice", "Product notice", required=True, readonly=True, ondelete="restrict"
    )
    merchant_id = fields.Many2one(
        "rights.merchant", required=True, readonly=True, index=True, ondelete="restrict"
    )
    station_id = fields.Many2one(related="merchant_id.station_id", string="Supervising station")
    notice_state = fields.Selection(related="notice_id.state", string="State of the notice")
    state = fields.Selection(
        [
            ("waiting", "Waiting for the receipt"),
            ("inspect", "To be inspected"),
            ("confirmed", "Confirmed"),
            ("inspected", "Inspected"),
        ],
        required=True,
        default="waiting",
        readonly=True,
    )
    due_on = fields.Date("Due on", related="notice_id.receipt_due_on", store=True)
    # telling it
    told_at = fields.Datetime("Told at", readonly=True)
    is_mailed = fields.Boolean("By mail", readonly=True)
    urged_at = fields.Datetime("Last urged at", readonly=True)
    urge_count = fields.Integer("Times urged", readonly=True)
    lift_told_at = fields.Datetime("Told of the lifting at", readonly=True)
    # the answer
    confirmed_at = fields.Datetime("Confirmed at", readonly=True)
    confirmed_by_id = fields.Many2one(
        "res.users", "Confirmed by", readonly=True, ondelete="restrict"
    )
    quantity_found = fields.Float("Quantity found", digits=(12, 2))
    quantity_removed = fields.Float("Quantity taken off", digits=(12, 2))
    photo = fields.Image(max_width=1920, max_height=1920, readonly=True)
    note = fields.Text(readonly=True)
    # the inspection
    breached_on = fields.Date("Limit missed on", readonly=True)
    finding = fields.Text("What the inspection found")
    inspected_at = fields.Datetime("Inspected at", readonly=True)
    inspected_by_id = fields.Many2one(
        "res.users", "Inspected by", readonly=True, ondelete="restrict"
    )

    _once = models.UniqueIndex("(notice_id, merchant_id)", "The merchant has this notice already.")
    _to_tell = models.Index("(id) WHERE told_at IS NULL")
    _waiting = models.Index("(due_on) WHERE state = 'waiting'")
    _quantities = models.Constraint(
        "CHECK (quantity_removed >= 0 AND quantity_removed <= quantity_found)",
        "Not more is taken off the shelf than was found there.",
    )

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - OFFICER:
                raise AccessError(self.env._("The merchant confirms its receipt in the portal."))
            self._check_inspected()
        return super().write(vals)

    # -- the merchant, in superuser mode on a row of its own --------------------------------------

    def _confirm_receipt(self, given, photo=None):
        """What the merchant found and took off the shelf.

        :param given: {quantity_found, quantity_removed, note}, as a form sends them
        :param photo: a picture that was checked, in base64; needed when something was found
        """
        self.ensure_one()
        self._lock()
        if self.notice_id.state != "sent":
            raise UserError(self.env._("The notice is lifted. Nothing more is needed."))
        if self.state not in ("waiting", "inspect"):
            raise UserError(self.env._("The receipt was confirmed already."))
        found = self._read_quantity(given.get("quantity_found"))
        removed = self._read_quantity(given.get("quantity_removed"))
        if removed > found:
            raise UserError(self.env._("Not more is taken off the shelf than was found there."))
        if found and not (photo or self.photo):
            raise UserError(self.env._("Add a photo of the goods that were taken off the shelf."))
        self.write(
            {
                "quantity_found": found,
                "quantity_removed": removed,
                "note": clean_text(given.get("note"))[:1000] or False,
                "photo": photo or self.photo,
                "confirmed_at": fields.Datetime.now(),
                "confirmed_by_id": self.env.uid,
                # what is still on the shelf is looked at
                "state": "confirmed" if removed == found else "inspect",
                "breached_on": self.breached_on or self._breach_day(),
            }
        )
        if self.state == "inspect":
            self._plan_visits()

    def _read_quantity(self, text):
        if str(text or "").strip() == "":
            raise UserError(
                self.env._("Enter how many were found and how many taken off, 0 if none.")
            )
        values, errors = self.env["rights.ledger.form"]._read(
            {"quantity": text}, only=("quantity",)
        )
        if errors:
            raise UserError(errors["quantity"])
        return values["quantity"]

    def _breach_day(self):
        today = china_date()
        return today if self.due_on and self.due_on < today else False

    def _lock(self):
        """Of two who press at once one waits, and then reads what the other did."""
        self.env.execute_query(
            SQL("SELECT 1 FROM rights_product_receipt WHERE id IN %s FOR UPDATE", self._ids)
        )

    # -- the station ------------------------------------------------------------------------------

    def _check_inspected(self):
        if self.filtered(lambda row: row.state == "inspected"):
            raise UserError(self.env._("An inspection stays as it was recorded."))

    def action_inspected(self):
        """The officer has looked at the shelf, or spoken to a merchant without an account."""
        self.check_access("write")
        self._lock()
        self._check_inspected()
        for row in self:
            if row.state == "confirmed":
                raise UserError(self.env._("The merchant has confirmed it already."))
            if not (row.finding or "").strip():
                raise UserError(self.env._("Write what the inspection found first."))
            row.sudo().write(  # the right to write was checked; the state is closed to clients
                {
                    "state": "inspected",
                    "inspected_at": fields.Datetime.now(),
                    "inspected_by_id": self.env.uid,
                }
            )
        return True

    # -- who has not answered ---------------------------------------------------------------------

    @api.model
    def _cron_follow_up(self, batch_size=1000):
        """Unconfirmed receipts become inspections of the station, and are urged (PRD-05, TL-67)."""
        today = china_date()
        domain = (
            Domain("state", "=", "waiting")
            & Domain("due_on", "<", today)
            & Domain("notice_id.state", "=", "sent")
        )
        commit = self.env["ir.cron"]._commit_progress
        remaining = self.search_count(domain)
        commit(remaining=remaining)
        while late := self.search(domain, limit=batch_size):
            late.write({"state": "inspect", "breached_on": today})
            late._plan_visits()
            if not commit(len(late)):
                return
        self._urge_waiting(commit)
