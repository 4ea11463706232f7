"""The wall screen: numbers of the day, nobody's data, a link that can be taken back (SEC-10)."""

from freezegun import freeze_time
from odoo.addons.consumer_rights.tests.deadline_common import china
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .figures_common import FiguresCommon


@tagged("post_install", "-at_install")
class TestWall(FiguresCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.city = cls.stations["city"]
        cls.screen = cls.env["rights.wall.screen"].create(
            {"name": "一楼大厅", "station_id": cls.city.id}
        )

    def issue(self, login="business_admin"):
        action = self.as_user(login, self.screen).action_issue()
        return "/rights/wall/" + action["params"]["address"].rpartition("/")[2]

    def numbers(self, unit="city"):
        return self.env["rights.wall.screen"]._numbers(self.stations[unit])

    def clock(self, case, due):
        policy = self.env["rights.deadline.policy"].search([("code", "=", "TL-16")], limit=1)
        self.env.cr.execute(
            """INSERT INTO rights_deadline (case_id, cycle_no, station_id, policy_id, code, kind,
                   start_at, due_at, is_paused, is_reminder)
               VALUES (%s, 1, %s, %s, %s, %s, %s, %s, FALSE, FALSE)""",
            [case.id, case.station_id.id, policy.id, f"Z{case.id}", policy.kind, due, due],
        )

    def test_it_counts_the_day(self):
        with freeze_time(china("2026-02-04 10:00")):
            for received in ("2026-02-03 23:30", "2026-02-04 00:30", "2026-02-04 09:00"):
                self.matter(received, unit="station_a1")
            self.matter("2026-02-04 09:00", kind="consultation")
            self.assertEqual(
                dict(self.numbers()["received"]),
                {"complaint": 2, "consultation": 1, "suggestion": 0},
            )
            self.assertEqual(dict(self.numbers("district_b")["received"])["complaint"], 0)

    def test_due_and_overdue_are_matters_not_dates(self):
        late, due, later = (self.matter("2026-02-01 10:00", unit="district_a") for _one in range(3))
        for case, moment in (
            (late, "2026-02-03 16:00"),
            (due, "2026-02-05 00:00"),  # 24:00 of this day
            (later, "2026-02-06 00:00"),
        ):
            self.clock(case, china(moment))
        with freeze_time(china("2026-02-04 10:00")):
            numbers = self.numbers()
        self.assertEqual((numbers["late"], numbers["due"]), (1, 1))

    def test_sec_10_reports_are_not_even_counted(self):
        """SEC-10, SEC-02: the hall does not learn that somebody reported something today."""
        with freeze_time(china("2026-02-04 10:00")):
            self.matter("2026-02-04 09:00", kind="report")
            self.matter("2026-02-04 09:00", kind="discipline")
            self.assertEqual(sum(dict(self.numbers()["received"]).values()), 0)

    def test_rooms_say_when_and_never_whose(self):
        room = self.env["rights.mediation.room"].create(
            {"name": "第一调解室", "station_id": self.city.id}
        )
        case = self.matter("2026-02-01 10:00", unit="city")
        mediation = self.env["rights.mediation"].create(
            {
                "case_id": case.id,
                "station_id": self.city.id,
                "mediator_id": self.users["head"].id,
                "cycle_no": 1,
                "round": 1,
                "started_at": china("2026-02-01 11:00"),
                "level": "district",
            }
        )
        self.env.cr.execute(
            """INSERT INTO rights_mediation_meeting (mediation_id, case_id, station_id, room_id,
                   mode, mediator_id, state, planned_start, planned_end)
               VALUES (%s, %s, %s, %s, 'onsite', %s, 'planned', %s, %s)""",
            [mediation.id, case.id, self.city.id, room.id, self.users["head"].id,
             china("2026-02-04 09:30"), china("2026-02-04 10:30")],
        )  # fmt: skip
        with freeze_time(china("2026-02-04 10:00")):
            [shown] = [one for one in self.numbers()["rooms"] if one["name"] == room.name]
        self.assertEqual(shown, {"name": "第一调解室", "until": "10:30", "next": ""})
        with freeze_time(china("2026-02-04 09:00")):
            [shown] = self.numbers()["rooms"]
        self.assertEqual((shown["until"], shown["next"]), ("", "09:30"))

    def test_staff_are_counted_and_not_named(self):
        posts = self.env["rights.post"].search([("station_id", "=", self.city.id)])
        posts[0]._set_duty_state("on_duty")
        posts[1]._set_duty_state("meeting")
        self.assertEqual(self.numbers()["staff"], (1, 1))

    def test_the_link_opens_it_until_it_is_revoked(self):
        path = self.issue()
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("今日接收", answer.text)
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
        newer = self.issue()
        self.assertEqual(self.url_open(path).status_code, 404)
        self.assertEqual(self.url_open(newer).status_code, 200)
        self.as_user("business_admin", self.screen).action_revoke()
        self.assertEqual(self.url_open(newer).status_code, 404)
        self.assertEqual(self.url_open("/rights/wall/" + "x" * 32).status_code, 404)

    def test_sec_10_no_name_no_number_of_a_matter(self):
        """SEC-10: the page of a unit with matters, rooms and people holds no personal data."""
        case = self.matter(unit="city")
        answer = self.url_open(self.issue())
        told = [case.name, case.subject, case.respondent_name, "张测试", "13800001234", "TL-"]
        told += self.users["head"].mapped("name") + self.users["clerk"].mapped("name")
        for text in filter(None, told):
            self.assertNotIn(text, answer.text)

    def test_the_link_is_kept_nowhere_in_clear(self):
        token = self.issue().rpartition("/")[2]
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM rights_wall_screen WHERE id = %s", [self.screen.id])
        self.assertNotIn(token, str(self.env.cr.fetchone()))
        log = self.env["rights.audit.log"].search([("model", "=", "rights.wall.screen")])
        self.assertTrue(log)
        self.assertNotIn(self.screen.sudo().token_hash, " ".join(log.mapped("detail")))

    def test_administrators_alone_issue_links(self):
        for login in ("head", "dispatcher", "statistician", "clerk"):
            with self.assertRaises(AccessError):
                self.issue(login)

    def test_staff_open_the_screen_of_their_own_unit(self):
        self.authenticate("t_clerk", "t_clerkx")
        self.assertIn(self.city.name, self.url_open("/rights/wall").text)
        self.authenticate("t_station_a1", "t_station_a1")
        self.assertIn("测试station_a1", self.url_open("/rights/wall").text)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/rights/wall").url)
