from odoo import fields, models


class RightsSignedFile(models.AbstractModel):
    """A sealed file that its unit may have signed, and what is found of that signature."""

    _name = "rights.signed.file"
    _inherit = ["rights.sealed.file"]
    _description = "Signed file"

    signature_text = fields.Char("Signature", compute="_compute_signature_text")

    def _compute_signature_text(self):
        for part in self:
            part.signature_text = part._say_signature(part._verify_signature())

    def _verify_signature(self):
        from ...tools import pdf_signature

        self.ensure_one()
        # a form asks for sizes in place of files
        file_sudo = self.sudo().attachment_id.with_context(bin_size=False)
        return pdf_signature.verify(file_sudo.raw or b"")

    def _say_signature(self, verdict):
        if verdict.state == "unsigned":
            return self.env._("Sealed by its hash; it stays inside.")
        if verdict.state == "unreadable":
            return self.env._("The file cannot be read.")
        if verdict.state == "changed":
            return self.env._("The file was changed after it was signed.")
        ours = self.env["rights.signing.certificate"]._of_verdict(verdict)
        names = {
            "holder": verdict.certificate.subject,
            "issuer": verdict.certificate.issuer,
            "moment": self.env["rights.case"]._china_minute(verdict.signed_at),
        }
        if not ours:
            return self.env._(
                "Signed at %(moment)s with a certificate that is not of this system: %(holder)s "
                "(issued by %(issuer)s).",
                **names,
            )
        return self.env._(
            "Signed by %(holder)s at %(moment)s (certificate issued by %(issuer)s); unchanged "
            "since.",
            **names,
        )

    def _get_file_faults(self):
        faults = super()._get_file_faults()
        for part in self:
            verdict = part._verify_signature()
            if verdict.state == "changed":
                faults.append(f"{part.name}: {part._say_signature(verdict)}")
        return faults
