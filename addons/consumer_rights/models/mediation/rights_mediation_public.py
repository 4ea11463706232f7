from odoo import models
from odoo.exceptions import UserError

from ...tools.filing_text import clean_line

LONGEST = 500


class RightsCase(models.Model):
    """A party asks on its own page for another mediator; the head of the unit decides (MED-05).

    Called in superuser mode on records that ``_find_own``, ``_find_of_account`` or, for the
    merchant, ``_find_of_merchant`` gave.
    """

    _inherit = "rights.case"

    def _public_view(self, level):
        view = super()._public_view(level)
        if "recuse" in view.get("may", ()):
            view["mediator"] = self.mediation_id.mediator_id.name
        return view

    def _merchant_view(self):
        """The merchant may ask as well, and reads for that who mediates (MED-04, MED-05)."""
        may = "recuse" in self._public_acts()
        mediator = self.mediation_id.mediator_id.name if may else ""
        return {**super()._merchant_view(), "mediator": mediator}

    def _public_acts(self):
        acts = super()._public_acts()
        mediation = self.mediation_id
        asked = mediation.recusal_ids.filtered(lambda row: row.state == "open")
        if mediation.state == "open" and not asked:
            acts.add("recuse")
        return acts

    def _public_recuse(self, grounds, side="consumer"):
        """Ask for the recusal of the mediator; while it is open there is no meeting."""
        self._check_public_act("recuse")
        grounds = clean_line(grounds)[:LONGEST]
        if not grounds:
            raise UserError(self.env._("Say why this mediator should not mediate your matter."))
        case = self._as_online()
        case.env["rights.mediation.recusal"].create(
            {"mediation_id": case.mediation_id.id, "asked_by": side, "grounds": grounds}
        )
        case._tell_staff(case.env._("A party asks for another mediator. The head decides."))
