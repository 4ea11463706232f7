from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

# where the handler of a complaint may bring the parties together
STAGES = ("handling", "mediating", "escalated")


class RightsMediationEventLine(models.Model):
    """A case in a concentrated mediation, and what came of it (HND-11).

    The outcome goes into the process record of the case. The case stays where it is: its handler
    concludes it by its own steps, which ask for consents, agreement and amount.
    """

    _name = "rights.mediation.event.line"
    _inherit = ["rights.case.part"]
    _description = "Case in a concentrated mediation"
    _order = "event_id, id"
    _rec_name = "case_id"

    event_id = fields.Many2one(
        "rights.mediation.event", "Mediation", required=True, index=True, ondelete="restrict"
    )
    case_id = fields.Many2one(
        "rights.case",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("kind", "=", "complaint"), ("stage_code", "in", list(STAGES))],
    )
    case_subject = fields.Char(related="case_id.subject", string="Subject")
    case_stage_id = fields.Many2one(related="case_id.stage_id", string="Stage")
    outcome = fields.Selection(
        [
            ("settled", "Agreement reached"),
            ("self_settled", "Settled among themselves"),
            ("failed", "No agreement"),
            ("absent", "A party did not come"),
            ("postponed", "To be continued another day"),
        ]
    )
    note = fields.Char("What was agreed or why not")
    outcome_at = fields.Datetime("Recorded", readonly=True)
    outcome_by_id = fields.Many2one("res.users", "By", readonly=True, ondelete="restrict")

    _once = models.UniqueIndex("(event_id, case_id)", "This case is in the mediation already.")

    @api.model_create_multi
    def create(self, vals_list):
        nobody = {"outcome_at": False, "outcome_by_id": False}
        lines = super().create([{**vals, **nobody} for vals in vals_list])
        lines.event_id._check_open()
        for line in lines:
            line._check_fits()
            line.case_id._append_events(
                [
                    {
                        "type": "progress",
                        "basis": self.env._(
                            "Taken into the concentrated mediation: %(event)s",
                            event=line.event_id.name,
                        ),
                    }
                ]
            )
        lines.filtered("outcome")._record_outcome()
        return lines

    def write(self, vals):
        if not self.env.su:
            self.event_id._check_open()
            refused = set(vals) - {"outcome", "note"}
            if refused:
                raise AccessError(
                    self.env._("A case in a mediation is not exchanged. Add the other one.")
                )
        result = super().write(vals)
        if "outcome" in vals:
            self._record_outcome()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        self.event_id._check_open()
        if any(line.outcome for line in self):
            raise UserError(self.env._("A case with an outcome stays in the mediation."))

    def _check_fits(self):
        case = self.case_id
        if case.kind != "complaint" or case.stage_code not in STAGES:
            raise ValidationError(
                self.env._(
                    "%(case)s is not being handled. Only complaints in handling or mediation are "
                    "taken into a concentrated mediation.",
                    case=case.display_name,
                )
            )

    def _record_outcome(self):
        """Note who recorded it and when, on the line and in the process record of the case."""
        labels = dict(self._fields["outcome"]._description_selection(self.env))
        for line in self:
            line_sudo = line.sudo()  # rights are checked by whoever calls
            recorded = line.outcome and {
                "outcome_at": fields.Datetime.now(),
                "outcome_by_id": self.env.uid,
            }
            line_sudo.write(recorded or {"outcome_at": False, "outcome_by_id": False})
            line.case_id._append_events(
                [
                    {
                        "type": "progress",
                        "basis": self.env._(
                            "Concentrated mediation %(event)s: %(outcome)s",
                            event=line.event_id.name,
                            outcome=labels.get(line.outcome, self.env._("outcome taken back")),
                        ),
                    }
                ]
            )
