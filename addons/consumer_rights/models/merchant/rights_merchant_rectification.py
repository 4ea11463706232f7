from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.china_time import china_date
from ...tools.filing_text import clean_text
from ...tools.flag_search import search_flag

ANSWER_LIMIT = "TL-35"
LONGEST = 2000


class RightsMerchantRectification(models.Model):
    """Something that a merchant has to put right by a day, with its answer (MER-02, MER-06).

    who                                 may
    staff                               read
    merchant                            answer in the portal, with a photo (MER-17)
    station officer, dispatcher, head   close it or send it back, own unit and below
    """

    _name = "rights.merchant.rectification"
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
    due_on = fields.Date("Due on", readonly=True)
    state = fields.Selection(
        [("open", "To be put right"), ("answered", "Merchant answered"), ("closed", "Done")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    answer = fields.Text("Answer of the merchant", readonly=True)
    photo = fields.Image("Photo of the answer", max_width=1920, max_height=1920, readonly=True)
    answered_at = fields.Datetime("Answered at", readonly=True)
    answered_by_id = fields.Many2one("res.users", "Answered by", readonly=True, ondelete="restrict")
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, ondelete="restrict")
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    _one_open = models.UniqueIndex(
        "(check_id) WHERE state <> 'closed'", "This duty is being put right already."
    )

    @api.depends("due_on", "state")
    def _compute_is_overdue(self):
        today = china_date()
        for row in self:
            row.is_overdue = bool(row.state == "open" and row.due_on and row.due_on < today)

    def _search_is_overdue(self, operator, value):
        late = Domain("state", "=", "open") & Domain("due_on", "<", china_date())
        return search_flag(late, operator, value)

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
        return self.create(
            {
                "merchant_id": check.merchant_id.id,
                "check_id": check.id,
                "kind": "rectification" if advised else "advice",
                "finding": ". ".join(filter(None, (check.item_id.name, check.note))),
                "due_on": self.env["rights.deadline.policy"]._due_day(ANSWER_LIMIT, now),
            }
        )

    # -- the merchant -----------------------------------------------------------------------------

    def _answer(self, text, photo=None):
        """What the merchant did about it. Called in superuser mode on a row of its own.

        :param photo: a picture that was checked, in base64
        """
        self.ensure_one()
        text = clean_text(text)[:LONGEST]
        if self.state == "closed":
            raise UserError(self.env._("This is done already. Nothing more is needed."))
        if not text:
            raise UserError(self.env._("Say what you did about it."))
        self.write(
            {
                "answer": text,
                "photo": photo or self.photo,
                "answered_at": fields.Datetime.now(),
                "answered_by_id": self.env.uid,
                "state": "answered",
            }
        )

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
