"""The telephone system tells its calls: by the hook and by a file (INT-04, docs/telephone.md)."""

import json
import re
from pathlib import Path

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .duty_common import CALLER, KEY, LINE, DutyCommon

URL = "/rights/telephone/event"
RECORDS = (
    '"","{src}","{dst}","hotline","","SIP/1","SIP/2","{app}","","{start}","{answer}","{end}",'
    '{length},{talk},"{disposition}","DOCUMENTATION","{ref}",""\n'
)


def record(ref, start, disposition, src=CALLER, dst=LINE, app="Queue", talk=0):
    answer = start if disposition == "ANSWERED" else ""
    end = start[:-2] + f"{talk:02d}"
    return RECORDS.format(
        ref=ref,
        start=start,
        disposition=disposition,
        src=src,
        dst=dst,
        app=app,
        talk=talk,
        answer=answer,
        end=end,
        length=talk,
    )


@tagged("post_install", "-at_install")
class TestHook(HttpCase, DutyCommon):
    def send(self, body, key=KEY):
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
        return self.url_open(URL, data=body, headers=headers)

    def found(self):
        return self.calls.search([("call_ref", "=like", "c%")])

    def test_off_until_an_administrator_sets_the_key(self):
        self.env["ir.config_parameter"].set_param("consumer_rights.telephone_key", False)
        self.assertEqual(self.send(self.event("ring", "2025-10-09T09:00")).status_code, 404)

    def test_events_of_a_call_in_their_order(self):
        """INT-02: ring, answered and the link of the recording make one call."""
        agent = self.users["operator"].login
        for kind, at, more in (
            ("ring", "2025-10-09T09:00", {}),
            ("answered", "2025-10-09T09:01", {"agent": agent}),
            ("recording", "2025-10-09T09:05", {"recording_url": "https://pbx.example/1.wav"}),
        ):
            answer = self.send(self.event(kind, at, **more))
            self.assertEqual(answer.status_code, 200, answer.text)
            self.assertEqual(answer.json(), {"result": "noted", "call_id": "c1"})
        call = self.found()
        self.assertEqual((call.status, call.answer_rate, call.is_open), ("answered", 100, True))
        self.assertEqual((call.user_id, call.station_id), (self.users["operator"], self.city))
        self.assertEqual(call.caller_masked, "139****1111")
        self.assertFalse(call.task_id)

    def test_the_same_event_twice_changes_nothing(self):
        """Idempotent by the number of the call."""
        for _again in range(2):
            for kind in ("ring", "missed"):
                self.send(self.event(kind, "2025-10-09T09:00"))
        call = self.found()
        self.assertEqual(len(call), 1)
        self.assertEqual((call.task_id.call_count, len(call.task_id.clock_ids)), (1, 1))
        before = call.read()
        self.send(self.event("missed", "2025-10-09T09:30"))
        self.assertEqual(call.read(), before)

    def test_wrong_keys_are_refused_and_counted(self):
        """After twenty wrong keys an address pauses; the right key waits too."""
        for number in range(20):
            answer = self.send(self.event("ring", "2025-10-09T09:00"), key=f"wrong-{number}")
            self.assertEqual(answer.status_code, 403)
        self.assertEqual(self.send(self.event("ring", "2025-10-09T09:00")).status_code, 429)
        self.assertFalse(self.found())
        noted = self.env["rights.portal.attempt"].search([("purpose", "=", "wrong_key")])
        self.assertEqual(len(noted), 20)

    def test_nonsense_is_refused_with_a_sentence(self):
        for body in (
            b"no json",
            b"[]",
            b"{}",
            self.event("dance", "2025-10-09T09:00"),
            self.event("ring", "2099-01-01T00:00"),
            self.event("ring", "yesterday"),
            self.event("ring", "2025-10-09T09:00", call_id=""),
            self.event("ring", "2025-10-09T09:00", caller="1" * 300),
            self.event("recording", "2025-10-09T09:00", recording_url="javascript:alert(1)"),
            json.dumps({"call_id": "c1", "event": "ring", "at": "2025-10-09T09:00:00"}).encode(),
        ):
            answer = self.send(body)
            self.assertEqual(answer.status_code, 422, body)
            self.assertTrue(answer.json()["error"])
        self.assertFalse(self.found())

    def test_a_call_to_an_unknown_line_is_not_lost(self):
        """INT-04: it goes to the unit that takes what arrives."""
        self.env["ir.config_parameter"].set_param("consumer_rights.arrival_unit", "CSTA")
        self.send(self.event("missed", "2025-10-09T09:00", line="99999"))
        self.assertEqual(self.found().task_id.station_id, self.stations["district_a"])

    def test_the_example_of_the_documentation_works(self):
        """docs/telephone.md: the example is run as it stands there."""
        page = Path(__file__).parents[3] / "docs/telephone.md"
        text = page.read_text(encoding="utf-8")
        example = re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]
        self.env["rights.phone.line"].create(
            {"number": "96315", "station_id": self.stations["district_a"].id}
        )
        printed = []
        names = {"URL": self.base_url(), "KEY": KEY, "print": printed.append}
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            exec(example, names)  # noqa: S102 - the guide's own words
        self.assertEqual(printed[0]["result"], "noted")
        call = self.calls.search([("call_ref", "=", printed[0]["call_id"])])
        self.assertEqual((call.status, call.task_id.state), ("missed", "open"))

    # -- a file of records ------------------------------------------------------------------------

    FILE = (
        record("cdr-1", "2025-10-09 09:00:00", "ANSWERED", talk=40)
        + record("cdr-2", "2025-10-09 10:00:00", "NO ANSWER", src="13900006666")
        + record("cdr-3", "2025-10-09 20:00:00", "ANSWERED", app="VoiceMail", talk=30)
        + record("cdr-4", "2025-10-09 11:00:00", "ANSWERED", dst="8001")
        + record("cdr-5", "no time", "BUSY")
    )

    def test_a_file_of_call_records_twice_changes_nothing(self):
        """INT-04: Asterisk's columns; answered, missed, left a message; others are left out."""
        counts = self.calls._take_records(self.FILE.encode())
        self.assertEqual(
            dict(counts),
            {"new": 3, "foreign": 1, "broken": 1},
        )
        calls = self.calls.search([("call_ref", "=like", "cdr-%")], order="call_ref")
        self.assertEqual(calls.mapped("status"), ["answered", "missed", "recorded"])
        self.assertEqual(calls[0].talk_seconds, 40)
        self.assertEqual(calls.task_id.mapped("kind"), ["missed", "recorded"])
        before = (calls.read(), calls.task_id.read(), calls.task_id.clock_ids.read())
        counts = self.calls._take_records(self.FILE.encode())
        self.assertEqual(dict(counts), {"known": 3, "foreign": 1, "broken": 1})
        after = (calls.read(), calls.task_id.read(), calls.task_id.clock_ids.read())
        self.assertEqual(after, before)

    def test_a_file_with_names_of_columns(self):
        """Exports of a database name their columns, in any order; legs of a call are one call."""
        text = (
            "calldate,src,dst,lastapp,duration,billsec,disposition,uniqueid,linkedid\n"
            f"2025-10-09 09:00:00,{CALLER},{LINE},Queue,20,0,NO ANSWER,1.1,cdr-9\n"
            f"2025-10-09 09:00:05,{CALLER},{LINE},Queue,60,50,ANSWERED,1.2,cdr-9\n"
        )
        self.assertEqual(dict(self.calls._take_records(text.encode("gb18030"))), {"new": 1})
        call = self.calls.search([("call_ref", "=", "cdr-9")])
        self.assertEqual((call.status, call.talk_seconds), ("answered", 50))
        self.assertChina(call.answered_at, "2025-10-09T09:00:15")

    def test_the_hook_and_the_file_tell_of_the_same_call(self):
        """The file completes what the hook told, and makes no second call."""
        self.send(self.event("ring", "2025-10-09T09:00", call_id="cdr-1"))
        self.send(self.event("answered", "2025-10-09T09:00", call_id="cdr-1"))
        counts = self.calls._take_records(self.FILE.splitlines(keepends=True)[0].encode())
        self.assertEqual(dict(counts), {"changed": 1})

    def test_only_reception_imports(self):
        """INT-04: the file holds numbers of people; a wrong file is told."""
        wizard = self.as_user("operator", self.env["rights.call.import"])
        with self.refused("columns of Asterisk"):
            wizard.create({"file": "YSxiCjEsMgo="}).action_import()
        with self.refused(error=AccessError):
            self.as_user("quality", self.env["rights.call.import"]).create({"file": "YQ=="})

    # -- figures ----------------------------------------------------------------------------------

    def test_the_answer_rate(self):
        """INT-04: the share of answered calls, by day and unit."""
        self.calls._take_records(self.FILE.encode())
        rate = self.as_user("dispatcher", self.calls)._read_group(
            [("call_ref", "=like", "cdr-%"), ("is_off_hours", "=", False)],
            ["station_id"],
            ["answer_rate:avg", "__count"],
        )
        self.assertEqual(rate, [(self.city, 50.0, 2)])
