"""Approval of that version, its clock, corrections, withdrawals, channels (DIS-02, 10, 13)."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .publicity_common import PublicityCommon


@tagged("post_install", "-at_install")
class TestPublicityApproval(PublicityCommon):
    def test_dis_02_a_district_publishes_after_the_city_approved(self):
        """DIS-02: neither the district's own head nor whoever submitted it approves."""
        draft = self.draft()
        self.assertEqual(draft.station_id, self.stations["district_a"])
        with self.refused("approved|Public|“Draft”"):
            draft.action_publish()
        draft.action_submit()
        for login in ("stat_a", "head_a", "dispatcher_a", "statistician"):
            with self.refused(error=AccessError):
                self.as_user(login, draft).action_approve()
        own = self.draft("head")
        own.action_submit()
        with self.refused("Nobody approves", AccessError):
            own.action_approve()
        self.assertFalse(self.public(draft.code))
        self.as_user("head", draft).action_approve()
        self.assertEqual(draft.state, "approved")
        self.assertFalse(self.public(draft.code), "approved is not published")
        draft.action_publish()
        self.assertEqual(self.public(draft.code), draft)
        self.assertEqual(draft.step_ids.mapped("kind"), ["published", "approved", "submitted"])
        self.assertEqual(draft.approved_by_id, self.users["head"])

    def test_dis_02_approval_belongs_to_its_words(self):
        """DIS-02: what is submitted is closed; a change past the form needs a new approval."""
        draft = self.draft()
        draft.action_submit()
        with self.refused("closed"):
            draft.advice = "改"
        self.as_user("head", draft).action_approve()
        self.assertEqual(draft.approved_hash, draft.content_hash)
        with self.refused("closed"):
            draft.advice = "改"
        for name in ("approved_hash", "state", "published_at", "complaint_count"):
            with self.refused(error=AccessError):
                draft.write({name: False})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE rights_disclosure SET advice = '别的话' WHERE id = %s", (draft.id,)
        )
        draft.invalidate_recordset()
        with self.refused("changed after its approval"):
            draft.action_publish()
        draft.action_reopen()
        self.assertFalse(draft.approved_hash or draft.approved_by_id)
        draft.advice = "正确的话"
        with self.refused():
            draft.action_publish()
        self.publish(draft)
        self.assertEqual(self.public(draft.code)._public_values()["advice"], "正确的话")

    def test_dis_02_codes_and_merchants_are_part_of_the_version(self):
        """DIS-02: codes, period, cases and who is named change the hash as words do."""
        draft = self.draft()
        seen = {draft.content_hash}
        for vals in (
            {"category_ids": [(4, self.goods.id)]},
            {"date_from": "2026-01-01", "date_to": "2026-03-31"},
            {"merchant_ids": self.merchant_line(self.merchant)},
            {"correction": "日期"},
        ):
            draft.write(vals)
            draft.invalidate_recordset(["content_hash"])
            self.assertNotIn(draft.content_hash, seen, vals)
            seen.add(draft.content_hash)

    def test_tl_44_three_working_days_and_no_silent_approval(self):
        """DIS-02, TL-44: the clock runs over the weekend; its end reminds and approves nothing."""
        with self.at("2026-05-07 10:00"):  # a Thursday before a make-up Saturday
            draft = self.draft()
            draft.action_submit()
        clock = draft.sudo().clock_ids
        self.assertEqual(clock.code, "TL-44")
        self.assertEqual(clock.due_day, date(2026, 5, 11))
        with self.at("2026-06-30 10:00"):
            self.sweep()
            self.assertEqual(draft.state, "submitted")
            users = draft.sudo().activity_ids.user_id
            self.assertIn(self.users["head"], users)
            self.assertNotIn(self.users["head_a"], users)
            self.as_user("head", draft).action_approve()
        self.assertTrue(clock.stopped_at)
        self.assertTrue(clock.breach_ids)

    def test_dis_02_sent_back_with_its_reason(self):
        draft = self.draft()
        draft.action_submit()
        city = self.as_user("head", draft)
        with self.refused("reason"):
            city.action_return()
        city.remark = "第二段太笼统"
        city.action_return()
        self.assertEqual(draft.state, "draft")
        self.assertEqual(draft.step_ids[0].detail, "第二段太笼统")
        self.assertTrue(draft.sudo().clock_ids.stopped_at)
        with self.refused("kept"):
            draft.unlink()
        draft.action_submit()
        self.assertEqual(len(draft.sudo().clock_ids), 2)

    def test_dis_13_a_correction_is_a_new_version_with_its_reason(self):
        """DIS-13: the address stays, the old words go, the reason stands there."""
        first = self.publish(self.draft())
        with self.refused("closed"):
            first.advice = "改"
        second = first.browse(first.action_new_version()["res_id"]).with_env(first.env)
        self.assertEqual((second.code, second.number), (first.code, 2))
        self.assertEqual(first.action_new_version()["res_id"], second.id)
        second.advice = "更正后的建议"
        with self.refused("What is corrected"):
            second.action_submit()
        second.correction = "原建议有误"
        self.approved(second)
        self.assertEqual(self.public(first.code), first, "until the new one is published")
        self.assertEqual(first.action_new_version()["res_id"], second.id)
        second.action_publish()
        values = self.public(first.code)._public_values()
        self.assertEqual(values["advice"], "更正后的建议")
        self.assertEqual([reason for _at, reason in values["corrections"]], ["原建议有误"])
        self.assertEqual(first.state, "replaced")
        self.assertEqual(first.step_ids[0].detail, "原建议有误")

    def test_dis_13_withdrawn_with_its_reason(self):
        """DIS-13: without a reason refused; the words are gone, number and reason stay."""
        live = self.publish(self.draft())
        with self.refused("reason"):
            live.action_take_down()
        with self.assertRaises(AccessError):
            self.as_user("stat_b", live).remark = "不是我们的"
        live.remark = "来电者13800001234要求撤回"
        with self.refused("of a person"):
            live.action_take_down()
        live.remark = "商品已召回，警示不再需要"
        live.action_take_down()
        values = self.public(live.code)._public_values()
        self.assertFalse(values["is_live"])
        self.assertEqual(values["reason"], "商品已召回，警示不再需要")
        self.assertNotIn("advice", values)
        self.assertNotIn("预付卡", str(values))
        self.assertEqual(live.step_ids[0].kind, "withdrawn")

    def test_dis_13_the_trace_is_only_added_to(self):
        live = self.publish(self.draft())
        with self.assertRaises(AccessError):
            live.step_ids[:1].sudo().write({"detail": "改"})
        with self.assertRaises(AccessError):
            self.env["rights.disclosure.step"].sudo().create(
                {"disclosure_id": live.id, "kind": "approved", "at": live.create_date, "user_id": 1}
            )

    def test_dis_10_channels_are_recorded_after_publication(self):
        """DIS-10: seven channels as data; nothing appeared anywhere before it was public."""
        channels = self.env["rights.publicity.channel"].search([])
        self.assertLessEqual(
            {
                "broadcast",
                "television",
                "newspaper",
                "network",
                "government_site",
                "hall",
                "event",
            },
            set(channels.mapped("code")),
        )
        draft = self.draft()
        channel = channels.filtered(lambda one: one.code == "newspaper")
        row = {"channel_id": channel.id, "note": "晚报第三版"}
        with self.refused("not public"):
            draft.release_ids = [(0, 0, row)]
        self.publish(draft)
        draft.release_ids = [(0, 0, row)]
        self.assertEqual(draft.release_ids.channel_id, channel)
        with self.assertRaises(AccessError):
            self.as_user("stat_b", draft.release_ids).note = "改"

    def test_sec_11_who_reads_drafts(self):
        """Drafts are for the editors of the unit and above; the house reads what is public."""
        draft = self.draft()
        for login in ("clerk", "business_admin", "stat_b", "station_a1"):
            seen = self.as_user(login, self.env["rights.disclosure"])
            self.assertFalse(seen.search([("id", "=", draft.id)]), login)
        self.assertTrue(self.as_user("statistician", draft).name)
        self.publish(draft)
        self.assertEqual(self.as_user("clerk", draft).name, WARNING_NAME)
        with self.assertRaises(AccessError):
            self.as_user("stat_b", draft).action_new_version()
        with self.assertRaises(AccessError):
            self.draft("stat_b", station_id=self.stations["district_a"].id)
        with self.assertRaises(UserError):
            self.draft(station_id=self.stations["station_a1"].id)

    def test_dis_02_to_do_pages(self):
        """D14: what waits stands on the page of who has to act, and of nobody else."""

        def counts(login):
            pages = self.as_user(login, self.env["rights.case"])._get_todo_pages()
            return {
                name.split("_action_")[1]: count for name, count in pages if "disclosure" in name
            }

        before = {login: counts(login) for login in ("head", "head_a", "stat_a")}
        draft = self.draft()
        draft.action_submit()
        self.assertEqual(counts("head")["submitted"], before["head"]["submitted"] + 1)
        self.assertEqual(counts("head_a"), before["head_a"])
        self.as_user("head", draft).action_approve()
        self.assertEqual(counts("stat_a")["approved"], before["stat_a"]["approved"] + 1)


WARNING_NAME = "预付卡消费警示"
