from odoo import fields, models


class RightsCaseTransition(models.Model):
    """Only the dispatch centre of a level sends cases (TRI-20)."""

    _inherit = "rights.case.transition"

    effect = fields.Selection(
        selection_add=[("designate", "Sends the case to the unit designated in a dispute")],
        ondelete={"designate": "set null"},
    )

    def _get_refusal(self, case):
        refusal = super()._get_refusal(case)
        if refusal or self.env.su:
            return refusal
        station = case.sudo().station_id  # whether a unit dispatches is no secret
        if self.effect == "dispatch" and not station.is_dispatch_centre:
            return self.env._(
                "%(unit)s is no dispatch centre. It returns a case to its sender, and does not"
                " send it on.",
                unit=station.name,
            )
        if self.effect == "designate":
            return self.env._("A unit is designated in the dispute itself.")
        return None
