import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import clamd_client, evidence_check

_logger = logging.getLogger(__name__)


class RightsVirusScanner(models.Model):
    """ClamAV's daemon, where a platform administrator has switched it on (INT-13).

    who                       may
    platform administrator    everything
    others                    nothing

    It fails closed: no answer, no signatures or old ones mean that no file is taken.
    """

    _name = "rights.virus.scanner"
    _description = "Virus scanner"
    _inherit = "rights.configured"

    name = fields.Char(required=True, default="ClamAV")
    active = fields.Boolean(default=True)
    address = fields.Char(
        required=True,
        default="/var/run/clamav/clamd.ctl",
        help="Socket of clamd on this machine, or host:port of another.",
    )
    signature_folder = fields.Char(
        "Folder of the signatures",
        help="Read when the daemon does not say how old its signatures are; such as "
        "/var/lib/clamav. Leave it empty for a daemon on another machine.",
    )
    max_age_days = fields.Integer("Oldest signatures, in days", required=True, default=7)

    @api.model
    def _get_active(self):
        return self.sudo().search([], limit=1)  # that there is one is no secret

    @api.model
    def _check(self, content):
        """Pass the content by the scanner, when there is one.

        :raise evidence_check.Refused: "virus" for what was found, "unchecked" when nobody can tell
        """
        scanner = self._get_active()
        if not scanner:
            return
        try:
            scanner._check_signatures()
            found = clamd_client.scan(scanner.address, content)
        except clamd_client.ClamdError as error:
            _logger.error("The virus scanner gave no verdict, a file was refused: %s", error)
            raise evidence_check.Refused("unchecked") from error
        if found:
            _logger.warning("The virus scanner found %s in an uploaded file.", found)
            raise evidence_check.Refused("virus")

    def _check_signatures(self):
        made = clamd_client.signatures_of(self.address, self.signature_folder)
        if not made:
            raise clamd_client.ClamdError("there are no signatures")
        if made < fields.Datetime.now() - timedelta(days=self.max_age_days):
            raise clamd_client.ClamdError(f"the signatures are of {made:%Y-%m-%d}")
        return made

    def action_try(self):
        """Ask the scanner about a harmless file and about the test virus."""
        self.ensure_one()
        test_virus = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + evidence_check.EICAR + rb"!$H+H*"
        try:
            made = self._check_signatures()
            right = (
                clamd_client.scan(self.address, b"harmless") is None
                and clamd_client.scan(self.address, test_virus) is not None
            )
        except clamd_client.ClamdError as error:
            raise UserError(
                self.env._("The scanner does not work: %(reason)s. No file is taken.", reason=error)
            ) from error
        if not right:
            raise UserError(self.env._("The scanner does not know the test virus."))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The scanner works; its signatures are of %(day)s.", day=made.date()
                ),
            },
        }
