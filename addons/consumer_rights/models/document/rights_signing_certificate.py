import json
from base64 import b64decode, b64encode

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import identity_crypt

PURPOSE = "signing_key"
LOADED = ("station_id", "file", "password")


class RightsSigningCertificate(models.Model):
    """The certificate that a unit signs its papers with, once it is loaded (design D8).

    who                       may
    platform administrator    load one, take it out of use
    nobody                    read its key

    The key file and its password are encrypted by a key outside the database, as identity numbers
    are (``tools/identity_crypt.py``), and decrypted in memory when a paper is signed. A unit
    without a certificate, or with one that has run out, seals its papers by their hash only.
    """

    _name = "rights.signing.certificate"
    _inherit = ["rights.configured"]
    _description = "Signing certificate"
    _order = "active desc, valid_to desc, id desc"
    _rights_unlogged = frozenset(("sealed_key",))

    station_id = fields.Many2one("rights.station", "Unit", required=True, index=True)
    active = fields.Boolean("In use", default=True)
    # handed in once, never stored as they are
    file = fields.Binary("Certificate file (.p12, .pfx)", store=False)
    password = fields.Char("Password of the file", store=False)
    sealed_key = fields.Text(required=True, groups=fields.NO_ACCESS)
    # what the certificate says
    name = fields.Char("Holder", readonly=True, required=True)
    issuer = fields.Char(readonly=True, required=True)
    serial = fields.Char("Serial number", readonly=True)
    valid_from = fields.Datetime(readonly=True, required=True)
    valid_to = fields.Datetime("Valid until", readonly=True, required=True)
    fingerprint = fields.Char("SHA-256", readonly=True, required=True, index=True)

    _one_per_station = models.UniqueIndex(
        "(station_id) WHERE active", "This unit has a certificate in use."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Load certificates from their files; each takes the place of its unit's earlier one."""
        self.check_access("create")
        loaded = []
        for vals in vals_list:
            content, password = b64decode(vals.get("file") or b""), vals.get("password")
            _signer, certificate = self._open(content, password)
            loaded.append(
                {
                    "station_id": vals["station_id"],
                    "sealed_key": self._seal_key(content, password),
                    "name": certificate.subject,
                    "issuer": certificate.issuer,
                    "serial": certificate.serial,
                    "valid_from": certificate.valid_from,
                    "valid_to": certificate.valid_to,
                    "fingerprint": certificate.fingerprint,
                }
            )
        stations = [vals["station_id"] for vals in loaded]
        self.search([("station_id", "in", stations)]).active = False
        self.flush_model(["active"])
        # in superuser mode, because nobody has the right to write a key
        certificates = super(RightsSigningCertificate, self.sudo()).create(loaded)
        return certificates.with_env(self.env)

    def write(self, vals):
        if set(vals) - {"active"}:
            raise UserError(
                self.env._("A loaded certificate stays as it is. Load the new one instead.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Papers were signed with it. Take the certificate out of use instead.")
        )

    # -- the key --------------------------------------------------------------------------------

    @api.model
    def _open(self, content, password):
        """(signer, what the certificate says); a sentence says why it cannot be used."""
        from ...tools import pdf_signature  # takes a second to load

        try:
            return pdf_signature.open_signer(content, password, fields.Datetime.now())
        except pdf_signature.CertificateError as error:
            raise UserError(self._say(error)) from error

    @api.model
    def _say(self, error):
        moment = error.moment and fields.Datetime.context_timestamp(self, error.moment).date()
        return {
            "not_pkcs12": self.env._(
                "This is no certificate file. Choose the .p12 or .pfx file of the certificate."
            ),
            "password": self.env._("The password does not open this certificate file."),
            "no_key": self.env._("The file holds a certificate without its private key."),
            "use": self.env._("This certificate is not made for signing."),
            "expired": self.env._(
                "This certificate expired on %(day)s. Load the new one of the unit.", day=moment
            ),
            "future": self.env._("This certificate is valid from %(day)s on only.", day=moment),
        }[error.kind]

    @api.model
    def _seal_key(self, content, password):
        secret = json.dumps({"file": b64encode(content).decode(), "password": password or ""})
        try:
            return identity_crypt.load_cipher().encrypt(secret, PURPOSE)
        except identity_crypt.IdentityKeyError as error:
            raise UserError(self._say_no_key()) from error

    def _get_signer(self):
        self.ensure_one()
        try:
            secret = json.loads(identity_crypt.load_cipher().decrypt(self.sealed_key, PURPOSE))
        except identity_crypt.IdentityKeyError as error:
            raise UserError(self._say_no_key()) from error
        signer, _certificate = self._open(b64decode(secret["file"]), secret["password"])
        return signer

    @api.model
    def _say_no_key(self):
        return self.env._(
            "The key of the signing certificate cannot be read or stored, because the key file of "
            "the system is missing or damaged. The page of the system's health says more."
        )

    # -- signing --------------------------------------------------------------------------------

    @api.model
    def _of_station(self, station):
        """The certificate that this unit signs with now, for server code; empty without one."""
        now = fields.Datetime.now()
        return self.sudo().search(
            [
                ("station_id", "=", station.id),
                ("valid_from", "<=", now),
                ("valid_to", ">=", now),
            ],
            limit=1,
        )

    @api.model
    def _sign_file(self, station, content, reason):
        """The PDF signed by the unit; as it is where the unit has no certificate."""
        certificate = self._of_station(station)
        if not certificate:
            return content
        from ...tools import pdf_signature

        try:
            return pdf_signature.sign(content, certificate._get_signer(), reason)
        except pdf_signature.SigningError as error:
            raise UserError(
                self.env._("The paper could not be signed: %(reason)s", reason=error)
            ) from error


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
        return pdf_signature.verify(self.sudo().attachment_id.raw or b"")

    def _say_signature(self, verdict):
        if verdict.state == "unsigned":
            return self.env._("Sealed by its hash, without a certificate.")
        if verdict.state == "unreadable":
            return self.env._("The file cannot be read.")
        if verdict.state == "changed":
            return self.env._("The file was changed after it was signed.")
        known = self.env["rights.signing.certificate"].sudo().with_context(active_test=False)
        ours = known.search([("fingerprint", "=", verdict.certificate.fingerprint)], limit=1)
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
