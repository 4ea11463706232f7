"""What may be said: persons, consent, the blocks of a kind, major matters (DIS-03 to 06, 09)."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .publicity_common import WARNING, PublicityCommon

REFUSED = "cannot be published"


@tagged("post_install", "-at_install")
class TestPublicityContent(PublicityCommon):
    def typical(self, *cases, body="消费者购买手机后退款成功", **values):
        return self.draft(
            "statistician",
            kind="typical",
            name="手机退款案例",
            body=body,
            case_line_ids=self.case_line(*cases),
            **values,
        )

    def test_dis_05_four_blocks_or_refused(self):
        """DIS-05: hot spot, cause, conduct, advice, and the linked data."""
        for block in ("hot_spot", "cause", "problem", "advice"):
            draft = self.draft(**{block: "  "})
            with self.subTest(block=block), self.refused(draft._rights_label(block)):
                draft.action_submit()
        draft = self.draft(category_ids=False)
        with self.refused("Problems and goods"):
            draft.action_submit()

    def test_dis_05_counts_of_the_codes_are_linked(self):
        """DIS-05: complaints of the codes beside all complaints; small counts are left out."""
        with self.at("2026-04-20 10:00"):
            cases = [self.registered_case(item_class_id=self.goods.id) for _i in range(5)]
        draft = self.draft(
            "statistician",
            date_from="2026-04-20",
            date_to="2026-04-20",
            category_ids=self.goods.ids,
        )
        with self.assertRaises(AccessError):
            draft.complaint_count = 99
        draft.action_count()
        self.assertEqual((draft.complaint_count, draft.complaint_total), (5, 5))
        values = draft.sudo()._shown_values()
        self.assertEqual(values["complaint_count"], 5)
        with self.at("2026-04-21 10:00"):
            cases.append(self.registered_case())
        draft.write({"date_from": "2026-04-21", "date_to": "2026-04-21"})
        draft.action_count()
        self.assertIsNone(draft.sudo()._shown_values()["complaint_count"])

    def test_dis_06_a_tip_has_a_code(self):
        """DIS-06: a tip is linked to at least one code."""
        tip = self.draft(kind="tip", body="三包从开具发票之日起算")
        with self.refused("Problems and goods"):
            tip.action_submit()
        tip.category_ids = self.nature
        self.publish(tip)
        self.assertEqual(self.public(tip.code)._public_values()["codes"], [self.nature.name])

    def test_dis_03_no_name_phone_or_id_of_a_linked_case(self):
        """DIS-03: names, phones, IDs of parties are found however they are written."""
        case = self.concluded(
            party_ids=self.person(
                name="欧阳示例", phone="13800004321", id_number="320102199003077571"
            )
        )
        draft = self.typical(case)
        for words in (
            "消费者欧阳示例购买手机",
            "欧 阳 示 例说",
            "联系电话138-0000-4321",
            "证件３２０１０２１９９００３０７７５７１",
            "住在测试街2号的消费者",
        ):
            draft.body = words
            with self.subTest(words=words), self.assertRaises(Exception) as caught:
                draft.action_submit()
            self.assertIn("of a person", str(caught.exception))
            self.assertNotIn("欧阳", str(caught.exception))
        draft.write({"body": "一名消费者购买手机", "name": "欧阳示例退款案"})
        with self.refused("Title"):
            draft.action_submit()

    def test_dis_03_any_mobile_or_id_number_is_refused(self):
        """DIS-03: a number needs no linked case to be somebody's."""
        draft = self.draft(advice="可拨打13911112222咨询")
        with self.refused("of a person"):
            draft.action_submit()
        draft.advice = "可拨打12315咨询，或者025-84000001"
        draft.action_submit()

    def test_dis_03_masking_helps(self):
        """DIS-03: the button masks; what it leaves passes the check."""
        case = self.concluded(party_ids=self.person(name="欧阳示例", phone="13800004321"))
        draft = self.typical(
            case, body="欧阳示例（13800004321，测试街2号）购买手机，另致电13911112222"
        )
        draft.action_mask()
        self.assertEqual(draft.body, "欧阳**（****，****）购买手机，另致电****")
        draft.action_submit()

    def test_dis_04_only_cases_whose_complainant_agreed(self):
        """DIS-04, REG-19: without consent, open, or foreign cases are not taken; nor later."""
        for case in (
            self.concluded(consent=False),
            self.registered_case(publication_consent=True),
            self.report(),
        ):
            with self.subTest(case=case.kind), self.refused(REFUSED, ValidationError):
                self.typical(case)
        case = self.concluded()
        with self.refused(REFUSED, ValidationError):
            self.draft(kind="typical", body="x", case_line_ids=self.case_line(case))
        draft = self.approved(self.typical(case))
        self.env.cr.execute(
            "UPDATE rights_case SET publication_consent = FALSE WHERE id = %s", (case.id,)
        )
        case.invalidate_recordset()
        with self.refused(REFUSED, ValidationError):
            draft.action_publish()

    def test_dis_04_a_refusal_does_not_tell_of_a_report(self):
        """SEC-02: a report's number is answered like a number that nobody ever had."""
        texts = []
        report = self.report()
        for number in (report.name, "没有这个号"):
            with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
                self.draft(
                    "statistician", kind="typical", case_line_ids=[(0, 0, {"case_number": number})]
                )
            texts.append(str(caught.exception).replace(number, ""))
        self.assertEqual(*texts)

    def test_dis_04_the_editor_learns_nothing_of_the_case(self):
        """Annex A2: a statistician names a case and does not read it."""
        draft = self.typical(self.concluded())
        with self.assertRaises(AccessError):
            draft.case_line_ids.read(["case_id"])
        draft.action_submit()
        with self.refused("draft only"):
            draft.case_line_ids.case_number = "别的"

    def exposure(self, *cases):
        return self.draft(
            "statistician",
            kind="exposure",
            name="曝光",
            body="某商场销售假冒商标商品，已被处罚",
            case_line_ids=self.case_line(*cases),
            merchant_ids=self.merchant_line(self.merchant),
        )

    def test_dis_09_exposure_needs_a_closed_case_or_penalty(self):
        """DIS-09: a report that is still investigated exposes nobody; a penalty does."""
        with self.refused("Cases"):
            self.exposure().action_submit()
        filed = self.filed(self.named())
        report = filed.case_id
        with self.refused(REFUSED, ValidationError):
            self.exposure(report)
        self.decide(filed, decision="no_penalty", decision_text="不予处罚")
        with self.refused(REFUSED, ValidationError):
            self.exposure(report)
        other = self.filed(self.named())
        self.decide(other)
        draft = self.exposure(other.case_id)
        draft.body = "据欧阳举报反映，某商场售假"
        with self.refused("of a person"):
            draft.action_submit()
        draft.body = "某商场售假，罚款五千元"
        draft.action_submit()
        self.assertEqual(draft.state, "submitted")

    def test_emg_11_major_matters_wait_for_the_principal_leader(self):
        """EMG-11: by the merchant that is named, and by the case that is linked."""
        case = self.concluded()
        incident = self.env["rights.incident"].sudo()._begin(case.sudo(), "测试")
        named = self.draft("statistician", merchant_ids=self.merchant_line(self.merchant))
        linked = self.typical(case)
        for draft in (named, linked):
            with self.refused("principal leader"):
                draft.action_submit()
        incident.respondent_name = False
        with self.refused("principal leader"):
            linked.action_submit()
        self.as_user("head", incident).action_allow_publicity()
        linked.action_submit()

    def test_dis_03_nothing_of_a_draft_goes_into_the_settings_log(self):
        """SEC-09: words that may hold a name stand in no log."""
        log = self.env["rights.audit.log"].sudo()
        before = log.search_count([])
        self.draft(advice="欧阳示例的电话").advice = "改"
        self.assertEqual(log.search_count([]), before)
        self.assertIn("hot_spot", WARNING)
