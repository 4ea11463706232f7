from odoo import api, models

from ..case.rights_configuration import CODE, Exported

TEMPLATE = Exported(
    "rights.document.template",
    ("code",),
    (
        *CODE,
        "title",
        "recipient",
        "number_word",
        "dossier_part",
        "for_consultation",
        "for_complaint",
        "for_report",
        "for_suggestion",
        "for_discipline",
        "stage_ids",
        "layout",
        "text",
        "has_red_head",
        "has_seal",
        "is_issued_at_once",
        "approver_group_ids",
        "needs_delivery",
        "holds_case",
        "is_once",
        "needs_signature",
        "answer_days",
        "delivery_event_ids",
        "transition_ids",
    ),
)
PROGRESS_KIND = Exported("rights.progress.kind", ("code",), (*CODE, "title", "text", "stage_ids"))


class RightsConfiguration(models.AbstractModel):
    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        """Wordings go along: they name steps and stages, so they come last (DAT-05)."""
        return (*super()._get_exported(), TEMPLATE, PROGRESS_KIND)
