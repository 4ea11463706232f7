from odoo import api, models

from ..case.rights_configuration import CODE, Exported

LIMITS = (
    Exported("rights.deadline.event", ("code",), (*CODE, "moment")),
    Exported("rights.deadline.pause.reason", ("code",), (*CODE, "law")),
    Exported(
        "rights.deadline.policy",
        ("code", "valid_from"),
        tuple(
            "code valid_from valid_to name active kind rule measure amount unit direction times "
            "parts roll_forward close start_event_id stop_event_id exempt_event_ids domain "
            "is_repeated is_reminder tells_person extension_amount extension_times "
            "extension_group_ids extension_cap pause_reason_ids consequence law".split()
        ),
    ),
)


class RightsConfiguration(models.AbstractModel):
    """Limits travel with the other settings, and so do the events of steps and results (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        extra = {
            "rights.case.transition": ("deadline_event_ids",),
            "rights.outcome": ("deadline_event_ids",),
            "rights.channel": ("is_live", "is_platform"),
        }
        known = tuple(
            spec._replace(fields=spec.fields + extra.get(spec.model, ()))
            for spec in super()._get_exported()
        )
        return LIMITS + known
