"""A liaison takes complaints, replies, settles, hands over, answers referrals, reports offences."""

import base64

from freezegun import freeze_time
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .deadline_common import china
from .portal_common import photo
from .service_station_common import ServiceStationCommon

PHOTO = base64.b64encode(photo())
SETTLED = {"terms": "商家退款二百元", "amount": "200", "confirmed": "in_person"}
FAILED = {
    "talked": "phone",
    "said": "消费者要求退货，商家只同意换货",
    "why": "双方分歧过大",
    "told": "1",
}


@tagged("post_install", "-at_install")
class TestServiceStationCases(ServiceStationCommon):
    def given(self, **values):
        return {
            "way": "visit",
            "name": "张测试",
            "phone": "13800001234",
            "address": "测试街2号",
            "merchant": str(self.mall.id),
            "subject": "皮鞋开胶",
            "facts": "买了三天开胶",
            "request": "要求退货",
            "item_class": self.goods.code,
            "nature": self.nature.code,
            "amount": "680",
            **values,
        }

    def as_liaison(self, user=None):
        return self.env["rights.case"].with_user(user or self.liaison)

    def take(self, **values):
        return self.as_liaison()._station_take(self.own(), self.given(**values))

    def mine(self, case):
        """The case as the liaison's page has it."""
        return self.as_liaison()._of_stations(self.own(), case.id)

    def fresh(self, case):
        return case.with_env(self.env)

    # -- STN-05, MED-06, TL-03 ---------------------------------------------------------------------

    def test_stn_05_taken_in_one_act(self):
        """STN-05: registered, accepted, told and in hand, by the liaison, who is no handler."""
        case = self.fresh(self.take())
        self.assertEqual(case.stage_code, "handling")
        self.assertTrue(case.name.startswith("CSTS1"))
        self.assertEqual(case.station_id, self.profile.station_id)
        self.assertEqual((case.respondent_id, case.channel_id.code), (self.mall, "visit"))
        self.assertEqual(case.registered_by_id, self.liaison)
        self.assertFalse(case.user_id)
        decision = case.document_ids.filtered(lambda paper: paper.template_id.code == "DOC-04")
        self.assertTrue(decision.delivered_at)
        self.assertEqual(case.party_ids.name_masked, "张**")
        self.assertTrue(self.as_user("dispatcher_a", case).has_access("read"))
        self.assertFalse(self.as_user("dispatcher_b", case).has_access("read"))

    def test_stn_05_24_hours(self):
        """STN-05, SC-11, TL-03: taken 2025-04-30 19:40, due on 05-01 19:40 in the holiday; the
        reply of 11:00 meets it, the reply of a minute too late is a breach."""
        for reply, outcome in (("2025-05-01 11:00", "met"), ("2025-05-01 19:41", "late")):
            with self.subTest(reply=reply):
                with self.at("2025-04-30 19:40"):
                    case = self.take()
                    self.assertDue(case, TL_03="2025-05-01 19:40")
                    self.assertOutcome(case, TL_03="running")
                with self.at(reply):
                    mine = self.mine(case)
                    self.assertTrue(mine._station_view(self.own())["needs_reply"])
                    mine._station_reply("十个工作日内办结")
                    self.assertOutcome(case, TL_03=outcome)
                    breaches = self.env["rights.deadline.breach"].search(
                        [("case_id", "=", case.id), ("deadline_id.code", "=", "TL-03")]
                    )
                    self.assertEqual(bool(breaches), outcome == "late")
                    self.assertFalse(mine._station_view(self.own())["needs_reply"])

    def test_stn_05_replied_with_the_taking(self):
        """STN-05: whoever tells it at the desk has replied; without the merchant the limit runs."""
        with self.at("2025-05-08 10:00"):
            told = self.take(told="1", merchant_told="1")
            half = self.take(told="1", phone="13800005678")
            self.assertOutcome(told, TL_03="met")
            self.assertOutcome(half, TL_03="running")
        self.assertIn("程序和时间", told.sudo().contact_log_ids.mapped("note")[0])

    def test_stn_05_what_is_missing_is_told(self):
        """REG-01: in sentences, all at once, and nothing is entered."""
        before = self.env["rights.case"].search_count([])
        for missing in ("name", "phone", "address", "facts", "request", "item_class", "nature"):
            with self.subTest(missing=missing), self.refused():
                self.take(**{missing: ""})
        with self.refused("how the consumer came"):
            self.take(way="letter")
        self.assertEqual(self.env["rights.case"].search_count([]), before)

    def test_stn_05_a_merchant_that_nobody_knows(self):
        """REG-17: at a township station it is entered under the local body, once."""
        unknown = {
            "merchant": "",
            "merchant_name": "测试新开杂货店",
            "merchant_address": "镇中街1号",
            "merchant_phone": "025-84009999",
        }
        first = self.fresh(self.take(**unknown))
        again = self.fresh(self.take(**unknown, subject="称重不足"))
        self.assertEqual(first.respondent_id.name, "测试新开杂货店")
        self.assertEqual(first.respondent_id.station_id, self.stations["station_a1"])
        self.assertEqual(again.respondent_id, first.respondent_id)

    def test_sec_11_another_station_has_no_such_case(self):
        """SEC-11: neither the case nor its acts; who left reaches nothing."""
        other = self._profile("测试别站", "CSTS7", "township_station")
        stranger = self._liaison("other_liaison", other)
        case = self.take()
        self.assertFalse(self.as_liaison(stranger)._of_stations(self.own(stranger), case.id))
        case_of_stranger = self.fresh(case).with_user(stranger).sudo()
        with self.refused("moved on"):
            case_of_stranger._station_settle(SETTLED)
        self.profile.member_ids.sudo().ended_at = "2026-01-01"
        self.assertFalse(self.own())

    def test_sec_02_the_look_is_logged_and_ends_with_the_case(self):
        """SEC-02: clear while the station has it, masked afterwards."""
        case = self.take(told="1", merchant_told="1")
        looks = self.env["rights.audit.log"].search_count([("type", "=", "look")])
        self.assertIn("13800001234", self.mine(case)._station_view(self.own())["person"])
        self.assertEqual(
            self.env["rights.audit.log"].search_count([("type", "=", "look")]), looks + 1
        )
        self.mine(case)._station_settle(SETTLED)
        self.assertNotIn("张测试", self.mine(case)._station_view(self.own())["person"])

    # -- STN-07 ------------------------------------------------------------------------------------

    def test_stn_07_settled_with_confirmation(self):
        """STN-07: result, amount and reply in one act; the confirmation stays as it is."""
        with self.at("2025-05-08 10:00"):
            case = self.take(told="1", merchant_told="1")
            self.mine(case)._station_settle(SETTLED)
        case = self.fresh(case)
        self.assertEqual((case.stage_code, case.outcome_id.code), ("replied", "self_settled"))
        self.assertEqual((case.amount_recovered, case.result_text), (200, "商家退款二百元"))
        settlement = case.station_settlement_ids
        self.assertEqual(
            (settlement.confirmed_way, settlement.user_id, settlement.station_id),
            ("in_person", self.liaison, self.profile.station_id),
        )
        self.assertOutcome(case, TL_34="met")
        with self.assertRaises(UserError):
            self.as_user("station_a1", settlement).terms = "别的"
        with self.refused("moved on"):
            self.mine(case)._station_settle(SETTLED)  # pressed twice

    def test_stn_07_no_settlement_without_confirmation(self):
        """STN-07: neither on the page nor by the staff; in writing needs the paper."""
        case = self.take()
        mine = self.mine(case)
        for wrong, words in (
            ({"confirmed": ""}, "how the consumer confirmed"),
            ({"confirmed": "written"}, "photo"),
            ({"terms": " "}, "what was agreed"),
            ({"amount": "viel"}, "amount"),
        ):
            with self.subTest(wrong=wrong), self.refused(words):
                mine._station_settle({**SETTLED, **wrong})
        self.assertEqual(self.fresh(case).stage_code, "handling")
        mine._station_settle({**SETTLED, "confirmed": "written"}, PHOTO)
        self.assertTrue(self.fresh(case).station_settlement_ids.paper)

    def test_stn_07_staff_need_the_confirmation_too(self):
        """STN-07: the gate refuses “settled between the parties” at a service station."""
        self.users["mall"] = self._create_person("mall", "mediator", "mall")
        case = self.fresh(self.take())
        with self.refused("has not confirmed", ValidationError):
            self.conclude(case, "mall", self.outcome("self_settled"))
        self.as_user("mall", self.env["rights.station.settlement"]).create(
            {"case_id": case.id, "terms": "退款", "amount": 680, "confirmed_way": "phone"}
        )
        self.conclude(case, "mall", self.outcome("self_settled"))
        self.assertEqual(case.stage_code, "concluded")

    # -- STN-08, MED-23, TL-33 ---------------------------------------------------------------------

    def test_stn_08_handed_over_with_materials(self):
        """STN-08, MED-23, SC-11, TL-33: told, with materials, and it is the local body's; the
        station helps afterwards and asked for an investigation."""
        with self.at("2025-04-30 19:40"):
            case = self.take(told="1", merchant_told="1")
        with self.at("2025-05-02 10:00"):
            self.mine(case)._station_hand_over(
                {**FAILED, "investigation": "请查验进货票据"}, [PHOTO]
            )
        case = self.fresh(case)
        self.assertEqual(case.stage_code, "escalated")
        self.assertEqual(case.station_id, self.stations["station_a1"])
        self.assertEqual(case.mediation_ids.level, "service_station")
        self.assertEqual(case.mediation_ids.meeting_ids.outcome, "failed")
        self.assertDue(case, TL_33="2025-05-06")
        self.assertIn("请查验进货票据", "".join(case.event_ids.mapped(lambda e: e.basis or "")))
        with self.at("2025-05-06 09:00"):
            self.as_user("station_a1", case).action_confirm_mediation_file()
            self.assertOutcome(case, TL_33="met")
            mine = self.mine(case)
            self.assertTrue(mine._station_view(self.own())["may_assist"])
            mine._station_assist("已找到销售小票存根", PHOTO)
            self.assertEqual(len(case.evidence_ids), 2)
            with self.refused("moved on"):
                mine._station_settle(SETTLED)

    def test_stn_08_refused_without_materials_or_words(self):
        """STN-08, MED-23: materials, the consumer told, the reason, and what each side said."""
        case = self.take(told="1", merchant_told="1")
        mine = self.mine(case)
        for wrong, photos, words in (
            ({}, [], "materials go along"),
            ({"told": ""}, [PHOTO], "Tell the consumer"),
            ({"why": ""}, [PHOTO], "why no settlement"),
            ({"said": ""}, [PHOTO], "what each side said"),
            ({"talked": "onsite"}, [], "materials go along"),
            ({"talked": "letter"}, [PHOTO], "how you spoke"),
        ):
            with self.subTest(wrong=wrong, words=words), self.refused(words):
                mine._station_hand_over({**FAILED, **wrong}, photos)
        self.assertEqual(self.fresh(case).stage_code, "handling")
        mine._station_hand_over({**FAILED, "talked": "onsite"}, [PHOTO])
        self.assertTrue(self.fresh(case).mediation_ids.meeting_ids.signed_record)

    def test_stn_08_a_merchant_who_refuses_to_talk(self):
        """STN-08, MED-01: the refusal is the record."""
        case = self.take(told="1", merchant_told="1")
        self.mine(case)._station_hand_over({**FAILED, "talked": "refused", "said": ""}, [PHOTO])
        case = self.fresh(case)
        self.assertEqual((case.stage_code, len(case.mediation_ids.meeting_ids)), ("escalated", 0))
        self.assertEqual(case.mediation_ids.state, "failed")

    # -- STN-06, TRI-19, TL-31 ---------------------------------------------------------------------

    def refer(self):
        case = self.case_at("accepted", "clerk", respondent_id=self.mall.id)
        self.as_user("dispatcher", case)._refer(
            "mailbox", "phone", self.as_user("dispatcher", self.profile.station_id)
        )
        return case.with_env(self.env)

    def referral(self, case):
        referrals = self.env["rights.case.referral"].with_user(self.liaison)
        return referrals._of_stations(self.own()).filtered(lambda row: row.case_id == case)

    def test_stn_06_answered_within_the_limit(self):
        """STN-06, TL-31: 3 working days; settled with the consumer's confirmation."""
        with self.at("2026-03-09 10:00"):
            case = self.refer()
            self.assertDue(case, TL_31="2026-03-12")
        with self.at("2026-03-12 23:00"):
            referral = self.referral(case)
            self.assertIn("13800001234", referral._station_view()["person"])
            with self.refused("how the consumer confirmed"):
                referral._station_answer({"result": "settled", "terms": "退款"})
            with self.refused("whether it was settled"):
                referral._station_answer({"terms": "退款"})
            referral._station_answer({**SETTLED, "result": "settled"})
            self.assertOutcome(case, TL_31="met")
        self.assertEqual((referral.result, referral.settlement_ids.amount), ("settled", 200))
        self.assertFalse(self.referral(case))
        with self.refused("came back already"):
            referral._station_answer({**SETTLED, "result": "settled"})
        self.assertFalse(self.mine(case))  # only referred: no case of the station

    def test_stn_06_no_answer_returns_to_triage(self):
        """STN-06, TL-31: in silence it returns by itself; the assessment counts it."""
        with self.at("2026-03-09 10:00"):
            case = self.refer()
        with self.at("2026-03-13 00:00"), self.enter_registry_test_mode():
            self.env.ref("consumer_rights.routing_cron_silent_merchants").method_direct_trigger()
            self.assertEqual(case.referral_ids.result, "silent")
            self.assertEqual(case.stage_code, "accepted")
        with self.at("2026-07-01 09:00"):
            days = china("2026-01-01").date(), china("2026-06-30 12:00").date()
            self.assertEqual(self.profile._limits_kept(*days), (1, 0))

    def test_stn_06_not_settled(self):
        with self.at("2026-03-09 10:00"):
            case = self.refer()
            self.referral(case)._station_answer({"result": "failed", "terms": "商家不同意"})
        self.assertEqual((case.referral_ids.result, case.stage_code), ("failed", "accepted"))
        rows = self.profile._complaint_rows(
            china("2026-01-02").date(), china("2026-03-31 12:00").date()
        )
        self.assertEqual(rows[self.goods]["received"], 1)
        self.assertEqual(rows[self.goods]["escalated"], 1)

    # -- STN-11, EMG-08, TL-36 ---------------------------------------------------------------------

    def test_stn_11_a_major_matter_is_reported_upward(self):
        """STN-11, EMG-08, TL-36: the report of the liaison ends the hour."""
        self._create_person("head_a1", "head", "station_a1")
        with self.at("2026-03-09 10:00"):
            case = self.take(told="1", merchant_told="1")
            with self.refused("what makes it major"):
                self.mine(case)._station_report_major(" ")
            self.mine(case)._station_report_major("六名消费者食用后不适")
            self.assertOutcome(case, TL_36="met")
        report = self.fresh(case).incident_id.report_ids
        self.assertEqual((report.kind, report.user_id), ("upward", self.liaison))
        self.assertTrue(report.receiver_id)

    def test_stn_11_without_a_head_above_the_desk_takes_it(self):
        case = self.take(told="1", merchant_told="1")
        self.mine(case)._station_report_major("六名消费者食用后不适")
        self.assertIn("station_a1", self.fresh(case).incident_id.report_ids.receiver)

    # -- STN-14 ------------------------------------------------------------------------------------

    OFFENCE = {
        "violation": "trademark",
        "merchant_name": "测试假冒皮具店",
        "merchant_address": "测试路9号",
        "subject": "假冒商标皮包",
        "facts": "柜台出售假冒注册商标的皮包",
    }

    def test_stn_14_an_offence_becomes_a_report(self):
        """STN-14: channel service station, at the local body; the liaison sees it no more."""
        self.profile.special_phone = "026-00061001"
        number = self.own()._report_offence(self.OFFENCE)
        report = self.env["rights.case"].search([("name", "=", number)])
        self.assertEqual((report.kind, report.stage_code), ("report", "registered"))
        self.assertEqual(report.channel_id.code, "station_referral")
        self.assertEqual(report.station_id, self.stations["station_a1"])
        self.assertEqual(report.violation_class_ids.code, "trademark")
        self.assertTrue(report.is_confidential)
        self.assertFalse(self.mine(report))
        self.assertNotIn(self.liaison, report.event_ids.user_id)
        self.assertNotEqual(report.registered_by_id, self.liaison)
        self.assertNotEqual(report.create_uid, self.liaison)

    def test_stn_14_only_the_three_kinds(self):
        """STN-14: counterfeit, unfair competition, trademark; without a phone it is told."""
        with self.refused("phone number"):
            self.own()._report_offence(self.OFFENCE)
        self.profile.special_phone = "026-00061001"
        with self.refused("what you suspect"):
            self.own()._report_offence({**self.OFFENCE, "violation": "fraud"})

    # -- the log, from the pages -------------------------------------------------------------------

    def test_stn_15_and_19_entered_from_the_pages(self):
        """STN-15, STN-19, STN-17, STN-20: the liaison's own entries."""
        own = self.own()
        with freeze_time("2026-03-10 02:00"):
            own._enter_activity(
                {"kind": "lecture", "topic": "3·15讲座", "date": "2026-03-10", "people": "60"}
            )
            own._enter_activity({"kind": "study", "topic": "学习条例", "date": "2026-03-01"})
            with self.refused("not in the future"):
                own._enter_activity({"kind": "lecture", "topic": "讲座", "date": "2026-03-11"})
            with self.refused("kind, day and topic"):
                own._enter_activity({"kind": "nothing", "topic": "讲座", "date": "2026-03-10"})
        self.assertEqual(set(self.profile.activity_ids.mapped("purpose")), {"publicity", "study"})
        self.assertEqual(sum(self.profile.activity_ids.mapped("people")), 60)
        own._enter_opinion({"kind": "rule", "subject": "条例", "content": "增加冷静期"})
        with self.refused("heading"):
            own._enter_opinion({"subject": "", "content": "增加冷静期"})
        self.assertEqual(self.profile.opinion_ids.entered_by_id, self.liaison)

    def test_stn_04_filed_from_the_pages(self):
        """STN-03, STN-04: the liaison files the change; the unit above confirms it."""
        given = {
            "name": "赵测试",
            "education": "bachelor",
            "has_law_knowledge": "1",
            "can_communicate": "1",
            "date_from": "2026-03-09",
        }
        own = self.own()
        with self.at("2026-03-10 10:00"):
            self.appoint(date_from="2026-01-05").action_confirm()
            with self.refused("not enough", ValidationError):
                own._file_coordinator({**given, "education": "junior_high"})
            own._file_coordinator(given)
        filing = self.profile.coordinator_id
        self.assertEqual((filing.name, filing.filed_by_id), ("赵测试", self.liaison))
        self.assertFalse(filing.confirmed_at)
        waiting = self.as_user("station_a1", self.env["rights.case"])._get_service_station_pages()
        model, _action, domain = waiting[0]
        self.assertIn(filing, self.as_user("station_a1", self.env[model]).search(domain))
