import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import RightsCommon
from .document_common import picture

STAFF = (
    "operator clerk office dispatcher head followup archivist quality statistician discipline "
    "auditor business_admin legal docking handler_a dispatcher_a mediator_a enforcement_a "
    "station_a1 station_a2 dispatcher_b station_b1"
).split()


@tagged("post_install", "-at_install")
class TestWhoSeesWhat(RightsCommon):
    """Annex A2, both ways: who reads a case, and who does not."""

    def readers(self, case):
        return {login for login in STAFF if self.as_user(login, case).has_access("read")}

    def searchers(self, case):
        found = set()
        for login in STAFF:
            cases = self.as_user(login, self.env["rights.case"])
            if cases.has_access("read") and case in cases.search([("id", "=", case.id)]).sudo():
                found.add(login)
        return found

    def dispatched(self, **values):
        case = self.case_at("accepted", **values)
        target = {"dispatch_to_id": self.stations["station_a1"].id, "complexity": "simple"}
        return self.move(case, "dispatch", "dispatcher", target)

    CITY = {"operator", "clerk", "office", "dispatcher", "head", "legal", "docking"}

    def test_sec_01_complaint_of_the_city(self):
        case = self.registered_case()
        self.assertEqual(self.readers(case), self.CITY)
        self.assertEqual(self.searchers(case), self.CITY)

    def test_sec_01_present_former_and_supervising_units_read(self):
        """SEC-01: the chain reads, siblings and foreign districts do not, the former reads only."""
        case = self.dispatched()
        expected = self.CITY | {"station_a1", "dispatcher_a"}
        self.assertEqual(self.readers(case), expected)
        self.assertEqual(self.searchers(case), expected)
        self.assertTrue(self.as_user("station_a1", case).has_access("write"))
        self.assertFalse(self.as_user("clerk", case).has_access("write"))

    def test_units_of_a_case_answer_alike_in_python_and_in_the_database(self):
        """The column that rules test holds what the relation holds, dispatch after dispatch."""
        case, other = self.dispatched(), self.registered_case()
        cases, a1 = case | other, self.stations["station_a1"].id
        for condition in (
            ("chain_station_ids", "in", [a1]),
            ("chain_station_ids", "not in", [a1]),
            ("chain_station_ids", "in", []),
            ("chain_station_ids.level", "=", "district_center"),
            ("chain_station_ids.code", "=", "NONE"),
            ("handled_station_ids", "=", False),
            ("handled_station_ids", "!=", False),
        ):
            with self.subTest(condition=condition):
                found = cases.search([("id", "in", cases.ids), condition])
                self.assertEqual(found, cases.filtered_domain([condition]).sorted("id", True))
        self.env.flush_all()
        self.env.cr.execute("SELECT chain_units FROM rights_case WHERE id = %s", [case.id])
        self.assertEqual(set(self.env.cr.fetchone()[0]), set(case.chain_station_ids.ids))

    def test_sec_01_form_says_whose_the_case_is_to_those_who_only_read(self):
        case = self.dispatched()
        note = self.as_user("clerk", case).read_only_note
        self.assertIn(self.stations["station_a1"].name, note)
        self.assertFalse(self.as_user("station_a1", case).read_only_note)
        draft = self.as_user("clerk", self.env["rights.case"]).new({"kind": "complaint"})
        self.assertFalse(draft.read_only_note)

    def test_sec_01_parts_follow_the_case(self):
        case = self.dispatched()
        event = case.sudo().event_ids[:1]
        self.assertTrue(self.as_user("station_a1", event).has_access("read"))
        for login in ("station_a2", "dispatcher_b", "auditor", "business_admin"):
            self.assertFalse(self.as_user(login, event).has_access("read"))
        events = self.as_user("station_a2", self.env["rights.case.event"])
        self.assertFalse(events.search([("case_id", "=", case.id)]))

    def test_sec_02_report_vanishes_from_intake_once_dispatched(self):
        report = self.create_case("operator", kind="report")
        self.move(report, "register")
        self.assertEqual(self.readers(report), {"operator", "dispatcher", "head"})
        target = {"dispatch_to_id": self.stations["district_a"].id, "complexity": "simple"}
        self.move(report, "dispatch", "dispatcher", target)
        self.assertEqual(
            self.readers(report), {"dispatcher", "head", "dispatcher_a", "enforcement_a"}
        )

    def test_discipline_matter_is_read_by_its_officers_only(self):
        matter = self.create_case("operator", kind="discipline")
        self.move(matter, "register")
        self.assertEqual(self.readers(matter), {"operator", "discipline", "head"})
        self.move(matter, "take", "discipline")
        self.assertEqual(self.readers(matter), {"discipline", "head"})

    def test_followup_and_archive_see_what_is_due(self):
        case = self.case_at("replied")
        self.assertIn("followup", self.readers(case))
        self.assertIn("archivist", self.readers(case))
        case = self.case_at("archived")
        self.assertNotIn("followup", self.readers(case))
        self.assertIn("archivist", self.readers(case))


@tagged("post_install", "-at_install")
class TestIdentity(RightsCommon):
    def looks(self, case):
        return self.env["rights.audit.log"].search(
            [("res_id", "in", case.sudo().party_ids.ids), ("model", "=", "rights.case.party")]
        )

    def clear_name(self, login, case):
        return self.as_user(login, case.sudo().party_ids).read(["name"])[0]["name"]

    def test_sec_02_current_actor_sees_and_the_look_is_logged(self):
        case = self.registered_case()
        self.assertEqual(self.clear_name("clerk", case), "张测试")
        self.assertEqual(self.looks(case).mapped("user_id"), self.users["clerk"])

    def test_sec_02_handler_of_a_report_sees_the_reporter_others_do_not(self):
        report = self.create_case("operator", kind="report", party_ids=self.person(role="reporter"))
        self.move(report, "register")
        self.assertEqual(self.clear_name("operator", report), "张测试")
        self.assertFalse(self.clear_name("dispatcher", report))
        target = {"dispatch_to_id": self.stations["district_a"].id, "complexity": "simple"}
        self.move(report, "dispatch", "dispatcher", target)
        self.move(report, "receive", "enforcement_a")
        self.assertEqual(self.clear_name("enforcement_a", report), "张测试")
        with self.assertRaises(AccessError):
            self.clear_name("operator", report)

    def test_sec_02_reason_is_demanded_and_logged(self):
        case = self.case_at("handling")
        case.sudo().user_id = self.users["legal"]
        party = self.as_user("operator", case.sudo().party_ids)
        self.assertEqual(party.identity_access, "reason")
        self.assertFalse(self.clear_name("operator", case))
        with self.assertRaises(UserError):
            party.action_reveal("  ")
        self.assertEqual(party.action_reveal("来电核实")["phone"], "13800001234")
        entry = self.looks(case).filtered(lambda row: row.type == "reveal")
        self.assertEqual((entry.user_id, entry.reason), (self.users["operator"], "来电核实"))

    def test_reg_13_confidential_identity_is_closed_to_the_unit(self):
        case = self.case_at("handling", is_confidential=True)
        case.sudo().user_id = self.users["legal"]
        party = self.as_user("office", case.sudo().party_ids)
        self.assertEqual(party.identity_access, "none")
        with self.assertRaises(AccessError):
            party.action_reveal("好奇")
        self.assertEqual(self.as_user("head", case.sudo().party_ids).identity_access, "reason")

    def test_sec_09_lists_show_masked_data(self):
        """SEC-09: surname and stars, phone with its middle hidden; reports show nobody."""
        case = self.registered_case()
        self.assertEqual(case.party_masked, "张**")
        self.assertEqual(case.sudo().party_ids.phone_masked, "138****1234")
        report = self.create_case(kind="report", party_ids=self.person(role="reporter"))
        self.assertFalse(report.party_masked)

    def test_identity_rows_are_closed_to_direct_writes(self):
        case = self.registered_case()
        identity = case.sudo().party_ids.identity_ids
        with self.assertRaises(AccessError):
            identity.write({"name": "别人"})
        with self.assertRaises(AccessError):
            identity.create({"party_id": case.sudo().party_ids.id, "case_id": case.id})

    def test_id_number_is_encrypted_at_rest(self):
        case = self.registered_case(party_ids=self.person(id_number="320102199003077571"))
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id_number_cipher, id_number_index FROM rights_case_party_identity "
            "WHERE case_id = %s",
            [case.id],
        )
        for column in self.env.cr.fetchone():
            self.assertNotIn("320102", column)
        self.assertEqual(case.sudo().party_ids.id_number, "320102199003077571")

    def test_sec_06_audit_log_is_append_only(self):
        entry = self.env["rights.audit.log"]._log("export", count=3)
        for user in (self.users["auditor"], self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                entry.with_user(user).sudo().write({"count": 1})
            with self.assertRaises(AccessError):
                entry.with_user(user).sudo().unlink()


@tagged("post_install", "-at_install")
class TestSecrecyBreach(RightsCommon):
    def test_sec_04_leak_is_recorded_as_cause_7_and_taken_up(self):
        """SEC-04: the head records it, the discipline officer takes it up, nobody else sees it."""
        breach = (
            self.env["rights.secrecy.breach"]
            .with_user(self.users["head"])
            .create({"facts": "向被举报人透露了举报人姓名", "assessment_cause": 1})
        )
        self.assertEqual(breach.assessment_cause, 7)
        for login in ("clerk", "auditor", "dispatcher_b", "business_admin"):
            self.assertFalse(self.as_user(login, breach).has_access("read"))
        with self.assertRaises(AccessError):
            breach.action_take_up()
        self.as_user("discipline", breach).action_take_up()
        self.assertTrue(breach.is_taken_up)


@tagged("post_install", "-at_install")
class TestReportLine(RightsCommon):
    def test_report_goes_to_a_named_handler_and_comes_back_as_a_reply(self):
        """Annex A2: at a station only the named handler reads, handles and answers a report."""
        report = self.create_case("operator", kind="report", party_ids=self.person(role="reporter"))
        self.move(report, "register")
        target = {
            "dispatch_to_id": self.stations["station_a1"].id,
            "complexity": "simple",
            "user_id": self.users["station_a1"].id,
        }
        self.move(report, "dispatch", "dispatcher", target)
        self.move(report, "receive", "station_a1")
        outcome = self.env["rights.outcome"].search([("code", "=", "not_filed")])
        values = {"outcome_id": outcome.id, "result_text": "查无实据"}
        self.move(report, "conclude", "station_a1", values)
        self.move(report, "reply", "station_a1", {"reply_text": "不予立案", "reply_way": "phone"})
        self.assertEqual(report.sudo().stage_code, "replied")


@tagged("post_install", "-at_install")
class TestLookOverHttp(RightsCommon, HttpCase):
    """A look is noted also where Odoo would serve the request from a read-only replica."""

    def looks(self, party):
        return self.env["rights.audit.log"].search_count(
            [("type", "=", "look"), ("res_id", "=", party.id)]
        )

    def call(self, records, method, *args):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{records._name}/{method}",
            {"model": records._name, "method": method, "args": [records.ids, *args], "kwargs": {}},
        )

    def test_sec_02_look_at_a_form_needs_no_second_try(self):
        case = self.registered_case()
        self.authenticate("t_clerk", "t_clerkx")
        with self.assertNoLogs("odoo.http", "WARNING"), self.assertNoLogs("odoo.sql_db", "ERROR"):
            answer = self.call(case, "web_read", {"party_ids": {"fields": {"phone": {}}}})
        self.assertEqual(answer[0]["party_ids"][0]["phone"], "13800001234")
        self.assertEqual(self.looks(case.party_ids), 1)

    def test_sec_02_a_signature_fetched_as_a_file_is_a_look(self):
        visit = self.env.ref("consumer_rights.channel_visit")
        case = self.registered_case(channel_id=visit.id)
        self.as_user("clerk", case).visitor_signature = base64.b64encode(picture())
        self.authenticate("t_clerk", "t_clerkx")
        with mute_logger("odoo.http"):  # read-only first, then once more
            answer = self.url_open(f"/web/content/rights.case/{case.id}/visitor_signature")
        self.assertEqual(answer.content, picture())
        self.assertEqual(self.looks(case.party_ids), 1)

    def test_sec_02_look_at_a_person_is_noted_without_a_failed_query(self):
        case = self.registered_case()
        self.authenticate("t_clerk", "t_clerkx")
        with self.assertLogs("odoo.http", "WARNING"), self.assertNoLogs("odoo.sql_db", "ERROR"):
            answer = self.call(case.party_ids, "read", ["phone"])
        self.assertEqual(answer[0]["phone"], "13800001234")
        self.assertEqual(self.looks(case.party_ids), 1)
