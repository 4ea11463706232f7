from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

HEAD = "consumer_rights.consumer_rights_group_head"
ENTERED = ("enforcement_id", "days", "record", "participants", "reason")


class RightsEnforcementExtension(models.Model):
    """More time for a filed case by collective decision, after the head's extension (ENF-16)."""

    _name = "rights.enforcement.extension"
    _inherit = ["rights.case.part"]
    _description = "Collective decision on more time"
    _order = "id"
    _rec_name = "record"

    enforcement_id = fields.Many2one(
        "rights.enforcement.case", required=True, index=True, ondelete="restrict"
    )
    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    days = fields.Integer("Calendar days", required=True)
    record = fields.Char(
        "Record of the meeting", required=True, help="Number or name of the minutes"
    )
    participants = fields.Char("Who decided", required=True)
    reason = fields.Char(required=True)
    user_id = fields.Many2one("res.users", "Entered by", readonly=True, ondelete="restrict")
    old_due_at = fields.Datetime("Due before", readonly=True)
    new_due_at = fields.Datetime("Due after", readonly=True)

    _days_positive = models.Constraint("CHECK (days > 0)", "Enter how many days are added.")

    @api.model_create_multi
    def create(self, vals_list):
        if not (self.env.su or self.env.user.has_group(HEAD)):
            raise AccessError(self.env._("The head enters what was decided collectively."))
        filed_of = self.env["rights.enforcement.case"].browse
        entered = []
        for vals in vals_list:
            filed = filed_of(vals["enforcement_id"])
            filed.check_access("write")
            clock = filed._get_clock()
            refusal = filed._get_extension_refusal(clock)
            if refusal:
                raise UserError(refusal)
            entered.append(
                {name: vals.get(name) for name in ENTERED}
                | {"case_id": filed.case_id.id, "user_id": self.env.uid, "old_due_at": clock.due_at}
            )
        # who may enter it is checked above; the clockwork is the system's
        extensions = super(RightsEnforcementExtension, self.sudo()).create(entered)
        for extension in extensions:
            extension._apply()
        return extensions.sudo(self.env.su)

    def _apply(self):
        clock = self.enforcement_id._get_clock()
        clock.extended += self.days
        clock._recount()
        self.sudo().new_due_at = clock.due_at
        words = self.env._("More time by collective decision: %(days)s days", days=self.days)
        self.case_id._append_events([{"type": "progress", "basis": words, "paper": self.record}])

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("What was decided collectively stays as it was entered."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was decided collectively stays as it was entered."))
