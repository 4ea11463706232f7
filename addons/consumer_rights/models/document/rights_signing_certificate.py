import json
from base64 import b64decode, b64encode
from datetime import timedelta

import psycopg2
from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from ...tools import identity_crypt
from ...tools.failure import ImpersonalError

PURPOSE = "signing_key"
SOON_DAYS = 30


class SealError(ImpersonalError, UserError):
    """Something that leaves cannot be sealed now; the sentence names units and days alone."""


class RightsSigningCertificate(models.Model):
    """The certificate that seals what a unit and those below it send out (design D8).

    who                       may
    platform administrator    load one, take it out of use
    nobody                    read its key

    The key file and its password are encrypted by a key outside the database, as identity numbers
    are (``tools/identity_crypt.py``), and decrypted in memory when a paper is sealed. Until a real
    one is loaded, a test certificate is made on first use. Nothing leaves unsealed: while the
    certificate has run out or its key is lost, papers keep their numbers and wait for their files.
    """

    _name = "rights.signing.certificate"
    _inherit = ["rights.configured", "mail.thread", "mail.activity.mixin"]
    _description = "Signing certificate"
    _order = "active desc, valid_to desc, id desc"
    _rights_unlogged = frozenset(("sealed_key",))

    station_id = fields.Many2one("rights.station", "Unit", required=True, index=True)
    active = fields.Boolean("In use", default=True)
    is_test = fields.Boolean(
        "Test", readonly=True, help="Made by the system itself: it proves nothing to others."
    )
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
                    "is_test": self.env.su and bool(vals.get("is_test")),
                }
            )
        stations = [vals["station_id"] for vals in loaded]
        earlier = self.search([("station_id", "in", stations)])
        earlier.activity_unlink(["mail.mail_activity_data_todo"])
        earlier.active = False
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

    # -- sealing --------------------------------------------------------------------------------

    @api.model
    def _of_station(self, station):
        """The certificate that seals for this unit, for server code: its own, or that of the
        nearest unit above it; the test certificate of the topmost one where none is loaded.

        One that has run out is found as well: another one does not silently take its place.
        """
        chain = [int(one) for one in station.sudo().parent_path.split("/") if one]
        loaded = self.sudo().search([("station_id", "in", chain)])
        nearest = loaded.sorted(lambda one: chain.index(one.station_id.id))[-1:]
        return nearest or self._make_test(station.sudo().browse(chain[0]))

    @api.model
    def _make_test(self, station):
        from ...tools import pdf_signature

        content = pdf_signature.make_test_file(f"测试证书·{station.name}")
        vals = {"station_id": station.id, "file": b64encode(content), "is_test": True}
        try:
            with self.env.cr.savepoint():
                return self.sudo().create(vals)
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError("another worker makes the test certificate") from error

    @api.model
    def _seal_pdf(self, station, content, reason):
        """The PDF sealed for a unit.

        :raise SealError: it cannot be sealed now; the sentence says what to do
        """
        from ...tools import pdf_signature

        certificate = self._of_station(station)
        try:
            return pdf_signature.sign(content, certificate._get_signer(), reason)
        except pdf_signature.SigningError as error:
            raise SealError(self._say_unsealed(certificate, type(error).__name__)) from error
        except UserError as error:
            raise SealError(self._say_unsealed(certificate, error)) from error

    @api.model
    def _say_unsealed(self, certificate, reason):
        return self.env._(
            "It cannot be sealed with the certificate of %(unit)s: %(reason)s It is kept and "
            "sealed by itself once the platform administrator has mended this.",
            unit=certificate.station_id.name,
            reason=reason,
        )

    @api.model
    def _of_verdict(self, verdict):
        """The certificate of ours that a verdict is about, in use or not; empty for others."""
        if not verdict.certificate:
            return self.sudo().browse()
        known = self.sudo().with_context(active_test=False)
        return known.search([("fingerprint", "=", verdict.certificate.fingerprint)], limit=1)

    # -- before it runs out ---------------------------------------------------------------------

    @api.model
    def _cron_warn(self):
        """Ask whoever loaded a certificate for the next one, once, thirty days before its end."""
        until = fields.Datetime.now() + timedelta(days=SOON_DAYS)
        for certificate in self.search([("valid_to", "<=", until)]):
            if certificate.with_context(active_test=False).activity_ids:
                continue
            certificate.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=fields.Date.context_today(self, certificate.valid_to),
                user_id=certificate._get_keeper().id,
                summary=self.env._(
                    "Load the new signing certificate of %(unit)s",
                    unit=certificate.station_id.name,
                ),
            )

    def _get_keeper(self):
        """Whoever loaded it, while still a platform administrator; else another one."""
        keepers = self.env.ref("base.group_system").all_user_ids.filtered("active")
        return keepers.filtered(lambda user: user == self.create_uid) or keepers.sorted("id")[-1:]
