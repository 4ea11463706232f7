from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsCaseParty(models.Model):
    _inherit = "rights.case.party"

    joint_consent = fields.Boolean(
        "Agrees to a joint complaint", help="Several persons file together if each agrees (REG-15)."
    )

    @api.model_create_multi
    def create(self, vals_list):
        parties = super().create(vals_list)
        parties._check_joined()
        return parties

    def _check_joined(self):
        """Whoever joins a registered complaint has agreed, and a report without a name has none."""
        for case in self.case_id:
            if case.is_anonymous and case.kind == "report":
                raise ValidationError(
                    self.env._("An anonymous report holds no person. Take the person out of it.")
                )
            if case.registered_at and not case.is_history and case._get_unagreed() & self:
                raise ValidationError(case._sentence_unagreed())
            if case.registered_at and case.event_count:
                case._note_group()


class RightsCase(models.Model):
    """Several complainants in one matter (REG-15), and reports without a name (REG-11)."""

    _inherit = "rights.case"

    is_joint = fields.Boolean("Joint complaint", compute="_compute_is_joint")
    is_group = fields.Boolean(
        "Group complaint",
        compute="_compute_is_group",
        store=True,
        help="As many complainants as the parameter says, or more (REG-15).",
    )

    @api.depends("kind", "party_ids.role")
    def _compute_is_joint(self):
        for case in self:
            case.is_joint = case.kind == "complaint" and len(case._get_complainants()) > 1

    @api.depends("kind", "party_ids.role")
    def _compute_is_group(self):
        least = self.env["rights.network.parameter"]._value("group_complainants")
        for case in self:
            case.is_group = case.kind == "complaint" and len(case._get_complainants()) >= least

    def _get_complainants(self):
        return self.party_ids.filtered(lambda party: party.role == "complainant")

    def _get_unagreed(self):
        """Complainants of a joint matter who have not agreed to it."""
        mains = self._get_complainants()
        return (
            mains.filtered(lambda party: not party.joint_consent) if len(mains) > 1 else mains[:0]
        )

    def _sentence_unagreed(self):
        return self.env._(
            "Each person of a joint complaint agrees to it: %(count)s did not yet.",
            count=len(self._get_unagreed()),
        )

    def _check_register(self, transition):
        missing = super()._check_register(transition)
        if self.kind == "complaint" and self._get_unagreed():
            missing["party_ids"] = missing.get("party_ids") or self._sentence_unagreed()
        return missing

    def _effect_register(self, transition):
        self._note_group()
        return super()._effect_register(transition)

    def _note_group(self):
        """The moment at which a matter became a group complaint stands in its record, once."""
        if self.is_group and "group" not in self.sudo().event_ids.mapped("type"):
            self._append_events([{"type": "group"}])

    @api.constrains("is_anonymous", "party_ids")
    def _check_anonymous_parties(self):
        """The identity of a report without a name stays empty (REG-11)."""
        if self.filtered(lambda case: case.is_anonymous and case.sudo().party_ids):
            raise ValidationError(
                self.env._("An anonymous report holds no person. Take the person out of it.")
            )
