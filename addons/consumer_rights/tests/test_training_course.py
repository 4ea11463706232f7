import base64

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .portal_common import photo
from .training_common import PERSON, TrainingCommon

QUESTIONS = [
    ("七日无理由退货从哪天起算？", [("签收之日", True), ("下单之日", False)]),
    ("下列哪些属于经营者义务？", [("出具凭证", True), ("公示价格", True), ("搜查顾客", False)]),
]


@tagged("post_install", "-at_install")
class TestTrainingCourse(TrainingCommon):
    """TRN-01, TRN-02, TRN-04, TRN-07: a course, who came, what follows from it."""

    def years(self, login, unit="station_a1"):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.as_user(login, self.env["rights.training.year"]).search(
            [("station_id", "=", self.stations[unit].id)]
        )
        return {row.year: (row.held, row.light) for row in rows}

    def missed(self, login="dispatcher_a"):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.as_user(login, self.env["rights.missed.period"]).search(
            [("kind", "=", "training")]
        )
        return {(row.station_id, row.date_from.year) for row in rows}

    def test_trn_01_two_a_year_amber_from_october_listed_on_31_december(self):
        """TRN-01, TL-62: courses of each district and station, in the calendar year of China."""
        district, station = self.stations["district_a"], self.stations["station_a1"]
        with self.at("2026-09-30 23:59"):
            self.assertEqual(self.years("station_a1"), {2026: (0, "c_open")})
        with self.at("2026-10-01 00:01"):
            self.assertEqual(self.years("station_a1"), {2026: (0, "b_late")})
            self.hold()
            self.assertEqual(self.years("station_a1"), {2026: (1, "c_open")})
        with self.at("2026-12-30 23:30"):
            self.assertFalse(self.missed())
        with self.at("2026-12-31 00:01"):
            self.assertIn((station, 2026), self.missed())
            self.assertIn((district, 2026), self.missed())
            self.hold()
            self.assertNotIn((station, 2026), self.missed())
        with self.at("2026-12-31 23:30"):
            self.hold("dispatcher_a")
            self.hold("dispatcher_a", date_from="2026-12-31")
            self.assertEqual(self.years("dispatcher_a", "district_a"), {2026: (2, "d_met")})
        with self.at("2027-01-01 00:30"):
            self.assertNotIn((station, 2026), self.missed())
            self.assertIn((self.stations["station_a2"], 2026), self.missed())
            self.assertEqual(self.years("station_a1")[2027], (0, "c_open"))

    def test_trn_01_how_many_is_the_limit_that_the_administrator_edits(self):
        self.env["rights.deadline.policy"].search([("code", "=", "TL-62")]).times = 1
        with self.at("2026-12-31 10:00"):
            self.hold()
            self.assertEqual(self.years("station_a1")[2026], (1, "d_met"))

    def test_trn_01_only_courses_for_merchants_count(self):
        with self.at("2026-06-01 10:00"):
            self.hold(audience="staff")
            self.hold(audience="point")
            self.assertEqual(self.years("station_a1")[2026][0], 0)

    def test_trn_02_a_course_has_one_topic_or_more(self):
        """TRN-02: the five topics are data."""
        self.assertLessEqual(
            {"law", "service", "work_report", "problem", "new_task"}, self.topics.keys()
        )
        with self.assertRaises(ValidationError):
            self.course(topics=())
        course = self.course(topics=("service", "new_task"))
        with self.assertRaises(ValidationError):
            course.topic_ids = [Command.clear()]

    def test_trn_07_without_attendance_a_course_does_not_count(self):
        """TRN-07: attendance is by person with employer and date."""
        with self.at("2026-06-01 10:00"):
            course = self.course()
            course.action_hold()
            self.assertEqual(self.years("station_a1")[2026][0], 0)
            with self.refused("stays as it is"):
                self.enter(course)
            second = self.course()
            for missing in ("name", "employer"):
                with self.refused("name and the employer"):
                    self.enter(second, **{missing: " "})
            with self.refused("takes place from"):
                self.enter(second, date="2026-05-31")
            row = self.enter(second)
            self.assertEqual((row.name, row.employer), tuple(PERSON.values()))
            second.action_hold()
            self.assertEqual(self.years("station_a1")[2026][0], 1)
            for write in (
                lambda: row.write({"name": "别人"}),
                lambda: row.unlink(),
                lambda: second.write({"name": "其他"}),
            ):
                with self.refused("stays as it is"):
                    write()

    def test_trn_07_a_course_is_closed_after_it_took_place(self):
        with self.at("2026-06-01 10:00"):
            course = self.course(date_from="2026-06-02")
            with self.refused("after it took place"):
                course.action_hold()
            with self.refused("day that is not yet"):
                self.enter(course)

    def test_trn_01_states_are_written_by_buttons_only(self):
        course = self.course()
        with self.assertRaises(AccessError):
            course.write({"state": "held"})
        row = self.enter(course)
        with self.assertRaises(AccessError):
            row.write({"way": "code"})
        with self.assertRaises(AccessError):
            row.env["rights.training.result"].create({"attendance_id": row.id, "score": 100})

    def test_trn_01_units_write_their_own_courses(self):
        """The neighbour reads that it takes place, and neither who came nor the questions."""
        course = self.course(questions=QUESTIONS)
        row = self.enter(course)
        for login in ("station_a2", "station_b1", "dispatcher_b"):
            seen = self.as_user(login, course)
            self.assertEqual(seen.name, course.name)
            with self.assertRaises(AccessError):
                seen.write({"name": "改"})
            with self.assertRaises(AccessError):
                self.as_user(login, row).read(["name"])
            with self.assertRaises(AccessError):
                self.as_user(login, course.question_ids).read(["text"])
            self.assertFalse(seen.link)
        self.as_user("dispatcher_a", course).write({"place": "二楼"})
        with self.assertRaises(AccessError):
            course.station_id = self.stations["station_a2"]
        with self.assertRaises(AccessError):
            self.course("clerk")

    def test_trn_04_volunteers_and_heads_of_points_are_recorded(self):
        """TRN-04: a volunteer's training counts where assignments look for it (LAW-07)."""
        with self.at("2026-06-01 10:00"):
            volunteer = self.as_user("legal", self.env["rights.volunteer"]).create(
                {"name": "志测试", "employer": "某大学", "date_from": "2026-01-01"}
            )
            point = self.env["rights.station"].create(
                {
                    "name": "测试村服务点",
                    "code": "CSTP1",
                    "level": "service_point",
                    "parent_id": self.stations["station_a1"].id,
                }
            )
            course = self.course("legal", audience="point", hours=3)
            rows = course.env["rights.training.attendance"]
            row = rows.create({"course_id": course.id, "volunteer_id": volunteer.id})
            self.assertEqual((row.name, row.employer), ("志测试", "某大学"))
            head = rows.create({"course_id": course.id, "name": "村测试", "point_id": point.id})
            self.assertEqual(head.employer, "测试村服务点")
            self.assertFalse(volunteer.is_trained)
            course.action_hold()
            self.assertTrue(volunteer.is_trained)
            self.assertEqual(volunteer.training_ids.mapped("hours"), [3])

    def test_trn_01_trained_staff_of_a_merchant_is_known_to_be(self):
        """MER-03 looks at who of the service staff is trained."""
        with self.at("2026-06-01 10:00"):
            people = self.env["rights.merchant.person"]
            trained, other = people.create(
                [{"merchant_id": self.mall.id, "name": name} for name in ("何测试", "吴测试")]
            )
            course = self.course()
            self.enter(course, merchant_id=self.mall.id)
            course.action_hold()
            self.assertEqual(str(trained.trained_on), "2026-06-01")
            self.assertFalse(other.trained_on)

    # -- test and certificate ---------------------------------------------------------------------

    def test_trn_01_a_test_is_graded_against_its_pass_mark(self):
        course = self.course(questions=QUESTIONS, pass_mark=60)
        course.action_open()
        entry = course.sudo()._sign_in(PERSON, "link")
        half = self.answers(course)
        wrong = self.answers(course, right=False)
        first, second = course.question_ids
        with self.refused("Answer every question"):
            entry._take_test({first.id: half[first.id]})
        half[second.id] = set(second.option_ids[:1].ids)  # one of the two that are right
        self.assertFalse(entry.is_tested)  # no score of 0 for who was never asked
        entry._take_test(half)
        self.assertEqual((entry.score, entry.is_passed), (50, False))
        self.assertTrue(entry.is_tested)
        self.assertFalse(entry.has_certificate)
        entry._take_test(wrong)
        self.assertEqual((entry.score, entry._tries_left()), (50, 1))
        entry._take_test(self.answers(course))
        self.assertEqual((entry.score, entry.is_passed), (100, True))
        self.assertTrue(entry.number.startswith("PX"))
        with self.refused("closed for you"):
            entry._take_test(self.answers(course))
        with self.refused("stays"):
            self.as_user("station_a1", entry).unlink()
        self.assertEqual(entry.result_ids.mapped("score"), [50, 0, 100])

    def test_trn_01_tries_are_counted(self):
        self.env["rights.network.parameter"].search(
            [("code", "=", "training_test_tries")]
        ).value = 1
        course = self.course(questions=QUESTIONS)
        course.action_open()
        entry = course.sudo()._sign_in(PERSON, "link")
        entry._take_test(self.answers(course, right=False))
        with self.refused("closed for you"):
            entry._take_test(self.answers(course))

    def test_trn_01_a_test_has_answers_to_choose_from_and_then_stays(self):
        course = self.course(questions=[("只有一个答案？", [("是", True)])])
        with self.assertRaises(ValidationError):
            course.action_open()
        course.question_ids.option_ids = [Command.create({"text": "否"})]
        course.action_open()
        for write in (
            lambda: course.question_ids.write({"text": "改"}),
            lambda: course.question_ids.option_ids[:1].write({"is_right": False}),
            lambda: course.question_ids.unlink(),
        ):
            with self.assertRaises(ValidationError):
                write()

    def test_trn_01_without_a_test_who_came_gets_a_certificate_at_the_end(self):
        course = self.course()
        row = self.enter(course)
        self.assertFalse(row.has_certificate)
        course.action_hold()
        self.assertTrue(row.has_certificate)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        for name, records in (("course", course), ("certificate", row)):
            content, kind = report._render_qweb_pdf(
                f"consumer_rights.rights_training_{name}_report", records.ids
            )
            self.assertEqual(kind, "pdf")
            self.assertTrue(content.startswith(b"%PDF"))

    # -- contests and the library -----------------------------------------------------------------

    def test_trn_05_contests_are_used_for_awards(self):
        """TRN-05: participants, results, and a nomination with the result."""
        contest = self.as_user("dispatcher", self.env["rights.training.contest"]).create(
            {
                "name": "接话技能竞赛",
                "date": "2026-05-12",
                "line_ids": [
                    Command.create(
                        {"user_id": self.users["operator"].id, "rank": 1, "score": 96.5}
                    ),
                    Command.create({"user_id": self.users["clerk"].id, "rank": 2}),
                ],
            }
        )
        line = self.as_user("head", contest.line_ids[0])
        award = self.env["rights.award"].browse(line.action_nominate()["res_id"])
        self.assertEqual((award.user_id, award.year), (self.users["operator"], 2026))
        self.assertIn("接话技能竞赛", award.contest_summary)
        self.assertEqual(line.award_ids, award)
        with self.assertRaises(ValidationError):
            award.year = 2025
        with self.assertRaises(AccessError):
            self.as_user("operator", contest).write({"name": "改"})
        with self.assertRaises(AccessError):
            self.as_user("clerk", contest.line_ids[1]).action_nominate()

    def test_trn_06_the_library_has_read_marks(self):
        """TRN-06: the city centre publishes cases and laws; each person marks what is read."""
        item = self.as_user("head", self.env["rights.learning.item"]).create(
            {"name": "预付卡典型案例", "kind": "case"}
        )
        reader = self.as_user("station_b1", item)
        with self.assertRaises(AccessError):
            reader.read(["name"])
        with self.refused("Write the text"):
            item.action_publish()
        item.file = base64.b64encode(photo())
        item.action_publish()
        unread = [("is_read", "=", False), ("id", "=", item.id)]
        self.assertEqual(reader.search(unread), reader)
        for _twice in range(2):
            reader.action_read()
        self.assertFalse(reader.search(unread))
        self.assertTrue(reader.is_read)
        self.assertEqual(item.read_ids.user_id, self.users["station_b1"])
        self.assertFalse(self.as_user("clerk", item).is_read)
        with self.refused("people have read it"):
            item.name = "改"
        with self.assertRaises(AccessError):
            self.as_user("dispatcher_a", self.env["rights.learning.item"]).create(
                {"name": "区县不发布", "kind": "law"}
            )

    # -- own staff --------------------------------------------------------------------------------

    def gaps(self, login, user="station_a1"):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.as_user(login, self.env["rights.training.gap"]).search(
            [("user_id", "=", self.users[user].id)]
        )
        return set(rows.topic_id.mapped("code"))

    def test_trn_03_untrained_staff_is_listed(self):
        """TRN-03: law and the system, each at least once a year a person."""
        with self.at("2026-03-02 10:00"):
            self.assertEqual(self.gaps("dispatcher_a"), {"law", "system"})
            course = self.course("dispatcher_a", topics=("law", "service"), audience="staff")
            course.env["rights.training.attendance"].create(
                {"course_id": course.id, "user_id": self.users["station_a1"].id}
            )
            self.assertEqual(self.gaps("dispatcher_a"), {"law", "system"})
            course.action_hold()
            self.assertEqual(self.gaps("dispatcher_a"), {"system"})
            self.assertEqual(self.gaps("station_a1"), {"system"})
            self.assertFalse(self.gaps("station_b1"), "of others one sees nothing")
            self.assertFalse(self.gaps("dispatcher_b"))
        with self.at("2026-12-31 23:30"):
            self.assertEqual(self.gaps("dispatcher_a"), {"system"})
        with self.at("2027-01-01 00:30"):
            self.assertEqual(self.gaps("dispatcher_a"), {"law", "system"})

    def test_trn_03_what_all_staff_learn_is_data(self):
        self.as_user("business_admin", self.topics["new_task"]).is_yearly = True
        self.assertEqual(self.gaps("dispatcher_a"), {"law", "system", "new_task"})

    # -- to do ------------------------------------------------------------------------------------

    def test_d14_what_waits_stands_on_the_to_do_page(self):
        """TRN-01: courses to close, too few of them, and what is new in the library."""
        cases = self.env["rights.case"]

        def pages(login):
            self.env.flush_all()
            self.env.invalidate_all()
            shown = self.as_user(login, cases).get_todo_pages()
            return {page["action"].split(".")[1]: page["count"] for page in shown}

        with self.at("2026-10-08 10:00"):
            self.course(date_from="2026-10-07")
            item = self.as_user("head", self.env["rights.learning.item"]).create(
                {"name": "新规学习", "kind": "law", "body": "<p>要点</p>"}
            )
            before = pages("station_a1").get("rights_learning_item_action_unread", 0)
            item.action_publish()
            shown = pages("station_a1")
            self.assertEqual(shown["rights_training_course_action_to_close"], 1)
            self.assertEqual(shown["rights_training_year_action_waiting"], 1)
            self.assertEqual(shown["rights_learning_item_action_unread"], before + 1)
            self.assertNotIn("rights_training_course_action_to_close", pages("station_a2"))
            self.assertNotIn("rights_training_course_action_to_close", pages("clerk"))
