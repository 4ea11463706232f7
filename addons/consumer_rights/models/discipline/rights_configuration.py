from odoo import api, models

from ..case.rights_configuration import CODE, Exported

LISTS = (
    Exported("rights.discipline.exclusion", ("code",), (*CODE, "description")),
    Exported(
        "rights.sanction",
        ("code",),
        (*CODE, "grade", "for_violation", "for_fault", "needs_approval", "blocks_award"),
    ),
    Exported("rights.fault.cause", ("code",), (*CODE, "phase", "sanction_ids")),
    Exported("rights.language.expression", ("code",), (*CODE, "kind")),
    Exported("rights.promise", ("code",), (*CODE, "text", "measure", "policy_ids", "is_integrity")),
)


class RightsConfiguration(models.AbstractModel):
    """Promises, measures and the catalogues of faults travel with the configuration (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        return (*super()._get_exported(), *LISTS)
