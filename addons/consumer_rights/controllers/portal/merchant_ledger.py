import base64

from odoo.exceptions import UserError
from odoo.http import request, route
from odoo.tools import file_open
from odoo.tools.json import scriptsafe
from werkzeug.exceptions import NotFound

from ...models.ledger.rights_ledger_form import CHOICES, FIELDS, NUMBERS
from ...tools.china_time import china_date
from .merchant_page import MerchantPage, for_merchants
from .public_page import HEADERS, answering_json, in_language

PAGE = 30
ASKED = (*FIELDS, "tenant", "promise")


class MerchantLedger(MerchantPage):
    """The complaint ledger of a merchant: enter, read, correct, hand over (MER-08 to MER-14)."""

    @route("/my/merchant/<int:merchant_id>/ledger", type="http", auth="user", methods=["GET"])
    @in_language
    @for_merchants
    def ledger_page(self, merchant_id, state="", before="", **kw):
        """The book, the newest first; a host reads its tenants' books the same way."""
        merchant_sudo = self._reached(merchant_id)
        entries, further = merchant_sudo._book_page(state, before, PAGE)
        values = {
            "entries": [entry._portal_row() for entry in entries],
            "further": further,
            "state": state if state == "open" else "",
        }
        return self._merchant_page("consumer_rights.ledger_page", merchant_sudo, values)

    @route("/my/merchant/worker.js", type="http", auth="public", methods=["GET"])
    def ledger_worker(self, **kw):
        """The script that keeps the page for a new entry; its place is the reach of it."""
        with file_open(
            "consumer_rights/static/worker/ledger_worker.js", filter_ext=(".js",)
        ) as file:
            content = file.read()
        headers = {**HEADERS, "Content-Type": "text/javascript", "Cache-Control": "no-cache"}
        return request.make_response(content, list(headers.items()))

    @route("/my/merchant/<int:merchant_id>/ledger/new", type="http", auth="user", methods=["GET"])
    @in_language
    @for_merchants
    def ledger_new(self, merchant_id, **kw):
        merchant_sudo = self._served(merchant_id)
        return self._ledger_form_page(merchant_sudo, {"values": {}})

    def _ledger_form_page(self, merchant_sudo, values):
        form = request.env["rights.ledger.form"]
        shared = {
            "labels": form._labels(),
            "choices": {name: form._choices(name) for name in CHOICES},
            "today": china_date(),
            "tenants": merchant_sudo.tenant_ids,
            "promises": merchant_sudo.promise_ids.filtered(lambda one: not one.ended_on),
            "texts": scriptsafe.dumps(self._ledger_texts()),
            "entry": None,
            "error": "",
        }
        return self._merchant_page("consumer_rights.ledger_form", merchant_sudo, shared | values)

    def _ledger_texts(self):
        """Sentences of the script that keeps entries until they are sent."""
        return {
            "required": request.env._("Please fill this in."),
            "waiting": request.env._("Waiting to be sent: {count}"),
            "offline": request.env._("No connection. The entry is kept here and goes by itself."),
            "login": request.env._("Log in again; what waits here is kept and then sent."),
            "saved": request.env._("Entered and confirmed."),
            "open": request.env._("Entered. Still open: {missing}"),
            "refused": request.env._("An entry could not be taken. Correct it and send it again."),
            "failed": request.env._("That did not work. It is tried again."),
        }

    @route(
        "/my/merchant/<int:merchant_id>/ledger/enter", type="http", auth="user", methods=["POST"]
    )
    @in_language
    @answering_json
    @for_merchants
    def ledger_enter(self, merchant_id, key="", receipt=None, **kw):
        """One entry of the script; late or twice, it is one (MER-10)."""
        merchant_sudo = self._served(merchant_id)
        picture = self._merchant_photo(receipt)
        answer = merchant_sudo._enter_in_ledger(
            key, self._ledger_given(kw), base64.b64encode(picture) if picture else False
        )
        if "errors" in answer:
            return {"errors": answer["errors"]}
        entry = answer["entry"]
        return {
            "id": entry.id,
            "known": answer["known"],
            "state": entry.state,
            "missing": request.env["rights.case"]._enumerate(entry._missing())
            if entry.state == "open"
            else "",
        }

    @staticmethod
    def _ledger_given(kw):
        return {name: kw[name][:6000] for name in ASKED if isinstance(kw.get(name), str)}

    # -- one entry --------------------------------------------------------------------------------

    def _ledger_entry(self, merchant_sudo, entry_id):
        """An entry of this merchant in superuser mode; any other id does not exist."""
        entry_sudo = request.env["rights.merchant.ledger"].sudo().browse(entry_id).exists()
        if not entry_sudo or entry_sudo.merchant_id != merchant_sudo:
            raise NotFound()
        return entry_sudo

    @route(
        "/my/merchant/<int:merchant_id>/ledger/<int:entry_id>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    @in_language
    @for_merchants
    def ledger_entry(self, merchant_id, entry_id, **kw):
        merchant_sudo = self._reached(merchant_id)
        return self._ledger_entry_page(merchant_sudo, self._ledger_entry(merchant_sudo, entry_id))

    def _ledger_entry_page(self, merchant_sudo, entry_sudo, **values):
        """:param act: in the values: what was refused; its form comes back as it was filled in"""
        is_own = merchant_sudo._may()
        compensation_sudo = entry_sudo.compensation_ids[:1]
        page = {
            "entry": entry_sudo,
            "today": china_date(),
            "levels": entry_sudo._fields["level_reached"]._description_selection(request.env),
            "compensation": compensation_sudo,
            "recourse": dict(
                compensation_sudo._fields["recourse_state"]._description_selection(request.env)
            ),
            "is_host": bool(merchant_sudo.tenant_ids or merchant_sudo.is_large_venue),
            "error": "",
            "receipt": None,
            "act": "",
            "typed": request.params if values.get("act") else {},
        }
        if entry_sudo.state == "open" and is_own and not values.get("receipt"):
            says = {name: entry_sudo[name] for name in FIELDS}
            says |= {name: f"{says[name]:g}" for name in NUMBERS if says[name]}
            says |= values.pop("values", {})
            return self._ledger_form_page(merchant_sudo, {**page, "values": says, **values})
        form = request.env["rights.ledger.form"]
        page |= {
            "labels": form._labels(),
            "rows": entry_sudo._portal_facts(is_own),
            "says": entry_sudo._current(),
            "is_own": is_own,
            "choices": {name: form._choices(name) for name in CHOICES},
        }
        return self._merchant_page("consumer_rights.ledger_entry", merchant_sudo, page | values)

    def _ledger_act(self, merchant_id, entry_id, name, act, key=""):
        """Do what was asked for and go back to the entry, so that a reload does nothing twice.

        :param key: of the form: a second click of it is answered like the first
        """
        merchant_sudo = self._served(merchant_id)
        entry_sudo = self._ledger_entry(merchant_sudo, entry_id)
        place = f"/my/merchant/{merchant_id}/ledger/{entry_id}"

        def do():
            act(entry_sudo)
            return place

        try:
            self._once(key, do)
        except UserError as error:
            return self._ledger_entry_page(merchant_sudo, entry_sudo, error=str(error), act=name)
        return request.redirect(place)

    @route(
        "/my/merchant/<int:merchant_id>/ledger/<int:entry_id>/change",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_merchants
    def ledger_change(self, merchant_id, entry_id, **kw):
        """Write an open entry again."""
        merchant_sudo = self._served(merchant_id)
        entry_sudo = self._ledger_entry(merchant_sudo, entry_id)
        given = self._ledger_given(kw)
        try:
            with request.env.cr.savepoint():
                answer = entry_sudo._change(given)
        except UserError as error:
            return self._ledger_entry_page(merchant_sudo, entry_sudo, error=str(error))
        if "errors" in answer:
            sentence = "\n".join(answer["errors"].values())
            return self._ledger_entry_page(merchant_sudo, entry_sudo, error=sentence, values=given)
        return request.redirect(f"/my/merchant/{merchant_id}/ledger/{entry_id}")

    @route(
        "/my/merchant/<int:merchant_id>/ledger/<int:entry_id>/correct",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_merchants
    def ledger_correct(self, merchant_id, entry_id, reason="", once="", **kw):
        given = self._ledger_given(kw)
        return self._ledger_act(
            merchant_id, entry_id, "correct", lambda entry: entry._amend(given, reason), once
        )

    @route(
        "/my/merchant/<int:merchant_id>/ledger/<int:entry_id>/level",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_merchants
    def ledger_level(self, merchant_id, entry_id, level="", person="", handling="", once="", **kw):
        def log(entry):
            entry._log_level(level, person, handling)

        return self._ledger_act(merchant_id, entry_id, "level", log, once)

    @route(
        "/my/merchant/<int:merchant_id>/ledger/<int:entry_id>/goods",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_merchants
    def ledger_goods(self, merchant_id, entry_id, day="", proof="", once="", **kw):
        """Say where the returned goods went in the end (PRD-06)."""
        return self._ledger_act(
            merchant_id, entry_id, "goods", lambda entry: entry._finish_disposal(day, proof), once
        )

    @route(
        "/my/merchant/<int:merchant_id>/ledger/<int:entry_id>/compensate",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_merchants
    def ledger_compensate(self, merchant_id, entry_id, once="", **kw):
        def pay(entry):
            entry.env["rights.advance.compensation"]._record(entry, kw)

        return self._ledger_act(merchant_id, entry_id, "compensate", pay, once)

    @route(
        "/my/merchant/<int:merchant_id>/ledger/<int:entry_id>/recourse",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_merchants
    def ledger_recourse(self, merchant_id, entry_id, state="", amount="", once="", **kw):
        def follow(entry):
            if not entry.compensation_ids:
                raise NotFound()
            entry.compensation_ids._follow(state, amount)

        return self._ledger_act(merchant_id, entry_id, "recourse", follow, once)

    @route(
        "/my/merchant/<int:merchant_id>/ledger/<int:entry_id>/hand-over",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_merchants
    def ledger_hand_over(self, merchant_id, entry_id, **kw):
        """The entry becomes a complaint at the centre; the receipt is shown once more on a
        second click."""
        merchant_sudo = self._served(merchant_id)
        entry_sudo = self._ledger_entry(merchant_sudo, entry_id)
        given = {name: kw.get(name) for name in ("address", "request", "consent")}
        try:
            with request.env.cr.savepoint():
                answer = entry_sudo._hand_over(given, self._address())
        except UserError as error:
            answer = {"errors": {"form": str(error)}}
        if "errors" in answer:
            sentence = "\n".join(answer["errors"].values())
            return self._ledger_entry_page(
                merchant_sudo, entry_sudo, error=sentence, act="hand-over"
            )
        return self._ledger_entry_page(merchant_sudo, entry_sudo, receipt=answer["receipt"])

    @route(
        "/my/merchant/<int:merchant_id>/ledger/<int:entry_id>/receipt",
        type="http",
        auth="user",
        methods=["GET"],
    )
    @for_merchants
    def ledger_receipt(self, merchant_id, entry_id, **kw):
        entry_sudo = self._ledger_entry(self._reached(merchant_id), entry_id)
        if not entry_sudo.receipt:
            raise NotFound()
        stream = request.env["ir.binary"]._get_image_stream_from(entry_sudo, "receipt")
        response = stream.get_response()
        response.headers.update(HEADERS)
        return response
