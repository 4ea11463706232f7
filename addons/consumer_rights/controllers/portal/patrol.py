import json
from contextlib import suppress
from datetime import UTC, datetime

from odoo import fields
from odoo.http import request, route
from odoo.tools.json import scriptsafe
from werkzeug.exceptions import NotFound

from ...models.inspection.rights_inspection_phone import PHONE_PHOTOS
from ...tools.filing_text import clean_line
from .merchant_page import MerchantPage
from .public_page import PublicPage, answering_json, in_language


class PatrolPages(PublicPage):
    """Patrols on an officer's phone: filled in without a signal, sent when there is one (INS-02).

    Officers have rights of their own on patrols; what these do not reach does not exist here.
    """

    @route("/my/patrols", type="http", auth="user", methods=["GET"])
    @in_language
    def patrol_list(self, **kw):
        mine = [("state", "=", "planned"), ("user_id", "=", request.env.uid)]
        return self._render(
            "consumer_rights.patrols", {"patrols": self._writable_patrols().search(mine)}
        )

    @route("/my/patrols/<int:patrol_id>", type="http", auth="user", methods=["GET"])
    @in_language
    def patrol_page(self, patrol_id, **kw):
        patrol = self._open_patrol(patrol_id)
        checks = request.env["rights.ledger.inspection"]
        values = {
            "patrol": patrol,
            "results": patrol.line_ids._fields["result"]._description_selection(request.env),
            "returns": patrol._fields["returned_goods"]._description_selection(request.env),
            "ledgers": checks._fields["result"]._description_selection(request.env),
            "texts": scriptsafe.dumps(self._patrol_texts()),
        }
        return self._render("consumer_rights.patrol", values)

    @route("/my/patrols/<int:patrol_id>/send", type="http", auth="user", methods=["POST"])
    @in_language
    @answering_json
    def patrol_send(self, patrol_id, photos="", **kw):
        """What the script kept; late or twice, it is one patrol."""
        patrol = self._open_patrol(patrol_id)
        given = {name: value for name, value in kw.items() if isinstance(value, str)}
        return {"is_new": patrol._hand_in(given, self._patrol_photos(photos))}

    def _writable_patrols(self):
        patrols = request.env["rights.inspection"]
        if not patrols.has_access("write"):
            raise NotFound()
        return patrols

    def _open_patrol(self, patrol_id):
        if patrol := self._writable_patrols().search([("id", "=", patrol_id)]):
            return patrol
        raise NotFound()

    def _patrol_photos(self, told):
        """The pictures of the request, checked, with what the phone says of each."""
        try:
            facts = json.loads(told or "[]")
        except ValueError:
            facts = []
        photos = []
        for number, fact in enumerate(facts[:PHONE_PHOTOS] if isinstance(facts, list) else ()):
            file = request.httprequest.files.get(f"photo_{number}")
            if image := MerchantPage._merchant_photo(file):
                photos.append({"image": image, **self._patrol_photo_fact(fact)})
        return photos

    @staticmethod
    def _patrol_photo_fact(fact):
        """Time and place as the phone says, as far as they can be."""
        fact = fact if isinstance(fact, dict) else {}
        read = {"place": clean_line(str(fact.get("place") or ""))[:200]}
        with suppress(OverflowError, ValueError):  # else the time of arrival stands
            moment = datetime.fromisoformat(str(fact.get("taken_at"))).astimezone(UTC)
            read["taken_at"] = min(moment.replace(tzinfo=None), fields.Datetime.now())
        north, east = fact.get("latitude"), fact.get("longitude")
        if all(isinstance(part, int | float) for part in (north, east)):
            if abs(north) <= 90 and abs(east) <= 180:
                read |= {"latitude": north, "longitude": east}
        return read

    def _patrol_texts(self):
        """Sentences of the script that keeps the patrol until it is sent."""
        return {
            "kept": request.env._("Kept on this phone."),
            "offline": request.env._("No connection. The patrol is kept here and goes by itself."),
            "login": request.env._("Log in again; what waits here is kept and then sent."),
            "failed": request.env._("That did not work. It is tried again."),
            "done": request.env._("The patrol is submitted."),
            "remove": request.env._("Remove the photo"),
            "place": request.env._("Where the photo was taken"),
        }
