from odoo import api, fields, models
from odoo.exceptions import UserError

from .rights_signing_certificate import SOON_DAYS


class RightsHealth(models.AbstractModel):
    """Whether the certificates that seal what leaves the centre still hold, and which papers wait
    because something does not (design D8)."""

    _inherit = "rights.health"

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            ("certificate", self.env._("Signing certificates"), self._check_certificate),
            ("waiting_papers", self.env._("Papers without their file"), self._check_waiting_papers),
        ]

    def _check_certificate(self):
        certificates = self.env["rights.signing.certificate"].search([], order="valid_to")
        for certificate in certificates:
            if fault := self._get_certificate_fault(certificate):
                return self._answer("fail", fault, self._advise(certificate))
        soonest = certificates.filtered(lambda one: not one.is_test)[:1]
        if not soonest:
            return self._answer(
                "warning",
                self.env._("None is loaded; what leaves is sealed with a test certificate."),
                self.env._("Load the certificate of the centre before papers go to people."),
            )
        days = (soonest.valid_to - fields.Datetime.now()).days
        unit = soonest.station_id.name
        found = self.env._("That of %(unit)s expires in %(days)s days.", unit=unit, days=days)
        state = "warning" if days <= SOON_DAYS else "ok"
        return self._answer(state, found, self._advise(soonest))

    def _get_certificate_fault(self, certificate):
        try:
            certificate._get_signer()
        except UserError as error:
            return self.env._(
                "That of %(unit)s cannot seal, and its papers wait: %(reason)s",
                unit=certificate.station_id.name,
                reason=error,
            )
        return None

    def _advise(self, certificate):
        return self.env._("Load the new certificate of %(unit)s.", unit=certificate.station_id.name)

    def _check_waiting_papers(self):
        count = self.env["rights.document"].search_count(
            [("state", "=", "to_render"), ("render_error", "!=", False)]
        )
        if not count:
            return self._answer("ok", self.env._("Every issued paper has its file."))
        return self._answer(
            "warning",
            self.env._("%(count)s wait; their units see them among what is to do.", count=count),
            self.env._("Each says what is wrong. They are made by themselves once it is mended."),
        )
