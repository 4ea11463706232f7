from dateutil.relativedelta import relativedelta
from odoo import api, fields, models

from ...tools.china_time import china_date

LIMITATION = "TL-65"


class RightsCase(models.Model):
    """What the dialog of a decision says first: facts that speak for a ground, never a choice.

    The clerk decides; a hint fills in nothing (ACC-15).
    """

    _inherit = "rights.case"

    infringement_known_on = fields.Date(
        "Knew of the infringement since", help="Decides on the limitation; the purchase when empty."
    )
    is_past_limitation = fields.Boolean(
        "Past the limitation", compute="_compute_is_past_limitation"
    )

    @api.depends("infringement_known_on", "purchase_date", "received_at")
    def _compute_is_past_limitation(self):
        """Known for more than the years of TL-65 when the complaint came in (ACC-03)."""
        policies = self.env["rights.deadline.policy"].sudo()  # a limit is no secret
        years = policies.search([("code", "=", LIMITATION)], limit=1).amount
        for case in self:
            known = case.infringement_known_on or case.purchase_date
            case.is_past_limitation = bool(
                years
                and known
                and case.received_at
                and china_date(case.received_at) > known + relativedelta(years=years)
            )

    def _describe_move(self, step, names, required, hints=()):
        if step.effect in ("accept", "reject", "no_longer") and len(self) == 1:
            hints = [*hints, *(hint for hint in self._get_decision_hints() if hint not in hints)]
        return super()._describe_move(step, names, required, hints)

    def _get_decision_hints(self):
        """Sentences on what speaks for a ground of not accepting."""
        hints = []
        if self.proposed_decision:
            field = self._fields["proposed_decision"]
            label = dict(field._description_selection(self.env))[self.proposed_decision]
            hints.append(self.env._("Review proposes: %(decision)s", decision=label))
        if self.scope_faults:
            hints.append(self.env._("Outside the scope: %(faults)s.", faults=self.scope_faults))
        if self.is_past_limitation:
            hints.append(self.env._("The infringement was known for more than three years."))
        if self.is_material_lapsed:
            hints.append(self.env._("The time to hand in the material is over."))
        if self.identity_check == "lapsed":
            hints.append(self.env._("The person did not prove the identity in time."))
        earlier = self._get_earlier()
        if earlier and not self._get_earlier_fault(earlier):
            hints.append(
                self.env._(
                    "The same dispute was ended before: %(number)s.", number=earlier.display_name
                )
            )
        return hints
