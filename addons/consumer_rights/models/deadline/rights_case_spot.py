from odoo import models


class RightsCase(models.Model):
    """An on-the-spot case without a handler at service close is missed (HND-09)."""

    _inherit = "rights.case"

    def write(self, vals):
        marks = {case: case.is_on_the_spot for case in self} if "is_on_the_spot" in vals else {}
        result = super().write(vals)
        for case, mark in marks.items():
            if case.registered_at and case.is_on_the_spot != mark:
                case._deadline_event(case._deadline_spot_codes() or "spot_unmarked")
        if vals.get("user_id"):
            self.filtered("is_on_the_spot")._deadline_event("handler_named")
        return result

    def _deadline_spot_codes(self):
        """Events of an on-the-spot case that is known from now on; none for other cases."""
        if not self.is_on_the_spot:
            return []
        return ["spot_marked", "handler_named"] if self.user_id else ["spot_marked"]
