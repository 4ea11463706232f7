from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.china_time import china_date

ANSWER_LIMIT = "TL-35"


class RightsMerchantRectification(models.Model):
    """Something that a merchant has to put right by a day, with its answer (MER-02, MER-06).

    who                                 may
    staff                               read
    merchant                            answer in the portal, with a photo (MER-17)
    station officer, dispatcher, head   close it or send it back, own unit and below
    """

    _name = "rights.merchant.rectification"
    _inherit = ["rights.answered.finding"]
    _description = "Rectification of a merchant"
    _order = "id desc"
    _rec_name = "finding"

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="restrict")
    station_id = fields.Many2one(related="merchant_id.station_id", string="Supervising station")
    check_id = fields.Many2one(
        "rights.merchant.check",
        "Duty not met",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    kind = fields.Selection(
        [("advice", "Advice"), ("rectification", "Rectification")],
        required=True,
        default="rectification",
        readonly=True,
    )
    finding = fields.Char(required=True, readonly=True)
    opened_on = fields.Date(
        "Notified on", required=True, readonly=True, default=lambda self: china_date()
    )
    state = fields.Selection(
        [("open", "To be put right"), ("answered", "Merchant answered"), ("closed", "Done")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    answer = fields.Text("Answer of the merchant", readonly=True)
    answered_by_id = fields.Many2one("res.users", "Answered by", readonly=True, ondelete="restrict")
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, ondelete="restrict")

    _one_open = models.UniqueIndex(
        "(check_id) WHERE state <> 'closed'", "This duty is being put right already."
    )

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("Close a rectification, or send it back."))
        return super().write(vals)

    @api.model
    def _open_for(self, check):
        """The rectification of a duty that is not met; one at a time."""
        known = self.search([("check_id", "=", check.id)])
        if known.filtered(lambda row: row.state != "closed"):
            return self.browse()
        known.flush_recordset(["state"])  # before the new row: one open rectification a duty
        advised = check.merchant_id.is_large_venue or known
        now = fields.Datetime.now()
        finding = check.item_id.name
        if check.note:
            finding = self.env._("%(item)s: %(note)s", item=finding, note=check.note)
        return self.create(
            {
                "merchant_id": check.merchant_id.id,
                "check_id": check.id,
                "kind": "rectification" if advised else "advice",
                "finding": finding,
                "due_on": self.env["rights.deadline.policy"]._due_day(ANSWER_LIMIT, now),
            }
        )

    # -- the merchant -----------------------------------------------------------------------------

    def _answer(self, text, photo=None):
        result = super()._answer(text, photo)
        self.answered_by_id = self.env.uid
        return result

    # -- the station ------------------------------------------------------------------------------

    def action_close(self):
        self.check_access("write")
        if self.filtered(lambda row: row.state != "answered"):
            raise UserError(self.env._("The merchant has not answered yet."))
        # the state is closed to clients; the right to write was checked
        self.sudo().write({"state": "closed", "closed_by_id": self.env.uid})
        return True

    def action_send_back(self):
        """Not enough: the merchant answers again, within a new limit."""
        self.check_access("write")
        due_on = self.env["rights.deadline.policy"]._due_day(ANSWER_LIMIT, fields.Datetime.now())
        self.sudo().write({"state": "open", "due_on": due_on})  # checked above
        return True
