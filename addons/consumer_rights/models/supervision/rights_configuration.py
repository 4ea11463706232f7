from odoo import api, models

from ..case.rights_configuration import CODE, Exported

STEPS = Exported(
    "rights.deadline.step",
    ("code",),
    (*CODE, "moment", "days", "policy_ids", "is_default", "action_id"),
)


class RightsConfiguration(models.AbstractModel):
    """Steps of supervision travel with the limits that they are for (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        known = list(super()._get_exported())
        place = [spec.model for spec in known].index("rights.deadline.policy") + 1
        return (*known[:place], STEPS, *known[place:])
