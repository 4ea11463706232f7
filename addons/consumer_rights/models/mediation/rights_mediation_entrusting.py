from odoo import fields, models
from odoo.exceptions import UserError

# who may mediate for the authority
KINDS = ("council", "other")


class RightsMediationConsent(models.Model):
    _inherit = "rights.mediation.consent"

    mode = fields.Selection(
        selection_add=[("entrusted", "By another body")], ondelete={"entrusted": "cascade"}
    )


class RightsMediation(models.Model):
    """With both consents another lawful body mediates; it may not pass the matter on (MED-20)."""

    _inherit = "rights.mediation"

    entrusted_body_id = fields.Many2one(
        "rights.partner.body", "Entrusted to", readonly=True, ondelete="restrict"
    )
    entrusted_at = fields.Datetime("Entrusted on", readonly=True)
    entrusted_by_id = fields.Many2one(
        "res.users", "Entrusted by", readonly=True, ondelete="restrict"
    )

    def action_entrust(self):
        self.ensure_one()
        self._check_may_entrust()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entrust the mediation"),
            "res_model": "rights.mediation.entrust",
            "view_mode": "form",
            "target": "new",
            "context": {"default_mediation_id": self.id},
        }

    def _check_may_entrust(self):
        self.check_access("write")
        self._check_open()
        for mediation in self:
            case = mediation.case_id
            before = case.mediation_ids.filtered(
                lambda row, now=mediation: row.cycle_no == now.cycle_no and row.entrusted_body_id
            )
            if before:
                raise UserError(
                    self.env._(
                        "The mediation was entrusted to %(body)s, which may not pass it on "
                        "(MED-20).",
                        body=before[0].entrusted_body_id.name,
                    )
                )
            missing = mediation._get_entrusting_missing()
            if missing:
                raise UserError(
                    self.env._(
                        "Entrusted mediation needs both consents (REG-19). Missing: %(sides)s.",
                        sides=case._enumerate(missing),
                    )
                )

    def _get_entrusting_missing(self):
        """Sides, in words, whose consent to another body is not recorded."""
        consents = self.case_id.mediation_consent_ids.filtered(lambda row: row.mode == "entrusted")
        # what the consumer said at registration, unless something was said since
        agreed = {"consumer": self.case_id.entrusted_consent}
        agreed.update((row.side, row.agreed) for row in consents.sorted("at"))
        sides = consents._fields["side"]._description_selection(self.env)
        return [label for side, label in sides if not agreed.get(side)]

    def _entrust(self, body):
        self._check_may_entrust()
        if body.kind not in KINDS or not body.active:
            raise UserError(
                self.env._("Choose the consumer council or another lawful mediation body.")
            )
        for mediation in self:
            mediation.sudo().write(
                {
                    "entrusted_body_id": body.id,
                    "entrusted_at": fields.Datetime.now(),
                    "entrusted_by_id": self.env.uid,
                }
            )
            mediation.case_id._append_events(
                [
                    {
                        "type": "progress",
                        "basis": self.env._("Mediation entrusted to %(body)s", body=body.name),
                    }
                ]
            )
