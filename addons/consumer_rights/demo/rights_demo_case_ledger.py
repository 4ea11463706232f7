from odoo import models

from ..tools.china_time import china_date


class RightsDemo(models.AbstractModel):
    """The archivist has made the ledgers of complaints, of last year and of this one (ARC-04)."""

    _inherit = "rights.demo"

    def _load_case_ledgers(self):
        ledgers = self.env["rights.case.ledger"].with_user(self._user("archivist"))
        year = china_date().year
        ledgers.create([{"year": year - 1}, {"year": year}])
