from odoo import api, models

from ..case.rights_configuration import Exported

ANSWERS = (
    Exported(
        "rights.notice.template",
        ("event",),
        tuple("name event sequence active by_sms by_email text_cn text_tw text_en".split()),
    ),
    Exported(
        "rights.survey.question",
        ("code",),
        tuple("code sequence active kind text_cn text_tw text_en".split()),
    ),
    Exported(
        "rights.free.service",
        ("code",),
        tuple("name code sequence active kind description".split()),
    ),
)


class RightsConfiguration(models.AbstractModel):
    _inherit = "rights.configuration"

    @api.model
    def _get_exported(self):
        """Notices, survey questions and free services go along (D13)."""
        return (*super()._get_exported(), *ANSWERS)
