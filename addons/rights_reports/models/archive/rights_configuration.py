from odoo import api, models
from odoo.addons.consumer_rights.models.case.rights_configuration import CODE, Exported

ARCHIVE_CLASS = Exported(
    "rights.archive.class",
    ("code",),
    (
        *CODE,
        "parent_id",
        "collects",
        "legal_class",
        "is_unlimited",
        "retention_years",
        "retention_limit",
    ),
)


class RightsConfiguration(models.AbstractModel):
    """The classes of the archive and how long each is kept travel along (D13)."""

    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        return (*super()._get_exported(), ARCHIVE_CLASS)
