from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..models.case.rights_append_only import Pass
from .answer_common import BAD, GOOD, AnswerCommon
from .deadline_common import china


@tagged("post_install", "-at_install")
class TestAnswerAssessment(AnswerCommon):
    def concluded(self, count, unit="station_a1", when="2026-05-20 10:00", login="station_a1"):
        """Complaints that a unit concluded, as they stand in the archive."""
        station = self.stations[unit]
        serial = self.env["rights.case"].search_count([("name", "=like", "样本%")])
        cases = (
            self.env["rights.case"]
            .sudo()
            .with_context(rights_gate=Pass())
            .create(
                [
                    {
                        **self.case_vals(),
                        "name": f"样本{serial + number:04d}",
                        "station_id": station.id,
                        "user_id": self.users[login].id,
                        "result_text": "退款",
                        "concluded_at": china(when),
                        "handled_station_ids": [(6, 0, station.ids)],
                        "chain_station_ids": [(6, 0, station._with_above().ids)],
                    }
                    for number in range(count)
                ]
            )
            .with_context(rights_gate=None)
        )
        cases._gate_write({"stage_id": self.env.ref("consumer_rights.stage_archived").id})
        return cases

    def month(self, day="2026-05-01"):
        months = self.as_user("quality", self.env["rights.assessment.month"])
        return months.create({"month": day})

    def drawn(self, count=23):
        self.concluded(count)
        with self.at("2026-06-01 09:00"):
            month = self.month()
            month.action_draw()
        return month

    def sample(self, month, unit="station_a1"):
        station = self.stations[unit]
        return month.sudo().sample_ids.filtered(lambda row: row.station_id == station)

    def test_sc19_ten_percent_rounded_up_and_repeatable(self):
        """SC-19, RPL-09: 3 of 23; the stored seed draws the same three again."""
        sample = self.sample(self.drawn())
        self.assertEqual((sample.population, sample.size, len(sample.line_ids)), (23, 3, 3))
        numbers = set(sample.line_ids.sudo().case_id.mapped("name"))
        self.assertEqual(set(sample._draw_again()), numbers)
        self.assertEqual(sample.action_draw_again()["params"]["type"], "success")
        sample.month_id.sudo().seed = "other"
        self.assertNotEqual(sample._draw_again(), sorted(numbers))

    def test_rpl_09_each_handler_has_the_share_of_the_conclusions(self):
        """RPL-09, QUA-06: 20 of one handler and 10 of another make 2 and 1 of 3, repeatably."""
        self.concluded(10, login="station_a2")
        sample = self.sample(self.drawn(20))
        handlers = sample.line_ids.sudo().case_id.mapped("user_id.login")
        self.assertEqual((sample.size, sorted(handlers)), (3, ["t_station_a1", "t_station_a2"]))
        drawn = [line.case_id.user_id for line in sample.line_ids.sudo()]
        self.assertEqual(drawn.count(self.users["station_a1"]), 2)
        self.assertEqual(sample.action_draw_again()["params"]["type"], "success")
        again = sample.sudo()
        again.strata = False
        self.assertEqual(len(again._draw_again()), 3, "what was drawn before is drawn as before")

    def test_rpl_09_at_least_one_of_each_unit(self):
        self.concluded(1, "station_b1")
        month = self.drawn(2)
        self.assertEqual(self.sample(month, "station_b1").size, 1)
        self.assertEqual(self.sample(month).size, 1)

    def test_rpl_09_only_conclusions_of_the_month_in_china(self):
        """RPL-09: 1 May 00:10 in China belongs to May, 1 June 00:10 does not."""
        self.concluded(1, when="2026-05-01 00:10")
        self.concluded(1, when="2026-06-01 00:10")
        month = self.drawn(0)
        self.assertEqual(self.sample(month).population, 1)

    def test_rpl_09_a_case_taken_up_again_was_concluded_too(self):
        """RPL-09: the first cycle's conclusion counts, although the case stands at the start."""
        with self.at("2026-05-06 10:00"):
            case = self.replied()
            self.follow_up(case, BAD)
            self.reopen(case)
        with self.at("2026-06-01 09:00"):
            self.assertIn(case, self.month()._get_population()[self.stations["city"]])

    def test_rpl_09_month_is_not_closed_without_the_draw(self):
        """RPL-09: refused before the draw, and when a unit was left out."""
        self.concluded(3)
        with self.at("2026-05-31 18:00"), self.refused("not over"):
            self.month().action_draw()
        with self.at("2026-06-01 09:00"):
            month = self.month()
            with self.refused("cannot be closed"):
                month.action_close()
            month.action_draw()
            self.concluded(1, "station_b1")
            with self.refused("cannot be closed"):
                month.action_close()
            month.action_draw()
            month.action_close()
            with self.refused("is closed"):
                month.action_draw()
        self.assertEqual(month.state, "closed")

    def test_rpl_09_only_the_quality_officer_draws(self):
        month = self.drawn()
        with self.assertRaises(AccessError):
            self.as_user("head", month).action_draw()
        with self.assertRaises(AccessError):
            self.as_user("quality", self.sample(month).line_ids[0]).write({"month_id": False})

    def test_rpl_09_call_is_made_by_a_dedicated_officer(self):
        """RPL-09, RPL-05, SC-19: the drawn case opens for the officer and closes with the call."""
        line = self.sample(self.drawn()).line_ids[0]
        case = line.sudo().case_id
        self.assertTrue(self.as_user("followup", case).has_access("read"))
        self.assertEqual(line.user_id, self.users["followup"])
        self.assertEqual(self.as_user("quality", line).subject, case.subject)
        with self.refused("cannot follow it up", ValidationError):
            self.as_user("quality", line).user_id = self.users["station_a1"]
        self.as_user("quality", line).user_id = self.users["followup"]
        calls = self.as_user("followup", self.env["rights.followup.call"])
        call = calls.create({"line_id": line.id, **GOOD})
        self.assertEqual((call.person, call.phone), ("张测试", "13800001234"))
        call.action_save()
        self.assertEqual((line.state, line.sat_overall), ("done", "basic"))
        self.env.invalidate_all()
        self.assertFalse(self.as_user("followup", case).has_access("read"))
        self.assertFalse(self.as_user("quality", line).subject, "while open only (Annex A2)")
        self.assertEqual(case.stage_code, "archived")

    def test_rpl_09_dissatisfied_call_touches_no_clock(self):
        line = self.sample(self.drawn()).line_ids[0]
        calls = self.as_user("followup", self.env["rights.followup.call"])
        calls.create({"line_id": line.id, **BAD}).action_save()
        self.assertFalse(line.sudo().case_id.reopening_ids)
        self.assertNoClock(line.sudo().case_id, "TL-39")

    def test_rpl_09_other_line_of_the_network_sees_nothing(self):
        line = self.sample(self.drawn()).line_ids[0]
        foreign = self._create_person("quality_b", "quality", "district_b")
        self.assertFalse(line.with_user(foreign).has_access("read"))

    def test_rpl_13_service_station_settlements_are_in_the_sample(self):
        """RPL-13: the same share; a station that does not cooperate is noted."""
        self.stations["shop"] = self.env["rights.station"].create(
            {
                "name": "测试服务站",
                "code": "CSTS1",
                "level": "service_station",
                "parent_id": self.stations["station_a1"].id,
            }
        )
        self.concluded(2, "shop")
        line = self.sample(self.drawn(), "shop").line_ids
        self.assertTrue(line.is_service_station)
        mine = self.as_user("quality", line)
        mine.refusal = "不提供联系方式"
        other = self.sample(line.month_id).line_ids[0]
        with self.assertRaises(UserError):
            self.as_user("quality", other).refusal = "不适用"
