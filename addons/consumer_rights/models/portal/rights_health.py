from odoo import api, models

from ...tools.clamd_client import ClamdError


class RightsHealth(models.AbstractModel):
    """Whether the virus scanner that was switched on gives verdicts (INT-13)."""

    _inherit = "rights.health"

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            ("scanner", self.env._("Virus scanner"), self._check_scanner),
        ]

    def _check_scanner(self):
        scanner = self.env["rights.virus.scanner"]._get_active()
        if not scanner:
            return self._answer("ok", self.env._("Not switched on"), "")
        advice = self.env._("No file of a consumer is taken until it works again.")
        try:
            made = scanner._check_signatures()
        except ClamdError as error:
            return self._answer("fail", str(error), advice)
        return self._answer("ok", self.env._("Signatures of %(day)s", day=made.date()), advice)
