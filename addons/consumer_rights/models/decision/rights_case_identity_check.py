from odoo import api, fields, models
from odoo.exceptions import UserError

NOTICE = "DOC-03"
PROOF = "TL-64"


class RightsCase(models.Model):
    """A complaint carries a real identity; in doubt the person is asked to prove it (REG-12)."""

    _inherit = "rights.case"

    identity_proved_at = fields.Datetime("Identity proved", readonly=True, copy=False)
    identity_check = fields.Selection(
        [
            ("asked", "Proof of identity asked for"),
            ("lapsed", "Not proved in time"),
            ("proved", "Identity proved"),
        ],
        "Proof of identity",
        compute="_compute_identity_check",
    )

    @api.depends("document_ids.state", "deadline_ids.due_at", "identity_proved_at", "cycle_no")
    def _compute_identity_check(self):
        for case in self:
            case.identity_check = case.sudo()._get_identity_check()

    def _get_identity_check(self):
        notices = self.document_ids.filtered(
            lambda paper: paper.template_id.code == NOTICE and paper.state != "void"
        )
        if not notices or self.kind != "complaint":
            return False
        if self.identity_proved_at:
            return "proved"
        clock = self.deadline_ids.filtered(lambda clock: clock.code == PROOF)[:1]
        over = bool(clock.due_at) and clock.due_at <= fields.Datetime.now()
        return "lapsed" if over else "asked"

    def action_ask_identity(self):
        """Make the notice that asks for proof of identity, and open it for its delivery."""
        self.ensure_one()
        if self.identity_check:
            raise UserError(self.env._("Proof of identity was asked for already."))
        template = self.env["rights.document.template"].search([("code", "=", NOTICE)], limit=1)
        paper = self._make_paper(template)
        paper.action_issue()
        return paper.action_deliver()

    def action_identity_proved(self):
        """The person proved who it is: the limit ends, and the decision is open again."""
        self.ensure_one()
        self.check_access("write")
        if self.identity_check not in ("asked", "lapsed"):
            raise UserError(self.env._("No proof of identity is open for this case."))
        self._gate_write({"identity_proved_at": fields.Datetime.now()})
        self._deadline_event("identity_proved")
        self._append_events([{"type": "progress", "basis": self.env._("Identity proved")}])
        return True

    def _check_accept(self, transition):
        missing = super()._check_accept(transition)
        if self.identity_check in ("asked", "lapsed"):
            # no name of a field, so that no dialog offers to fill it in
            missing["identity"] = self.env._(
                "Proof of identity was asked for and is not here yet. Record it, or do not accept."
            )
        return missing
