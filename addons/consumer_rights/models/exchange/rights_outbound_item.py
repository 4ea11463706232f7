from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.china_time import china_date, china_naive
from ...tools.flag_search import search_flag

ITEM_KINDS = [
    ("acceptance", "Decision on acceptance"),
    ("progress", "Progress"),
    ("extension", "Extension"),
    ("result", "Result"),
    ("withdrawal", "Withdrawal"),
]
OPEN = ("due", "exported", "sent", "rejected")


class RightsOutboundItem(models.Model):
    """One thing that must go back to where a matter came from (来源平台回填, INT-20).

    who                 may
    dispatcher          export, mark as sent, read answers, send again: own unit and below
    head                read and correct them, own unit and below
    reception, handler  read the items of cases that they read
    others              nothing

    The steps of a case make the items. An item that its sender has not confirmed by the sender's
    date is red, and the instruction's limit (TL-19) runs until the last word is confirmed.
    """

    _name = "rights.outbound.item"
    _inherit = ["rights.case.part"]
    _description = "Return to the source"
    _order = "due_day, id"
    _rec_name = "external_number"
    _frozen_with_archive = False  # a sender may answer late

    case_id = fields.Many2one(
        "rights.case", required=True, index=True, ondelete="restrict", readonly=True
    )
    channel_id = fields.Many2one(
        "rights.channel", required=True, index=True, ondelete="restrict", readonly=True
    )
    external_number = fields.Char(related="case_id.external_number", string="Number of the sender")
    station_id = fields.Many2one(related="case_id.station_id", string="Responsible unit")
    kind = fields.Selection(ITEM_KINDS, "What goes back", required=True, readonly=True)
    is_last = fields.Boolean("Last word", readonly=True)
    occurred_at = fields.Datetime("Happened", required=True, readonly=True)
    text = fields.Text(help="What the sender is told; may be changed until it is exported.")
    due_day = fields.Date("Reply by")
    state = fields.Selection(
        [
            ("due", "Waits to be sent"),
            ("exported", "Exported"),
            ("sent", "Sent"),
            ("confirmed", "Confirmed"),
            ("rejected", "Rejected"),
        ],
        required=True,
        default="due",
        readonly=True,
        index=True,
    )
    file_id = fields.Many2one("rights.outbound.file", "Table", readonly=True, index=True)
    sent_at = fields.Datetime("Sent on", readonly=True)
    answered_at = fields.Datetime("Answered on", readonly=True)
    answer = fields.Char("Answer of the sender", readonly=True)
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")

    _open = models.Index("(channel_id, state, due_day) WHERE state != 'confirmed'")

    @api.depends("due_day", "state")
    def _compute_is_overdue(self):
        for item in self:
            item.is_overdue = bool(
                item.state != "confirmed" and item.due_day and item.due_day < china_date()
            )

    def _search_is_overdue(self, operator, value):
        late = Domain("state", "in", OPEN) & Domain("due_day", "<", china_date())
        return search_flag(late, operator, value)

    # -- writing ----------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("What goes back is entered by the steps of the case."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {"text", "due_day"}:
                raise AccessError(self.env._("The state of a return is set by its table only."))
            if any(item.state not in ("due", "rejected") for item in self):
                raise UserError(self.env._("What was exported stays as it was sent."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What goes back to a source is never deleted."))

    # -- acts -------------------------------------------------------------------------------

    def action_export(self):
        """One table for the items that are due, in the sender's columns."""
        self.env.user._rights_check_role("dispatcher")
        self.check_access("write")
        channel = self.channel_id
        if len(channel) != 1:
            raise UserError(self.env._("A table is for one sender. Choose items of one channel."))
        items = self.filtered(lambda item: item.state in ("due", "rejected"))
        if not items:
            raise UserError(self.env._("Nothing of this is due."))
        unnumbered = items.filtered(lambda item: not item.external_number)
        if unnumbered:
            raise UserError(
                self.env._(
                    "%(case)s has no number of its sender. Enter it first.",
                    case=unnumbered[0].case_id.display_name,
                )
            )
        return self.env["rights.outbound.file"]._make(channel, items)._get_download()

    def action_send_again(self):
        """A rejected item was corrected: it is due again."""
        self.check_access("write")
        rejected = self.filtered(lambda item: item.state == "rejected")
        rejected.sudo().write({"state": "due", "file_id": False})  # checked above
        return True

    def _answered(self, is_confirmed, answer=None):
        """The sender confirmed or rejected these items."""
        self.sudo().write(  # who may read an answer was checked where it was read
            {
                "state": "confirmed" if is_confirmed else "rejected",
                "answered_at": fields.Datetime.now(),
                "answer": answer,
            }
        )
        if is_confirmed:
            self.filtered("is_last").case_id._source_satisfied()

    # -- what stands in a column: (our word for the sender's words, text) ----------------------

    def _say_external_number(self):
        return None, self.external_number or ""

    def _say_case_number(self):
        return None, self.case_id.name or ""

    def _say_kind(self):
        label = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        return self.kind, label

    def _say_occurred_at(self):
        return None, china_naive(self.occurred_at).strftime("%Y-%m-%d %H:%M:%S")

    def _say_due_day(self):
        return None, self.due_day.isoformat() if self.due_day else ""

    def _say_unit(self):
        return self.station_id.code, self.station_id.name

    def _say_unit_phone(self):
        return None, self.station_id.phone or ""

    def _say_decision(self):
        decision = self.case_id.decision
        labels = dict(self.case_id._fields["decision"]._description_selection(self.env))
        return decision, labels.get(decision, "")

    def _say_outcome(self):
        return self.case_id.outcome_id.code, self.case_id.outcome_id.name or ""

    def _say_text(self):
        return None, self.text or ""

    def _say_amount_recovered(self):
        return None, f"{self.case_id.amount_recovered:.2f}"
