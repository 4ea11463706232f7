from odoo import api, fields, models

SOON_DAYS = 30


class RightsHealth(models.AbstractModel):
    """Whether the certificates that papers are signed with still hold (design D8)."""

    _inherit = "rights.health"

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            ("certificate", self.env._("Signing certificates"), self._check_certificate),
        ]

    def _check_certificate(self):
        certificate = self.env["rights.signing.certificate"].search([], order="valid_to", limit=1)
        if not certificate:
            return self._answer(
                "ok", self.env._("None is loaded; papers are sealed by their hash only.")
            )
        days = (certificate.valid_to - fields.Datetime.now()).days
        unit = certificate.station_id.name
        advice = self.env._("Load the new certificate of %(unit)s.", unit=unit)
        if days < 0:
            found = self.env._(
                "That of %(unit)s expired; its papers are sealed by their hash only.", unit=unit
            )
            return self._answer("fail", found, advice)
        found = self.env._("That of %(unit)s expires in %(days)s days.", unit=unit, days=days)
        return self._answer("warning" if days <= SOON_DAYS else "ok", found, advice)
