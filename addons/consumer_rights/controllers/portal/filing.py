import json

from odoo.exceptions import UserError
from odoo.http import request, route
from odoo.tools.json import scriptsafe
from werkzeug.exceptions import NotFound

from .public_page import PublicPage, answering_json, in_language, upload_texts

PURPOSES = ("file", "query", "paper", "account", "note")
CHANNELS = ("website", "wechat")
LONGEST_FORM = 200_000


class Filing(PublicPage):
    """The public form (INT-13): one page, and what its script sends.

    Every write carries the CSRF token; the key in it is the filing's own secret. A script whose
    token has run out fetches a new one and goes on: what was typed lies in the browser.
    """

    @route("/rights", type="http", auth="public", methods=["GET"])
    @in_language
    def public_home(self, **kw):
        return self._render("consumer_rights.public_home")

    @route("/rights/file", type="http", auth="public", methods=["GET"])
    @in_language
    def filing_page(self, source=None, **kw):
        categories = request.env["rights.category"].sudo()  # the code list is public
        values = {
            "claims": request.env["rights.claim"].sudo().search([]),
            "violations": request.env["rights.violation.class"].sudo().search([]),
            "goods": categories.search([("kind", "=", "goods")]),
            "services": categories.search([("kind", "=", "service")]),
            "asking": categories.search([("field_ids", "!=", False)]),
            "channel": source if source in CHANNELS else CHANNELS[0],
            "texts": scriptsafe.dumps(self._filing_texts()),
        }
        return self._render("consumer_rights.public_filing", values)

    @route("/rights/file/token", type="http", auth="public", methods=["GET"])
    @in_language
    @answering_json
    def filing_token(self, purpose="file", **kw):
        """A fresh CSRF token and a challenge, for a page that stood open for long."""
        if purpose not in PURPOSES:
            raise NotFound()
        return {"csrf": request.csrf_token(), "challenge": self._challenge(purpose)}

    @route("/rights/file/begin", type="http", auth="public", methods=["POST"])
    @in_language
    @answering_json
    def filing_begin(self, key="", proof="", **kw):
        """Open the filing of this key; the proof is asked for once."""
        filings = request.env["rights.portal.filing"]
        filing = filings._of_key(key)
        if not filing:
            self._check_proof("file", proof)
            filing = filings._begin(key, self._address())
        return {
            "state": filing.state,
            "uploads": [upload._describe() for upload in filing.upload_ids],
        }

    @route("/rights/file/upload", type="http", auth="public", methods=["POST"])
    @in_language
    @answering_json
    def upload_begin(self, key="", ref="", name="", size="0", **kw):
        filing = self._open_filing(key)
        if not (ref.isalnum() and len(ref) <= 64 and size.isdecimal() and len(size) < 12):
            raise NotFound()
        uploads = request.env["rights.portal.upload"].sudo()  # the key opened this filing
        return uploads._begin(filing, ref, name, int(size))._describe()

    @route("/rights/file/piece", type="http", auth="public", methods=["POST"])
    @in_language
    @answering_json
    def upload_piece(self, key="", ref="", offset="", piece=None, **kw):
        """Take a piece; a piece that does not follow is answered with the offset to go on at."""
        upload = self._upload(key, ref)
        if not offset.isdecimal() or not hasattr(piece, "read"):
            raise NotFound()
        taken = upload._append_piece(int(offset), piece.read())
        return {**upload._describe(), "taken": taken}

    @route("/rights/file/discard", type="http", auth="public", methods=["POST"])
    @in_language
    @answering_json
    def upload_discard(self, key="", ref="", **kw):
        self._upload(key, ref).unlink()
        return {}

    @route("/rights/file/send", type="http", auth="public", methods=["POST"])
    @in_language
    @answering_json
    def filing_send(self, key="", form="", channel="website", **kw):
        filing = request.env["rights.portal.filing"]._of_key(key)
        if not filing:
            raise NotFound()
        code = channel if channel in CHANNELS else CHANNELS[0]
        return filing._send(key, self._parse_form(form), code, self._consumer())

    def _parse_form(self, form):
        if len(form) > LONGEST_FORM:
            raise UserError(request.env._("The text is too long. Shorten it and send it again."))
        try:
            return json.loads(form)
        except ValueError:
            return {}

    def _open_filing(self, key):
        filing = request.env["rights.portal.filing"]._of_key(key)
        if not filing or filing.state != "open":
            raise NotFound()
        return filing

    def _upload(self, key, ref):
        upload = self._open_filing(key).upload_ids.filtered(lambda row: row.ref == ref)
        if not upload:
            raise NotFound()
        return upload

    def _filing_texts(self):
        """Sentences of the script of the form, in the visitor's language."""
        return {
            **upload_texts(),
            "required": request.env._("Please fill this in."),
            "requiredChoice": request.env._("Please choose one."),
            "phone": request.env._("Enter a phone number that reaches you."),
            "contact": request.env._("Enter the address or the phone, at least one of them."),
            "claim": request.env._("Say what you ask for."),
            "step": request.env._("Step {number} of {count}"),
            "saved": request.env._("Saved on this device"),
            "merchant": request.env._("Merchant {number}"),
            "sending": request.env._("Sending"),
            "none": request.env._("Not given"),
            "yes": request.env._("Yes"),
            "no": request.env._("No"),
            "change": request.env._("Change"),
            "discard": request.env._("Discard everything you have typed?"),
        }
