"""Electronic signatures of the centre on its PDF papers: PAdES by pyHanko (design D8).

The signature is an appended part of the file: the pages stay as they were laid out, and the file
stays PDF/A. It shows nowhere on the page; what a reader sees is said by the paper itself. Nothing
here reaches the network: no time stamp server, no list of revoked certificates.
"""

import io
from datetime import datetime, timezone
from typing import NamedTuple

from asn1crypto import x509
from asn1crypto.cms import ContentInfo
from asn1crypto.pkcs12 import Pfx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509 import (
    CertificateBuilder,
    KeyUsage,
    Name,
    NameAttribute,
    random_serial_number,
)
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields as sign_fields
from pyhanko.sign import signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

FIELD = "CentreSeal"
SIGNING_USES = {"digital_signature", "non_repudiation"}
# a test certificate proves nothing, so it need not run out
TEST_FROM = datetime(2000, 1, 1, tzinfo=timezone.utc)
TEST_TO = datetime(2099, 12, 31, tzinfo=timezone.utc)
LONGEST_NAME = 64  # bytes of a holder, in X.509
NO_USES = dict.fromkeys(
    (
        "content_commitment key_encipherment data_encipherment key_agreement key_cert_sign "
        "crl_sign encipher_only decipher_only"
    ).split(),
    False,
)


class CertificateError(Exception):
    """A certificate file cannot be used; ``kind`` says why.

    kind: not_pkcs12, password, no_key, use, expired, future
    """

    def __init__(self, kind, moment=None):
        super().__init__(kind)
        self.kind, self.moment = kind, moment


class Certificate(NamedTuple):
    """What a certificate says of itself; moments are naive UTC."""

    subject: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime
    fingerprint: str


class Verdict(NamedTuple):
    """What was found of a signature: ``unsigned``, ``intact``, ``changed`` or ``unreadable``."""

    state: str
    certificate: Certificate | None = None
    signed_at: datetime | None = None


class _Writer(IncrementalPdfFileWriter):
    """Leaves the metadata as they are: pyHanko would write them anew, not as PDF/A wants them."""

    def _update_meta(self):
        pass


def _naive(moment):
    return moment.astimezone(timezone.utc).replace(tzinfo=None)


def _describe(certificate: x509.Certificate):
    def name(of):
        return of.native.get("common_name") or of.human_friendly

    return Certificate(
        name(certificate.subject),
        name(certificate.issuer),
        f"{certificate.serial_number:x}",
        _naive(certificate.not_valid_before),
        _naive(certificate.not_valid_after),
        certificate.sha256.hex(),
    )


def _check_file(content, password):
    try:
        Pfx.load(content, strict=True)["version"].native  # noqa: B018 - reading parses it
    except (ValueError, TypeError) as error:
        raise CertificateError("not_pkcs12") from error
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(content, password)
    except ValueError as error:
        raise CertificateError("password") from error
    if not (key and certificate):
        raise CertificateError("no_key")


def open_signer(content: bytes, password: str, now: datetime | None = None):
    """(signer, :class:`Certificate`) of a PKCS#12 file that may sign at this moment.

    :raise CertificateError: it may not
    """
    secret = (password or "").encode()
    _check_file(content, secret)
    signer = signers.SimpleSigner.load_pkcs12_data(content, [], secret)
    certificate = _describe(signer.signing_cert)
    uses = signer.signing_cert.key_usage_value
    if uses is not None and not SIGNING_USES & uses.native:
        raise CertificateError("use")
    now = now or datetime.now(timezone.utc).replace(tzinfo=None)
    if now > certificate.valid_to:
        raise CertificateError("expired", certificate.valid_to)
    if now < certificate.valid_from:
        raise CertificateError("future", certificate.valid_from)
    return signer, certificate


def make_test_file(holder: str) -> bytes:
    """A fresh key and its self-made certificate as a PKCS#12 file without password."""
    key = ec.generate_private_key(ec.SECP256R1())
    holder = holder.encode()[:LONGEST_NAME].decode(errors="ignore")
    name = Name([NameAttribute(NameOID.COMMON_NAME, holder)])
    certificate = (
        CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(random_serial_number())
        .not_valid_before(TEST_FROM)
        .not_valid_after(TEST_TO)
        .add_extension(KeyUsage(digital_signature=True, **NO_USES), critical=True)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(None, key, certificate, None, NoEncryption())


def sign(content: bytes, signer, reason: str) -> bytes:
    """The file with a signature of the whole of it behind.

    :raise SigningError: it could not be signed
    """
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=sign_fields.SigSeedSubFilter.PADES,
        reason=reason,
    )
    try:
        writer = _Writer(io.BytesIO(content))
        # printed and not hidden, as PDF/A wants it of a field without a size
        spec = sign_fields.SigFieldSpec(FIELD)
        return signers.PdfSigner(meta, signer, new_field_spec=spec).sign_pdf(writer).getvalue()
    except PdfError as error:
        raise SigningError(str(error)) from error


def _is_bare(signature, content):
    """Whether the place of the signature holds it and the zeros behind it, and nothing else.

    These bytes are the only ones that no signature covers.
    """
    _start, before, after, _length = signature.sig_object["/ByteRange"]
    place = content[before:after]
    written = ContentInfo.load(signature.pkcs7_content).dump().hex().upper().encode()
    return place == b"<" + written.ljust(len(place) - 2, b"0") + b">"


def verify(content: bytes) -> Verdict:
    """Whether the signature belongs to exactly this file.

    Who the signer is in law is for the reader to judge by ``certificate``: it is taken as its own
    authority here, and may have run out since.
    """
    # a damaged or hostile file ends in whatever error it provokes inside pyHanko: KeyError,
    # RecursionError, decimal.InvalidOperation ...
    try:
        signatures = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
    except Exception:
        return Verdict("unreadable")
    if not signatures:
        return Verdict("unsigned")
    signature = signatures[-1]
    try:
        certificate = _describe(signature.signer_cert)
        context = ValidationContext(
            trust_roots=[signature.signer_cert],
            allow_fetching=False,
            moment=certificate.valid_from.replace(tzinfo=timezone.utc),
        )
        status = validate_pdf_signature(signature, context)
        is_bare = _is_bare(signature, content)
    except Exception:
        return Verdict("changed")
    whole = (
        is_bare
        and status.intact
        and status.valid
        and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        and status.modification_level in (None, ModificationLevel.NONE)
    )
    signed_at = signature.self_reported_timestamp
    return Verdict("intact" if whole else "changed", certificate, signed_at and _naive(signed_at))
