"""A unit with lines, badges and rosters, for the tests of telephone and duty."""

import base64
import io
import json

from PIL import Image

from .deadline_common import DeadlineCommon, china

LINE = "12315"
KEY = "a-key-of-this-test"
CALLER = "13900001111"


def _portrait():
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(stream, "PNG")
    return base64.b64encode(stream.getvalue())


class DutyCommon(DeadlineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.city = cls.stations["city"]
        cls.line = cls.env["rights.phone.line"].create({"number": LINE, "station_id": cls.city.id})
        cls.calls = cls.env["rights.call.log"]
        cls.tasks = cls.env["rights.callback.task"]
        cls.shifts = cls.env["rights.duty.shift"]
        cls.env["ir.config_parameter"].set_param("consumer_rights.telephone_key", KEY)
        for login in ("clerk", "operator", "handler_a"):
            cls.give_badge(login)

    @classmethod
    def give_badge(cls, login):
        """DUT-10: only who has badge and photo stands at the desk."""
        posts = cls.users[login].rights_post_ids
        posts.write({"badge": f"B-{login}", "portrait": _portrait()})

    # -- calls ------------------------------------------------------------------------------------

    @classmethod
    def event(cls, event, at, call_id="c1", caller=CALLER, **more):
        """The body of an event, at a China wall time."""
        body = {"call_id": call_id, "event": event, "at": f"{at}:00+08:00", "caller": caller}
        return json.dumps(body | {"line": LINE} | more).encode()

    @classmethod
    def tell(cls, event, at, call_id="c1", caller=CALLER, **more):
        return cls.calls._take_event(cls.event(event, at, call_id, caller, **more))

    @classmethod
    def missed(cls, at, call_id="c1", caller=CALLER):
        """A call that rang and was not taken; its call-back."""
        cls.tell("ring", at, call_id, caller)
        return cls.tell("missed", at, call_id, caller).task_id

    @classmethod
    def message(cls, at, call_id="m1", caller=CALLER):
        """A message left until this moment; its call-back."""
        url = f"https://pbx.example/{call_id}.wav"
        cls.tell("ring", at, call_id, caller)
        return cls.tell("recording", at, call_id, caller, recording_url=url).task_id

    @staticmethod
    def phone_in_form(cases):
        """The phone of the first party in a new form, as the browser gets it."""
        names = ("kind", "channel_id", "station_id", "call_id", "received_at")
        party = {"fields": {"phone": {}, "role": {}}}
        answer = cases.onchange({}, [], dict.fromkeys(names, {}) | {"party_ids": party})
        [[_command, _id, values]] = answer["value"]["party_ids"]
        return values["phone"]

    # -- rosters ----------------------------------------------------------------------------------

    @classmethod
    def roster(cls, kind, first, last, *logins, studio="reception", publish=True):
        """A roster of the city's centre, its places filled with these people in turn."""
        values = {"kind": kind, "station_id": cls.city.id, "date_from": first, "date_to": last}
        if kind == "service":
            values["studio_id"] = cls.studio(studio).id
        roster = cls.env["rights.duty.roster"].create(values)
        for number, shift in enumerate(roster.shift_ids.sorted("start_at")):
            if logins:
                shift.user_id = cls.users[logins[number % len(logins)]]
        if publish:
            roster.action_publish()
        return roster

    @classmethod
    def studio(cls, kind):
        studios = cls.env["rights.studio"]
        domain = [("station_id", "=", cls.city.id), ("kind", "=", kind)]
        return studios.search(domain, limit=1) or studios.create(
            {"station_id": cls.city.id, "kind": kind}
        )

    def waiting(self, login, action):
        """How many of the records of this page wait for a person, as the to-do page says."""
        pages = self.as_user(login, self.env["rights.case"]).get_todo_pages()
        counts = {page["action"]: page["count"] for page in pages}
        return counts.get(f"consumer_rights.{action}", 0)

    def assertChina(self, moment, text):
        self.assertEqual(moment, china(text))
