from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .deadline_common import DeadlineCommon


@tagged("post_install", "-at_install")
class TestMaterial(DeadlineCommon):
    """REG-06 to REG-09, REG-16: the list of required material and the one notice."""

    def item(self, code):
        return self.env.ref(f"consumer_rights.material_item_{code}")

    def notices(self, case):
        return case.sudo().document_ids.filtered(lambda paper: paper.template_id.code == "DOC-02")

    def asked(self, case):
        self.move(case, "ask_material", "clerk", {"move_basis": "购物凭证"})
        return case

    def proxy(self):
        return [
            *self.person(),
            Command.create({"role": "proxy", "name": "王代理", "phone": "13900001234"}),
        ]

    def evidence(self, case, kind):
        return case.write({"evidence_ids": [Command.create({"name": kind, "type": kind})]})

    def test_reg_06_the_list_fits_the_matter(self):
        """REG-06: lines of other kinds, classes, channels and persons do not show."""
        case = self.create_case()
        shown = case.material_item_ids
        self.assertIn(self.item("purchase"), shown)
        self.assertNotIn(self.item("authorisation"), shown)
        visit = self.channel_of("visit")
        self.as_user("business_admin", self.item("purchase")).channel_ids = visit
        self.as_user("business_admin", self.item("contract")).category_ids = self.nature
        self.as_user("business_admin", self.item("dispute")).active = False
        self.env.invalidate_all()
        self.assertNotIn(self.item("purchase"), case.material_item_ids)
        self.assertIn(self.item("contract"), case.material_item_ids)
        self.assertNotIn(self.item("dispute"), case.material_item_ids)
        case.channel_id = visit
        self.assertIn(self.item("purchase"), case.material_item_ids)
        with self.assertRaises(AccessError):
            self.as_user("clerk", self.item("purchase")).active = False

    def test_reg_16_a_proxy_brings_two_papers(self):
        """REG-16: authorisation and identity of the proxy are missing until they are handed in."""
        case = self.create_case(party_ids=self.proxy())
        both = self.item("authorisation") | self.item("proxy_identity")
        self.assertEqual(case.missing_item_ids, both)
        with self.refused("Power of attorney", ValidationError):
            self.move(case, "register")
        with self.refused("Power of attorney", ValidationError):
            self.move(case, "register", values={"missing_item_ids": [Command.clear()]})
        self.move(case, "ask_material", "clerk")
        body = self.notices(case).body
        for item in both.with_context(lang="zh_CN"):
            self.assertIn(item.name, body)
        self.evidence(case, "authorisation")
        self.assertEqual(case.missing_item_ids, self.item("proxy_identity"))
        self.evidence(case, "identity")
        self.move(case, "register", "clerk")
        self.assertEqual(case.stage_code, "registered")

    def test_reg_16_minors_prove_guardianship(self):
        case = self.create_case(
            party_ids=[
                *self.person(),
                Command.create({"role": "guardian", "name": "张父", "phone": "13900001235"}),
            ]
        )
        self.assertEqual(case.missing_item_ids, self.item("guardianship"))

    def test_reg_06_everything_missing_stands_in_one_notice(self):
        """REG-06: ticks and words together, in the one paper; ticked material holds the case."""
        case = self.create_case(missing_item_ids=[Command.link(self.item("purchase").id)])
        with self.refused("Not handed in yet", ValidationError):
            self.move(case, "register")
        form = case.move_form(
            case._transitions().filtered(lambda step: step.code == "ask_material").id
        )
        self.assertEqual(form["asked"][0], "missing_item_ids")
        self.move(case, "ask_material", "clerk", {"move_basis": "与商家的聊天记录"})
        body = self.notices(case).body
        self.assertIn(self.item("purchase").with_context(lang="zh_CN").name, body)
        self.assertIn("2．与商家的聊天记录", body)
        self.evidence(case, "purchase")
        self.assertFalse(case.missing_item_ids, "handed in, so no longer missing")
        self.move(case, "register", "clerk")

    def test_reg_06_nothing_to_ask_for_is_no_notice(self):
        case = self.create_case()
        with self.refused("Tick or write"):
            self.move(case, "ask_material", "clerk")

    def test_reg_06_second_notice_needs_a_supervisor_and_leaves_a_mark(self):
        """REG-06, SC-04: refused for everybody; a reason of a supervisor is good for one more."""
        case = self.asked(self.create_case())
        template = self.templates.filtered(lambda one: one.code == "DOC-02")
        for login in ("clerk", "head"):
            with self.refused("made already"):
                self.as_user(login, case)._make_paper(template, basis="再来一份")
        with self.refused("Only a supervisor", AccessError):
            self.as_user("clerk", case).action_allow_exception("second_notice", "忘了一项")
        with self.refused("Say why"):
            self.as_user("head", case).action_allow_exception("second_notice", "  ")
        with self.refused("", AccessError):
            self.as_user("dispatcher_b", case.sudo()).action_allow_exception("scope", "别区")
        allow = self.env["rights.case.exception.allow"].with_user(self.users["dispatcher"])
        allow.create(
            {"case_id": case.id, "kind": "second_notice", "reason": "漏列一项"}
        ).action_allow()
        mark = case.exception_ids
        self.assertTrue(mark.is_violation)
        self.assertEqual((mark.user_id, mark.reason), (self.users["dispatcher"], "漏列一项"))
        self.assertIn("漏列一项", case.event_ids[-1].basis)
        self.as_user("clerk", case)._make_paper(template, basis="再来一份")
        with self.refused("made already"):
            self.as_user("clerk", case)._make_paper(template, basis="第三份")
        with self.assertRaises(AccessError):
            mark.sudo().write({"reason": "改"})

    def test_hnd_08_second_list_of_evidence_leaves_a_mark(self):
        case = self.case_at("handling")
        self.as_user("clerk", case).action_request_evidence("发票")
        self.assertFalse(case.exception_ids)
        self.as_user("head", case).action_request_evidence("合同", "商家换了说法")
        self.assertEqual(case.exception_ids.mapped("kind"), ["second_request"])
        self.assertTrue(case.exception_ids.is_violation)

    def test_sc_04_missing_material(self):
        """SC-04: one notice, the promise begins with the last piece, the law with the receipt."""
        visit = self.channel_of("visit")
        with self.at("2026-04-30 15:20"):
            case = self.received("2026-04-30 15:00", channel_id=visit.id)
            case.missing_item_ids = self.item("purchase")
            self.move(case, "ask_material", "clerk")
            self.assertEqual(case.stage_code, "pending_material")
            self.assertEqual(len(self.notices(case)), 1)
            self.assertDue(case, TL_40="2026-05-11", TL_08="2026-05-13")
            self.assertNoClock(case, "TL-05")
        with self.at("2026-05-06 10:00"), self.refused("made already"):
            self.as_user("operator", case)._make_paper(self.notices(case).template_id, basis="发票")
        with self.at("2026-05-08 10:00"):
            self.evidence(case, "purchase")
            self.move(case, "register", "clerk")
            self.assertDue(case, TL_05="2026-05-13", TL_08="2026-05-13")
            self.assertOutcome(case, TL_40="met")
        with self.at("2026-05-12 10:00"):
            self.move(case, "accept", "clerk", {**self.ACCEPT, "handling_mode": "assist"})
            self.assertDue(case, TL_12="2026-05-21", TL_16="2026-07-13")
            self.assertOutcome(case, TL_05="met", TL_08="met")
        codes = set(case.sudo().document_ids.template_id.mapped("code"))
        self.assertLessEqual({"DOC-26", "DOC-02", "DOC-01", "DOC-04"}, codes)

    def test_reg_08_lapse_demands_a_decision(self):
        """REG-08: until then nobody decides on half of it; afterwards the clerk has to."""
        reason = self.env.ref("consumer_rights.reject_reason_m2026_5")
        with self.at("2026-04-30 15:20"):
            case = self.asked(self.received("2026-04-30 15:00"))
            self.assertFalse(case.is_material_lapsed)
            with self.refused("still has time", ValidationError):
                self.move(case, "decide", "clerk")
            with self.refused("still has time", ValidationError):
                self.move(case, "reject", "clerk", {"reject_reason_id": reason.id})
        with self.at("2026-05-12 00:01"):
            self.env.invalidate_all()
            self.assertTrue(case.is_material_lapsed)
            self.assertIn(case, case.search([("is_material_lapsed", "=", True)]))
            self.sweep()
            self.assertEqual(case.stage_code, "pending_material", "nothing decides by itself")
            self.assertIn(self.users["clerk"], case.activity_ids.user_id)
        with self.at("2026-05-12 09:00"):
            self.move(case, "decide", "clerk")
            self.assertEqual(case.stage_code, "registered")
            self.assertNoClock(case, "TL-05")
            codes = case.sudo().document_ids.template_id.mapped("code")
            self.assertIn("DOC-26", codes)
            self.assertNotIn("DOC-01", codes, "the receipt says that the material is complete")

    def test_reg_08_refused_for_want_of_material(self):
        reason = self.env.ref("consumer_rights.reject_reason_m2026_5")
        with self.at("2026-04-30 15:20"):
            case = self.asked(self.received("2026-04-30 15:00"))
        with self.at("2026-05-12 09:00"):
            self.env.invalidate_all()
            self.move(case, "reject", "clerk", {"reject_reason_id": reason.id})
            self.assertEqual(case.decision, "reject")
            self.assertIn("一次性补正告知书", case.result_text, "the usual words are offered")
            self.assertOutcome(case, TL_40="exempt", TL_08="met")

    def test_reg_09_receipt_comes_with_registration(self):
        """REG-09: number, procedure, promised time, unit, how to ask; none without it."""
        case = self.registered_case()
        receipt = case.sudo().document_ids.filtered(lambda p: p.template_id.code == "DOC-01")
        for text in (case.name, "办理流程", "承诺时限", "经办单位", "查询方法"):
            self.assertIn(text, receipt.body)
        self.templates.filtered(lambda one: one.code == "DOC-01").active = False
        with self.refused("template of a paper is missing", ValidationError):
            self.registered_case()

    def test_reg_10_oral_and_written(self):
        """REG-10: how somebody applied is recorded; only a visitor signs."""
        template = self.templates.filtered(lambda one: one.code == "DOC-26")
        self.assertTrue(template.needs_signature)
        self.assertEqual(self.create_case().application_form, "oral")


@tagged("post_install", "-at_install")
class TestPersons(DeadlineCommon):
    """REG-11, REG-12, REG-15: who files, and whether that is known."""

    def test_reg_11_anonymous_report_holds_no_person(self):
        """REG-11: neither at once nor later; a complaint without a name is a report."""
        with self.refused("register a report|Register a report", ValidationError):
            self.create_case(is_anonymous=True)
        with self.refused("holds no person", ValidationError):
            self.create_case(
                kind="report", is_anonymous=True, party_ids=self.person(role="reporter")
            )
        report = self.create_case(kind="report", is_anonymous=True, party_ids=False, request=False)
        with self.refused("holds no person", ValidationError):
            report.party_ids = self.person(role="reporter")
        self.move(report, "register")
        self.assertNoClock(report, "TL-04", "TL-18", "TL-34", "TL-38")
        papers = report.sudo().document_ids.template_id
        self.assertFalse(papers.filtered(lambda one: one.recipient == "complainant"))

    def test_reg_12_identity_is_proved_on_demand(self):
        """REG-12: the notice starts TL-64, the proof ends it; meanwhile nothing is accepted."""
        with self.at("2026-05-06 10:00"):
            case = self.as_user("clerk", self.registered_case())
            with self.refused("No proof"):
                case.action_identity_proved()
            case.action_ask_identity()
            notice = case.sudo().document_ids.filtered(lambda p: p.template_id.code == "DOC-03")
            notice._tell("phone", "已告知")
            self.assertDue(case, TL_64="2026-05-12")
            self.assertEqual(case.identity_check, "asked")
            with self.refused("asked for already"):
                case.action_ask_identity()
            with self.refused("Proof of identity", ValidationError):
                self.move(case, "accept", "clerk", self.ACCEPT)
        with self.at("2026-05-08 10:00"):
            with self.refused("", AccessError):
                case.write({"identity_proved_at": "2026-05-08 02:00:00"})
            case.action_identity_proved()
            self.assertOutcome(case, TL_64="met")
            self.move(case, "accept", "clerk", self.ACCEPT)

    def test_reg_12_refusing_the_check_is_a_ground_since_2026_04_15(self):
        with self.at("2026-05-06 10:00"):
            case = self.as_user("clerk", self.registered_case())
            case.action_ask_identity()
            case.sudo().document_ids.filtered(lambda p: p.template_id.code == "DOC-03")._tell(
                "phone", "已告知"
            )
        with self.at("2026-05-14 09:00"):
            self.env.invalidate_all()
            self.assertEqual(case.identity_check, "lapsed")
            ground = self.env.ref("consumer_rights.reject_reason_m2026_6")
            self.move(case, "reject", "clerk", {"reject_reason_id": ground.id})
            self.assertEqual(case.stage_code, "rejected")

    def many(self, count, **values):
        return [
            Command.create(
                {
                    "role": "complainant",
                    "name": f"赵{number}",
                    "phone": f"1380000200{number}",
                    "address": "测试街3号",
                    "joint_consent": True,
                    **values,
                }
            )
            for number in range(count)
        ]

    def test_reg_15_each_person_agrees_to_a_joint_complaint(self):
        case = self.create_case(party_ids=self.many(2, joint_consent=False))
        self.assertTrue(case.is_joint)
        with self.refused("agrees to it", ValidationError):
            self.move(case, "register")
        case.party_ids.joint_consent = True
        self.move(case, "register")
        with self.refused("agrees to it", ValidationError):
            case.party_ids = self.person(name="钱后来", phone="13800003333")

    def test_reg_15_fifth_person_makes_a_group(self):
        """REG-15, SC-15: the flag comes with the fifth complainant, and the moment is kept."""
        case = self.registered_case(party_ids=self.many(4))
        self.assertFalse(case.is_group)
        with self.at("2025-05-30 16:45"):
            case.party_ids = self.person(name="钱第五", phone="13800003333", joint_consent=True)
            self.assertTrue(case.is_group)
        marks = case.event_ids.filtered(lambda event: event.type == "group")
        self.assertEqual(len(marks), 1)
        self.assertFalse(case.sudo()._verify_events())
        representatives = case.party_ids[:2]
        representatives.is_representative = True
        with self.refused("at most two", ValidationError):
            case.party_ids[2].is_representative = True

    def test_int_08_every_matter_has_a_type(self):
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self.create_case(kind=False)
            self.env.flush_all()
        self.assertIn("kind", str(caught.exception))

    def test_int_09_consultation_ends_with_an_answer_or_a_referral(self):
        """INT-09: words are always needed; the department is offered besides."""
        body = self.env["rights.partner.body"].create(
            {"name": "测试主管局", "kind": "authority", "phone": "025-88880000"}
        )
        case = self.create_case(kind="consultation", party_ids=False)
        with self.refused("", ValidationError):
            self.move(case, "answer")
        step = case._transitions().filtered(lambda one: one.code == "answer")
        self.assertIn("competent_body_id", case.move_form(step.id)["asked"])
        self.move(
            case,
            "answer",
            values={"reply_text": "不属于本部门职责，请向该局咨询", "competent_body_id": body.id},
        )
        self.assertEqual(case.stage_code, "answered")
        self.assertEqual(case.competent_body_id, body)
