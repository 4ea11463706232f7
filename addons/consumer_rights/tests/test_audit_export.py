import io
import json
from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.case.rights_export_log import ExportFilter
from .common import RightsCommon

EXPORTERS = {"dispatcher", "dispatcher_a", "dispatcher_b", "head", "statistician", "auditor"}


@tagged("post_install", "-at_install")
class TestExportLog(RightsCommon):
    """SEC-05: whoever takes cases out of the system is on record."""

    def entries(self, entry_type="export"):
        return self.env["rights.audit.log"].search([("type", "=", entry_type)])

    def test_sec_05_an_export_is_logged_with_user_count_and_fields(self):
        cases = self.registered_case() | self.registered_case()
        self.as_user("dispatcher", cases).export_data(["name", "subject"])
        entry = self.entries()
        self.assertEqual(
            (entry.user_id, entry.model, entry.count, entry.detail),
            (self.users["dispatcher"], "rights.case", 2, "name, subject"),
        )

    def test_sec_05_the_filter_is_logged_and_cannot_be_forged(self):
        cases = self.as_user("dispatcher", self.registered_case())
        cases.with_context(rights_export_filter=ExportFilter("[('a', '=', 1)]")).export_data(
            ["name"]
        )
        self.assertEqual(self.entries()[0].reason, "[('a', '=', 1)]")
        cases.with_context(rights_export_filter="nothing to see").export_data(["name"])
        self.assertFalse(self.entries()[0].reason)

    def test_sec_05_who_may_export(self):
        """Dispatchers, heads, statisticians, auditors; rights on rows are as on the screen."""
        case = self.registered_case()
        for login in self.users:
            with self.subTest(login=login):
                may = self.users[login].has_group("base.group_allow_export")
                self.assertEqual(may, login in EXPORTERS)
                if not may:
                    with self.assertRaises(UserError):
                        self.as_user(login, case).export_data(["name"])
        for login in ("statistician", "auditor", "dispatcher_b"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.as_user(login, case).export_data(["name"])

    def test_sec_05_rows_reached_from_another_record_are_logged_too(self):
        """The context of a client cannot switch the log off."""
        case = self.registered_case()
        station = self.as_user("dispatcher", self.stations["city"])
        owner = self.as_user("dispatcher", self.merchant)
        owner.export_data(["name", "case_ids/subject"])
        self.assertEqual(self.entries().mapped("model"), ["rights.merchant"])
        self.assertEqual(self.entries().detail, "name, case_ids/subject")
        category = self.as_user("dispatcher", case.category_id)
        rows = case.with_user(self.users["dispatcher"]).with_context(rights_export=True)
        rows._export_rows([["subject"]], _is_toplevel_call=True)
        self.assertEqual(self.entries()[0].model, "rights.case")
        before = len(self.entries())
        (station | station).export_data(["name"])
        category.export_data(["name"])
        self.assertEqual(len(self.entries()), before)

    def test_sec_02_a_clear_name_in_a_file_is_a_look(self):
        """SEC-02: the file holds what the person may see, and each person seen is on record."""
        case = self.registered_case()
        self.env.ref("base.group_allow_export").user_ids |= self.users["clerk"]
        rows = self.as_user("clerk", case).export_data(["name", "party_ids/name"])["datas"]
        self.assertEqual(rows, [[case.name, "张测试"]])
        self.assertEqual(self.entries("look").res_id, case.sudo().party_ids.id)
        self.assertEqual(len(self.entries()), 1)

    def test_sec_02_without_the_right_the_file_holds_no_name(self):
        report = self.create_case("operator", kind="report", party_ids=self.person(role="reporter"))
        self.move(report, "register")
        rows = self.as_user("dispatcher", report).export_data(
            ["name", "party_ids/name", "party_ids/phone", "party_ids/id_number"]
        )["datas"]
        self.assertEqual(rows, [[report.name, "", "", ""]])
        self.assertFalse(self.entries("look"))

    def test_sec_02_identities_and_search_words_are_never_exported(self):
        case = self.registered_case()
        self.env.ref("base.group_allow_export").user_ids |= self.users["clerk"]
        identity = case.sudo().party_ids.identity_ids
        with self.assertRaises(UserError):
            self.as_user("clerk", identity).export_data(["name"])
        with self.assertRaises(UserError):
            self.as_user("clerk", case).export_data(["party_ids/identity_ids/name"])
        with self.assertRaises(AccessError):
            self.as_user("clerk", case).export_data(["search_tokens"])
        self.assertNotIn("search_tokens", self.as_user("clerk", case).fields_get())

    def test_sec_12_secrets_stay_inside(self):
        """SEC-12: a case with state or trade secrets is not exported, alone or inside others."""
        case = self.registered_case()
        other = self.registered_case()
        case.sudo().has_secrets = True
        with self.assertRaisesRegex(UserError, case.name):
            self.as_user("dispatcher", case | other).export_data(["name"])
        with self.assertRaises(UserError):
            self.as_user("dispatcher", case.sudo().event_ids).export_data(["type"])
        with self.assertRaises(UserError):
            self.as_user("dispatcher", self.merchant).export_data(["name", "case_ids/subject"])
        self.as_user("dispatcher", other).export_data(["name"])
        self.assertEqual(self.entries().res_id, other.id)

    def test_sec_05_the_log_logs_its_own_export(self):
        self.as_user("dispatcher", self.registered_case()).export_data(["name"])
        log = self.as_user("auditor", self.entries())
        log.export_data(["at", "user_id", "detail"])
        self.assertEqual(self.entries()[0].model, "rights.audit.log")


@tagged("post_install", "-at_install")
class TestExportRoutes(RightsCommon, HttpCase):
    def export(self, login, kind="xlsx", **params):
        self.authenticate(f"t_{login}", f"t_{login}")
        data = {
            "model": "rights.case",
            "fields": [{"name": "name", "label": "Number", "type": "char"}],
            "ids": False,
            "domain": [["subject", "ilike", "屏幕"]],
            "import_compat": False,
            "context": {},
            **params,
        }
        form = {"data": json.dumps(data), "csrf_token": Request.csrf_token(self)}
        return self.url_open(f"/web/export/{kind}", data=form)

    def last(self):
        return self.env["rights.audit.log"].search([("type", "=", "export")], limit=1)

    def test_sec_05_both_files_log_the_filter(self):
        case = self.registered_case()
        response = self.export("dispatcher")
        self.assertEqual(response.status_code, 200)
        self.assertTrue(io.BytesIO(response.content).read(2) == b"PK")
        self.assertEqual(self.last().user_id, self.users["dispatcher"])
        self.assertIn("屏幕", self.last().reason)
        response = self.export("head", "csv", ids=case.ids)
        self.assertIn(case.name, response.text)
        self.assertEqual(self.last().reason, f"ids: {case.id}")

    def test_sec_05_a_client_cannot_hide_its_filter(self):
        self.registered_case()
        forged = {"rights_export_filter": "none", "rights_export": True, "lang": "en_US"}
        self.export("dispatcher", "csv", context=forged)
        self.assertIn("屏幕", self.last().reason)

    def test_d13_the_dialog_offers_the_fields_of_a_class(self):
        food = self.env["rights.category"].create(
            {"name": "测试食品", "code": "test_food", "kind": "goods"}
        )
        field = self.env["rights.category.field"].create(
            {"category_id": food.id, "name": "生产批号"}
        )
        case = self.registered_case(item_class_id=food.id, properties={field.key: "B-77"})
        self.authenticate("t_dispatcher", "t_dispatcher")
        offered = self.make_jsonrpc_request(
            "/web/export/get_fields",
            {"model": "rights.case", "domain": [["id", "=", case.id]], "import_compat": False},
        )
        column = f"properties.{field.key}"
        self.assertIn(column, [entry["id"] for entry in offered])
        self.assertNotIn("search_tokens", [entry["id"] for entry in offered])
        fields = [{"name": column, "label": "生产批号", "type": "char"}]
        self.assertIn("B-77", self.export("dispatcher", "csv", fields=fields, ids=case.ids).text)

    @mute_logger("odoo.http", "odoo.addons.web.controllers.export")
    def test_sec_05_a_clerk_gets_no_file(self):
        self.registered_case()
        self.assertEqual(self.export("clerk").status_code, 500)
        self.assertFalse(self.last())

    def test_sec_05_the_json_door_is_shut(self):
        key = self.env["res.users.apikeys"].with_user(self.users["dispatcher"])
        key = key._generate(None, "test", datetime.now() + timedelta(days=1))
        self.env["ir.config_parameter"].set_param("web.json.enabled", "True")
        action = self.env.ref("consumer_rights.rights_case_action_complaint")
        response = self.url_open(
            f"/json/1/action-{action.id}", headers={"Authorization": f"Bearer {key}"}
        )
        self.assertEqual(response.status_code, 404)
