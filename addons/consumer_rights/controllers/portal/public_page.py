import functools
import logging
import secrets
import traceback
from urllib.parse import urlencode

from odoo import http
from odoo.exceptions import ConcurrencyError, UserError
from odoo.http import request
from psycopg2 import OperationalError
from werkzeug.exceptions import HTTPException

from ...models.case.res_partner import CONSUMER_GROUP
from ...models.inspection.rights_social_supervisor import SUPERVISOR_GROUP
from ...models.merchant.rights_merchant_member import MERCHANT_GROUP
from ...models.service_station.rights_station_member import LIAISON_GROUP

_logger = logging.getLogger(__name__)

BUNDLE = "consumer_rights.assets_public"
LANGUAGE_COOKIE = "rights_lang"
FIRST_LANGUAGE = "zh_CN"
# how each language calls itself, in the order in which they are offered
LANGUAGES = {"zh_CN": "简体中文", "zh_TW": "繁體中文", "en_US": "English"}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def in_language(route):
    """Speak the visitor's language: chosen, of the account, of the browser, else Chinese."""

    @functools.wraps(route)
    def spoken(self, *args, **kw):
        offered = offered_languages()
        asked = kw.pop("lang", None)
        wishes = (asked, request.cookies.get(LANGUAGE_COOKIE), *_wishes())
        chosen = next((code for code in wishes if code in offered), FIRST_LANGUAGE)
        request.update_context(lang=chosen)
        response = route(self, *args, **kw)
        if asked in offered and hasattr(response, "set_cookie"):
            response.set_cookie(LANGUAGE_COOKIE, asked, max_age=31536000, samesite="Lax")
        return response

    return spoken


def offered_languages():
    """Those of ours that are installed; English needs no installation."""
    installed = {code for code, _name in request.env["res.lang"].get_installed()}
    return [code for code in LANGUAGES if code in installed or code == "en_US"]


def _wishes():
    if request.session.uid:
        yield request.env.user.lang
    for code, _quality in request.httprequest.accept_languages:
        word = code.replace("-", "_")
        if word.lower() in ("zh_tw", "zh_hk", "zh_mo", "zh_hant", "zh_hant_tw", "zh_hant_hk"):
            yield "zh_TW"
        elif word.lower().startswith("zh"):
            yield "zh_CN"
        elif word.lower().startswith("en"):
            yield "en_US"


def answering_json(route):
    """Answer a script: what a person can mend in a sentence, all else without a word of it.

    No name, phone or trace of the program leaves the house or goes into the log (SEC-09).
    """

    @functools.wraps(route)
    def guarded(self, *args, **kw):
        try:
            return request.make_json_response(route(self, *args, **kw), headers=HEADERS.items())
        except (OperationalError, ConcurrencyError, HTTPException):
            raise  # Odoo runs the request again, or answers as HTTP has it
        except UserError as error:
            request.env.cr.rollback()
            return _refuse(str(error), 422)
        except Exception as error:
            request.env.cr.rollback()
            trace = "".join(traceback.format_tb(error.__traceback__))
            _logger.error("A public request failed: %s\n%s", type(error).__name__, trace)
            return _refuse(request.env._("Something went wrong here. Try again in a while."), 500)

    return guarded


def _refuse(sentence, status):
    answer = {"errors": {"form": sentence}}
    return request.make_json_response(answer, headers=HEADERS.items(), status=status)


def upload_texts():
    """Sentences of the script that sends files, in the visitor's language."""
    return {
        "waiting": request.env._("Waiting"),
        "sent": request.env._("Sent: {percent}"),
        "checking": request.env._("Being checked"),
        "ready": request.env._("Arrived and checked"),
        "refused": request.env._("Not taken"),
        "interrupted": request.env._("Interrupted. Choose the same file again to go on."),
        "offline": request.env._("No connection. Everything is saved; it goes on by itself."),
        "failed": request.env._("That did not work. Try again."),
        "tooBig": request.env._("The file is bigger than 20 MB. Send a smaller one."),
        "tooMany": request.env._("At most 10 files."),
        "remove": request.env._("Remove {name}"),
        "stillUploading": request.env._(
            "Files are still on their way. Wait a moment, or remove them."
        ),
    }


class PublicPage(http.Controller):
    """What the public pages share. A page calls the template ``consumer_rights.public_layout``."""

    def _go_in(self, address):
        """On to a page of the account that was just opened; its owner logs in first."""
        if request.session.uid:
            return request.redirect(address)
        said = request.env._("Your account is open. Please log in.")
        return request.redirect(f"/web/login?{urlencode({'redirect': address, 'message': said})}")

    def _render(self, template, values=None, status=200):
        address = request.httprequest.path
        qweb = request.env["ir.qweb"]
        shared = {
            "centre": request.env.company.sudo().name,
            "styles": qweb._get_asset_links(BUNDLE, js=False),
            "scripts": qweb._get_asset_links(BUNDLE, css=False),
            "languages": [
                (code, LANGUAGES[code], f"{address}?lang={code}") for code in offered_languages()
            ],
            "language": request.env.lang,
            "new_key": functools.partial(secrets.token_hex, 16),
            "account": request.session.uid and request.env.user,
            "is_merchant": request.env.user.has_group(MERCHANT_GROUP),
            "is_supervisor": request.env.user.has_group(SUPERVISOR_GROUP),
            "is_liaison": request.env.user.has_group(LIAISON_GROUP),
        }
        response = request.render(template, {**shared, **(values or {})}, status=status)
        response.headers.update(HEADERS)
        return response

    def _send_file(self, content, media, disposition):
        """A file to keep or to look at, as closed as a page."""
        headers = {**HEADERS, "Content-Type": media, "Content-Disposition": disposition}
        return request.make_response(content, list(headers.items()))

    def _once(self, key, act):
        """Do what a form of an account asks for, once: the second click gets the first's answer.

        :param act: does it and returns a short text, such as the address it leads to
        :raise UserError: what a person has to mend; then nothing is done and the key is free
        """
        once = request.env["rights.portal.once"]
        if answer := once._answer_of(key):
            return answer
        with request.env.cr.savepoint():
            return once._keep(key, act())

    def _address(self):
        """Where the request comes from; behind a proxy as the proxy says (proxy_mode)."""
        return request.httprequest.remote_addr

    def _challenge(self, purpose):
        return request.env["rights.portal.proof"]._make(purpose, self._address())

    def _check_proof(self, purpose, payload):
        """Refuse whoever did not do the small work that keeps machines away.

        :raise UserError: the proof is wrong, too old, or was used before
        """
        if not request.env["rights.portal.proof"]._use(purpose, payload):
            raise UserError(
                request.env._("The check against machines has run out. Press the button again.")
            )

    def _consumer(self):
        """The contact of whoever is logged in with a consumer's account; None for all others."""
        user = request.env.user
        return user.partner_id if user.has_group(CONSUMER_GROUP) else None
