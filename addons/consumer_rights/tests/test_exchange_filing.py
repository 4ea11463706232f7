"""Filings of other systems by JSON-2 with a key, as docs/api.md shows them."""

import base64
import re
from pathlib import Path

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .arrival_common import PDF, ArrivalCommon

GUIDE = Path(__file__).parents[3] / "docs/api.md"


class FilingCommon(ArrivalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls.env["rights.source"].create(
            {
                "name": "某市政务平台",
                "user_id": cls.interface_user.id,
                "channel_id": cls.env.ref("consumer_rights.channel_national_platform").id,
                "station_id": cls.stations["city"].id,
            }
        )
        cls.door = cls.env["rights.case"].with_user(cls.interface_user)

    @staticmethod
    def filing(**values):
        return {"kind": "complaint", "subject": "屏幕", "facts": "屏幕碎裂", **values}

    def case_of(self, number):
        return self.env["rights.case"].search(
            [("external_source", "=", "某市政务平台"), ("external_number", "=", number)]
        )


@tagged("post_install", "-at_install")
class TestFiling(FilingCommon):
    def test_a_filing_becomes_a_draft_of_the_unit(self):
        answer = self.door.submit_filing(
            "A1",
            self.filing(
                received_at="2026-03-10T09:20:00+08:00",
                persons=[{"role": "complainant", "name": "张测试", "phone": "13800001234"}],
                evidence=[{"name": "a.pdf", "content": base64.b64encode(PDF).decode()}],
                category=self.nature.code,
            ),
        )
        self.assertEqual(
            answer, {"result": "created", "number": False, "stage": "draft", "closed": False}
        )
        case = self.case_of("A1")
        self.assertEqual(str(case.received_at), "2026-03-10 01:20:00")
        self.assertEqual(case.channel_id.code, "national_platform")
        self.assertEqual(case.party_ids.name, "张测试")
        self.assertTrue(case.evidence_ids.file)
        self.assertEqual(case.category_id, self.nature)

    def test_the_same_number_adds_nothing(self):
        """INT-14: the other system may send a filing again at any time."""
        self.door.submit_filing("A1", self.filing())
        self.assertEqual(self.door.submit_filing("A1", self.filing(subject="x"))["result"], "known")
        self.assertEqual(self.case_of("A1").subject, "屏幕")
        self.assertEqual(self.door.ask_filing("A1")["stage"], "draft")
        self.assertEqual(self.door.ask_filing("A2"), {"result": "unknown"})

    def test_each_wrong_field_has_its_sentence_and_nothing_is_stored(self):
        wrong = {
            "kind": "discipline",
            "subject": "x" * 201,
            "facts": 5,
            "received_at": "2026-03-10 09:20",
            "reply_by": "soon",
            "amount_dispute": -1,
            "category": "no-such-code",
            "is_confidential": "yes",
            "persons": [{"role": "boss"}],
            "evidence": [
                {"name": "a.exe", "content": base64.b64encode(b"MZ" + bytes(99)).decode()}
            ],
            "station_id": 1,
        }
        answer = self.door.submit_filing("A1", wrong)
        self.assertEqual(answer["result"], "refused")
        self.assertEqual(set(answer["errors"]), set(wrong))
        self.assertTrue(all(answer["errors"].values()))
        self.assertFalse(self.case_of("A1"))

    def test_fields_of_a_class_come_by_their_labels(self):
        """D13: another system answers what the class asks for; the draft may lack some of it."""
        self.goods.field_ids = [
            Command.create({"name": "车架号", "is_required": True}),
            Command.create({"name": "里程", "type": "integer"}),
        ]
        _frame, mileage = self.goods.field_ids.mapped("key")
        filing = self.filing(item_class=self.goods.code, details={"里程": 120})
        self.assertEqual(self.door.submit_filing("A1", filing)["result"], "created")
        self.assertEqual(self.case_of("A1")._get_stored_details()[mileage], 120)
        for details, wrong in (
            ({"里程": "many"}, "details.里程"),
            ({"颜色": "红"}, "details.颜色"),
            ([], "details"),
        ):
            answer = self.door.submit_filing("A2", {**filing, "details": details})
            self.assertEqual(list(answer["errors"]), [wrong])
        del filing["item_class"]
        self.assertIn("details.里程", self.door.submit_filing("A2", filing)["errors"])

    def test_needed_fields_and_numbers(self):
        errors = self.door.submit_filing("A1", {})["errors"]
        self.assertEqual(set(errors), {"kind", "subject", "facts"})
        for number in ("", " ", None, 5, "x" * 65):
            self.assertIn("external_number", self.door.submit_filing(number, {})["errors"])
        self.assertIn("filing", self.door.submit_filing("A1", [])["errors"])

    def test_a_rule_of_cases_is_told_like_a_field(self):
        """Only a report may be anonymous (REG-13)."""
        answer = self.door.submit_filing("A1", self.filing(is_anonymous=True))
        self.assertEqual(answer["result"], "refused")
        self.assertIn("report", answer["errors"]["filing"])

    def test_a_system_files_and_asks_under_its_own_name_only(self):
        self.door.submit_filing("A1", self.filing())
        other = self.interface_user.copy({"login": "t_interface_2"})
        door = self.env["rights.case"].with_user(other)
        with self.assertRaises(AccessError):  # it belongs to no connected system
            door.ask_filing("A1")
        self.source.copy({"name": "另一平台", "user_id": other.id})
        self.assertEqual(door.ask_filing("A1"), {"result": "unknown"})

    def test_people_do_not_file_by_this_door(self):
        for login in ("clerk", "business_admin", "dispatcher"):
            with self.assertRaises(AccessError):
                self.as_user(login, self.env["rights.case"]).submit_filing("A1", self.filing())
        with self.assertRaises(ValidationError):
            self.source.copy({"name": "x", "user_id": self.users["clerk"].id})

    def test_reception_registers_a_report_that_came_by_itself(self):
        """Nothing lies with nobody: the clerk reads it, and whoever completes it has entered it."""
        self.door.submit_filing("A1", self.filing(kind="report", respondent_name="某店",
                                                  respondent_phone="025-84000001"))  # fmt: skip
        case = self.as_user("clerk", self.case_of("A1"))
        self.assertTrue(case.has_access("read"))
        self.assertFalse(self.as_user("handler_a", case).has_access("read"))
        case.brand = "某牌"
        self.assertEqual(case.registered_by_id, self.users["clerk"])
        self.assertFalse(self.as_user("operator", case).has_access("read"))
        case.violation_class_ids = self.violation_class  # ENF-01
        self.move(case, "register")
        self.assertTrue(case.name)


@tagged("post_install", "-at_install")
class TestFilingOverHttp(HttpCase, FilingCommon):
    def call(self, method, key, **params):
        return self.url_open(
            f"/json/2/rights.case/{method}",
            json=params,
            headers={"Authorization": f"Bearer {key}"},
        )

    def test_the_example_of_the_guide_runs(self):
        """docs/api.md: the Python example, against this server, as it is printed."""
        example = re.search(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)[1]
        printed = []
        names = {
            "URL": self.base_url(),
            "KEY": self.key_of(self.interface_user),
            "PDF_IN_BASE64": base64.b64encode(PDF).decode(),
            "print": printed.append,
        }
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            exec(example, names)  # noqa: S102 - the guide's own words
        self.assertEqual(printed[0]["result"], "created")
        case = self.case_of("SZ-2026-000123")
        self.assertEqual((case.subject, case.amount_dispute), ("手机屏幕碎裂", 2680))
        self.assertEqual(str(case.source_deadline), "2026-03-20")

    def test_a_key_opens_this_door_and_no_other(self):
        """SEC-01, SEC-11."""
        key = self.key_of(self.interface_user)
        answer = self.call("submit_filing", key, external_number="A1", filing=self.filing())
        self.assertEqual(answer.json()["result"], "created")
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_model"):
            for method, params in (
                ("search_read", {"domain": [], "fields": ["subject"]}),
                ("create", {"vals_list": [self.filing()]}),
                ("message_new", {"msg_dict": {}}),
                ("_create_filed", {}),
            ):
                self.assertGreaterEqual(self.call(method, key, **params).status_code, 400, method)
            self.assertEqual(
                self.call("ask_filing", "wrong", external_number="A1").status_code, 401
            )
