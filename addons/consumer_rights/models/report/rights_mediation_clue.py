from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

MEDIATED = ("handling", "mediating", "escalated")


class RightsCaseLink(models.Model):
    _inherit = "rights.case.link"

    kind = fields.Selection(
        selection_add=[("clue", "Clue found in mediation"), ("merged", "Merged report")],
        ondelete={"clue": "set default", "merged": "set default"},
    )


class RightsCase(models.Model):
    """A clue of a violation found while mediating has a verification of its own (ENF-14)."""

    _inherit = "rights.case"

    may_find_clue = fields.Boolean(compute="_compute_may_find_clue")

    def _compute_may_find_clue(self):
        for case in self:
            open_stage = case.kind == "complaint" and case.stage_code in MEDIATED
            case.may_find_clue = open_stage and case.has_access("write")

    def action_find_clue(self):
        """The dialog that opens a report of what was found (TL-48)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Clue of a violation: %(case)s", case=self.display_name),
            "res_model": "rights.mediation.clue",
            "view_mode": "form",
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def _open_clue_report(self, facts, classes):
        """The report of a clue, opened by the office itself: it names nobody who reported."""
        self.ensure_one()
        self.check_access("write")
        if not self.may_find_clue:
            raise UserError(
                self.env._("A clue is recorded while the complaint is handled or mediated.")
            )
        report = self.sudo()._open_office_report(  # the right is checked above
            "clue",
            {
                "subject": self.env._("Clue: %(subject)s", subject=self.subject),
                "facts": facts,
                "violation_class_ids": [Command.set(classes.ids)],
            },
        )
        report._deadline_event("clue_found")
        return report


class RightsMediationClue(models.TransientModel):
    """What the mediator found; the mediator need not read the report that it becomes (ENF-14)."""

    _name = "rights.mediation.clue"
    _description = "Clue found in mediation"

    case_id = fields.Many2one("rights.case", required=True, ondelete="cascade")
    facts = fields.Text("What was found", required=True)
    violation_class_ids = fields.Many2many(
        "rights.violation.class", string="Alleged violations", required=True
    )

    def action_open(self):
        self.ensure_one()
        self.case_id._open_clue_report(self.facts, self.violation_class_ids)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
