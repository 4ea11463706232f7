"""Who reported is invisible outside the role, wherever a person looks (SEC-02, Annex A2)."""

import base64
import json
import re

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import GROUP
from .document_common import picture
from .pdf_check import text_of
from .report_common import IDENTITY, SecretReportCommon

# as a mask would show it
HALF = ("司**", "139****9753", "9753")
HASH = re.compile(r"\b[0-9a-f]{64}\b")
CONTENT = ("商场七楼夜间售假", "每晚九点在七楼消防门后摆卖")
KEPT_BY_ODOO = ("mail.", "ir.attachment", "res.partner", "res.users", "rating.", "bus.")
# who took the complaint, who handles it, another unit, the accused: no trace of the report
STRANGERS = ("clerk", "handler", "head_b", "dispatcher_b", "merchant_user", "auditor")
# they lead the handler: they read the report and not who it was
LEADERS = ("dispatcher", "head")


@tagged("post_install", "-at_install")
class TestReportSecrecy(SecretReportCommon):
    """A complaint with the report that was split off it, and a report by itself, both decided."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["handler"] = cls._create_person("handler", "handler", "city")
        cls.users["head_b"] = cls._create_person("head_b", "head", "district_b")
        portal = GROUP + "merchant_user"
        cls.users["merchant_user"] = new_test_user(cls.env, "t_merchant_user", groups=portal)
        cls.merchant.partner_id.child_ids |= cls.users["merchant_user"].partner_id
        cls.complaint = cls.create_case(subject="箱包开线要求退货")
        cls.split = cls.as_user("clerk", cls.complaint)._split_report(
            *CONTENT, violations=cls.classes["trademark"]
        )
        cls.move(cls.complaint, "register")
        cls.move(cls.complaint, "accept", "clerk", cls.ACCEPT)
        cls.move(cls.complaint, "take", "handler")
        cls.alone = cls.lone_report()
        for report in (cls.split, cls.alone):
            cls.finish(cls.handled(report))
        cls.env.flush_all()

    # -- how everything is looked through --------------------------------------------------------

    def models_of(self, login):
        """Models whose rows this person may read: of this addon, and what Odoo keeps of it."""
        for name in sorted(self.env.registry):
            model = self.as_user(login, self.env[name]).with_context(active_test=False)
            ours = name.startswith(("rights.", *KEPT_BY_ODOO))
            if ours and model._auto and model._log_access and model.has_access("read"):
                yield model

    def fresh(self, model):
        return model.search([("create_date", ">=", self.env.cr.now())])

    def fields_of(self, model, *types):
        return [
            field.name
            for field in model._fields.values()
            if (field.type in types if types else field.type != "binary")
            and model._has_field_access(field, "read")
            # lines that the person may not read refuse the whole row
            and (not field.relational or model.env[field.comodel_name].has_access("read"))
        ]

    def read_all(self, rows):
        """What the fields show, one by one where one of them refuses all."""
        names = self.fields_of(rows)
        try:
            return rows.read(names)
        except AccessError:
            return [value for name in names for value in self.read_one(rows, name)]

    def read_one(self, rows, name):
        try:
            return rows.read([name])
        except AccessError:
            return []

    def assertSilent(self, login, where, found, secrets):
        text = json.dumps(found, default=str, ensure_ascii=False)
        # the value itself is not printed with a failure
        text = HASH.sub("", text)  # four digits occur in those by chance
        shown = [place for place, secret in enumerate(secrets) if secret in text]
        self.assertFalse(shown, f"{login} sees secrets of these places in {where}")

    def look_through(self, login, secrets):
        """Lists and forms, search boxes, groupings and names of every model."""
        for model in self.models_of(login):
            with self.subTest(login=login, model=model._name):
                rows = self.fresh(model)
                self.assertSilent(login, "fields", self.read_all(rows), secrets)
                self.assertSilent(login, "names", rows.mapped("display_name"), secrets)
                self.assertFalse(self.found_by_search(model, secrets), "a search box confirms it")

    def found_by_search(self, model, secrets):
        names = self.fields_of(model, "char", "text", "html")
        names = [name for name in names if model._fields[name].store]
        names = [name for name in names if not name.endswith(("hash", "sha256"))]
        wanted = Domain.OR(Domain(name, "ilike", text) for name in names for text in secrets)
        since = Domain("create_date", ">=", self.env.cr.now())
        return model.search_count(wanted & since) if names else 0

    # -- the tests -------------------------------------------------------------------------------

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_no_trace_for_strangers(self):
        """SEC-02: neither that there is a report, nor its words, nor who it was."""
        hidden = (*CONTENT, self.split.sudo().name, self.alone.sudo().name, *IDENTITY, *HALF)
        for login in STRANGERS:
            self.look_through(login, hidden if login != "auditor" else (*CONTENT, *IDENTITY))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_leaders_read_the_report_and_not_who_it_was(self):
        """SEC-02, Annex A2: content without identity, not even masked, nor by a file's name."""
        for login in LEADERS:
            self.assertTrue(self.as_user(login, self.alone).has_access("read"))
            self.look_through(login, (*IDENTITY, *HALF))

    def test_nothing_is_printed_or_exported(self):
        """SEC-02: no file of the complaint tells of the report, none of the report is given out."""
        text = text_of(self.complaint._in_chinese()._bind_dossier(is_preview=True).content)
        self.assertSilent("handler", "dossier", text, (*CONTENT, self.split.sudo().name))
        self.env.ref("base.group_allow_export").user_ids |= self.users["clerk"]
        for login in ("clerk", "head_b"):
            with self.subTest(login), self.assertRaises(AccessError):
                self.as_user(login, self.alone).export_data(["name"])
        paths = ["party_ids/name", "party_ids/name_masked", "evidence_ids/file_name"]
        rows = self.as_user("dispatcher", self.alone).export_data(paths)
        self.assertSilent("dispatcher", "export", rows, (*IDENTITY, *HALF))
        reports = self.env["ir.actions.report"].with_user(self.users["handler"])
        with self.assertRaises(AccessError):
            reports._render("consumer_rights.rights_dossier_report", self.alone.ids)

    def test_identity_does_not_follow_from_a_form(self):
        """SEC-02: a form that a client makes up computes nobody's data."""
        party = self.alone.sudo().party_ids
        spec = {name: {} for name in ("name", "phone", "identity_access", "identity_ids")}
        ours = self.as_user("dispatcher", party)
        forged = ours.onchange({"case_id": self.complaint.id}, ["case_id"], spec)
        self.assertSilent("dispatcher", "changed form", forged, IDENTITY)
        identity = [[4, party.identity_ids.id]]
        fresh = self.as_user("clerk", self.env["rights.case.party"])
        forged = fresh.onchange({"identity_ids": identity}, ["identity_ids"], spec)
        self.assertSilent("clerk", "new form", forged, IDENTITY)
        for login in ("enforcement", "dispatcher"):
            with self.assertRaises(AccessError):
                self.as_user(login, party.identity_ids).read(["name"])

    def looks(self, party):
        return self.env["rights.audit.log"].search(
            [("model", "=", "rights.case.party"), ("res_id", "=", party.id), ("type", "=", "look")]
        )

    def test_a_look_through_a_form_is_on_record(self):
        """SEC-02: a form that the actor makes up shows the person, and is a look like any other."""
        report = self.handled(self.lone_report())
        party = report.sudo().party_ids
        ours = self.as_user("enforcement", party)
        before = self.looks(party)
        values = {"name": False, "case_id": report.id}
        answer = ours.onchange(values, ["case_id"], {"name": {}})
        self.assertEqual(answer["value"]["name"], IDENTITY[0])
        self.assertEqual((self.looks(party) - before).user_id, self.users["enforcement"])

    def test_the_visitors_signature_is_the_person(self):
        """SEC-02, INT-12: each look at it is on record; no form opens it to anybody else."""
        visit = self.env.ref("consumer_rights.channel_visit")
        report = self.report(
            channel_id=visit.id, party_ids=self.person(role="reporter", name=IDENTITY[0])
        )
        signature = base64.b64encode(picture())
        self.as_user("clerk", report).visitor_signature = signature
        self.env.flush_all()
        self.env.invalidate_all()
        party = report.sudo().party_ids
        spec = {"visitor_signature": {}, "party_ids": {"fields": {"identity_access": {}}}}
        values = {"party_ids": [[1, party.id, {"identity_access": "clear"}]]}
        forged = self.as_user("dispatcher", report).onchange(values, ["party_ids"], spec)
        self.assertFalse(forged.get("value", {}).get("visitor_signature"))
        with self.assertRaises(AccessError):
            self.as_user("dispatcher", report).write({"visitor_signature": signature, **values})
        self.assertFalse(self.looks(party))
        report = self.handled(report)
        self.env.invalidate_all()
        mine = self.as_user("enforcement", report)
        self.assertEqual(mine.read(["visitor_signature"])[0]["visitor_signature"], signature)
        self.assertEqual(self.looks(party).user_id, self.users["enforcement"])

    def test_the_handler_gives_a_reason_once_the_report_is_closed(self):
        """SEC-02, Annex A2: no current actor any more, and still the one who handled it."""
        report = self.handled(self.lone_report())
        self.decide_filing(report, "not_filed", "未发现违法行为")
        told = {"reply_text": "不予立案", "reply_way": "phone"}
        self.move(report, "reply", "enforcement", told)
        grades = dict.fromkeys(("sat_attitude", "sat_result", "sat_overall"), "satisfied")
        self.move(report, "follow_up", "followup", {"followup_ids": [Command.create(grades)]})
        self.move(report, "archive", "archivist")
        party = report.sudo().party_ids
        mine = self.as_user("enforcement", party)
        self.assertEqual((mine.identity_access, mine.name), ("reason", False))
        with self.refused("Say why"):
            mine.action_reveal(" ")
        self.assertEqual(mine.action_reveal("法院调取")["name"], IDENTITY[0])
        for login in ("clerk", "handler", "archivist"):
            with self.assertRaises(AccessError):
                self.as_user(login, party).action_reveal("好奇")

    def test_each_look_is_on_record_for_the_auditor(self):
        """SEC-02: the actor looks without a reason, the leader of the actor with one."""
        report = self.handled(self.lone_report())
        party = report.sudo().party_ids
        log = self.as_user("auditor", self.env["rights.audit.log"])
        self.assertEqual(
            self.as_user("enforcement", party).read(["email"])[0]["email"], IDENTITY[2]
        )
        with self.assertRaises(UserError):
            self.as_user("head", party).action_reveal("")
        self.assertEqual(self.as_user("head", party).action_reveal("核实")["name"], IDENTITY[0])
        looks = log.search([("model", "=", "rights.case.party"), ("res_id", "=", party.id)])
        self.assertEqual(
            [(look.type, look.user_id.login, look.reason) for look in looks.sorted("id")],
            [("look", "t_enforcement", False), ("reveal", "t_head", "核实")],
        )
