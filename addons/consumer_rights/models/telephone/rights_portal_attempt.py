from datetime import timedelta

from odoo import api, fields, models

MOST_WRONG_KEYS = 20
WINDOW = timedelta(minutes=30)


class RightsPortalAttempt(models.Model):
    """Wrong keys at the telephone's hook are counted like wrong tries of visitors."""

    _inherit = "rights.portal.attempt"

    purpose = fields.Selection(
        selection_add=[("wrong_key", "Wrong key of the telephone system")],
        ondelete={"wrong_key": "cascade"},
    )

    @api.model
    def _key_is_paused(self, address):
        return self._is_paused("wrong_key", self._key_of_address(address), MOST_WRONG_KEYS)

    @api.model
    def _note_wrong_key(self, address):
        self._note("wrong_key", self._key_of_address(address))
