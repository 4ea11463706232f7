from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .rights_mediation import MODES, SIDES


class RightsMediationConsent(models.Model):
    """What one side said to mediation in one mode: agreed or not, when and how (MED-01, MED-02).

    Nothing is changed afterwards; whoever thinks otherwise gives another one, and the last holds.
    Consents come before the mediation: the step that opens it takes over those that wait.
    """

    _name = "rights.mediation.consent"
    _inherit = ["rights.case.part"]
    _description = "Consent to mediation"
    _order = "case_id, at, id"
    _rec_name = "side"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    mediation_id = fields.Many2one(
        "rights.mediation", readonly=True, index=True, ondelete="restrict"
    )
    side = fields.Selection(SIDES, required=True)
    mode = fields.Selection(MODES, required=True, default="phone")
    agreed = fields.Boolean("Agrees", default=True)
    way = fields.Selection(
        [
            ("phone", "Telephone"),
            ("person", "In person"),
            ("written", "Written statement"),
            ("sms", "Text message"),
            ("portal", "Through the portal"),
        ],
        "Said how",
        required=True,
        default="phone",
    )
    at = fields.Datetime("Said on", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", "Taken down by", readonly=True, ondelete="restrict")

    @api.model_create_multi
    def create(self, vals_list):
        consents = super().create(
            [{**vals, "mediation_id": False, "user_id": self.env.uid} for vals in vals_list]
        )
        for consent in consents:
            case_sudo = consent.sudo().case_id  # rights are checked by creating it
            opened = case_sudo.mediation_ids.filtered(lambda row: row.state == "open")
            consent.sudo().mediation_id = opened
            case_sudo.with_env(self.env)._append_events(
                [{"type": "progress", "basis": consent._get_words()}]
            )
        return consents

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A consent stays as it was given. Add the new one."))
        return super().write(vals)

    @api.constrains("at")
    def _check_at(self):
        if any(consent.at > fields.Datetime.now() for consent in self):
            raise ValidationError(self.env._("A consent cannot lie in the future."))

    def _get_words(self):
        """The line of the process record."""

        def label(name):
            return dict(self._fields[name]._description_selection(self.env))[self[name]]

        return self.env._(
            "Mediation, %(mode)s: %(side)s %(said)s (%(way)s)",
            mode=label("mode"),
            side=label("side"),
            said=self.env._("agrees") if self.agreed else self.env._("does not agree"),
            way=label("way"),
        )

    def _get_agreed_modes(self):
        """The modes to which both sides agreed; what a side said last holds."""
        last = self._get_last_words()
        return [
            mode for mode, _label in MODES if all(last.get((side, mode)) for side, _name in SIDES)
        ]

    def _is_refused_by(self, side):
        """Whether a side was asked, and agrees to no mode at all."""
        said = [agreed for (who, _mode), agreed in self._get_last_words().items() if who == side]
        return bool(said) and not any(said)

    def _get_last_words(self):
        """{(side, mode): whether it agreed at last}"""
        return {
            (row.side, row.mode): row.agreed for row in self.sorted(lambda row: (row.at, row.id))
        }
