from odoo import api, models

from ..case.rights_configuration import Exported

COLUMNS = Exported(
    "rights.outbound.column",
    ("channel_id", "name"),
    ("channel_id", "sequence", "name", "content", "constant", "words"),
)
EXTRA = {
    "rights.case.transition": ("outbound_kind",),
    "rights.channel": (
        "has_way_back",
        "outbound_format",
        "answer_number_column",
        "answer_state_column",
        "answer_reason_column",
        "answer_confirmed_words",
    ),
}


class RightsConfiguration(models.AbstractModel):
    """The sender's columns travel with the other settings (D13); accounts of systems do not."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        known = tuple(
            spec._replace(fields=spec.fields + EXTRA.get(spec.model, ()))
            for spec in super()._get_exported()
        )
        return (*known, COLUMNS)
