"""The heads' dashboard: right numbers, whoever may see them, at once (STA-03, STA-07, PRM-11)."""

import json
from datetime import date

from freezegun import freeze_time
from odoo.addons.consumer_rights.tests.deadline_common import china
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.statistics.report_sheet import HIDDEN
from ..tools.periods import so_far, span_of
from .figures_common import FiguresCommon

MAY = {"kind": "month", "first": "2025-05-01"}
# every figure of the tiles anew, by one statement that shares nothing with the engine
SQL_MAY = """
    WITH own AS (
        SELECT one.*, (received_at + interval '8 hours')::date AS received,
               (concluded_at + interval '8 hours')::date AS concluded
          FROM rights_case one JOIN rights_station unit ON unit.id = one.station_id
         WHERE unit.parent_path LIKE %(path)s AND registered_at IS NOT NULL
    )
    SELECT json_build_object(
        'received_complaint', count(*) FILTER (
            WHERE kind = 'complaint' AND received BETWEEN '2025-05-01' AND '2025-05-31'),
        'received_consultation', count(*) FILTER (
            WHERE kind = 'consultation' AND received BETWEEN '2025-05-01' AND '2025-05-31'),
        'concluded_complaint', count(*) FILTER (
            WHERE kind = 'complaint' AND concluded BETWEEN '2025-05-01' AND '2025-05-31'),
        'recovered', coalesce(sum(amount_recovered) FILTER (
            WHERE kind = 'complaint' AND concluded BETWEEN '2025-05-01' AND '2025-05-31'), 0),
        'success_rate', round(100.0 * count(*) FILTER (
            WHERE kind = 'complaint' AND concluded BETWEEN '2025-05-01' AND '2025-05-31'
              AND outcome_id IN (SELECT id FROM rights_outcome
                                  WHERE code IN ('settled', 'self_settled')))
          / nullif(count(*) FILTER (
            WHERE kind = 'complaint' AND concluded BETWEEN '2025-05-01' AND '2025-05-31'
              AND outcome_id IN (SELECT id FROM rights_outcome
                                  WHERE code IN ('settled', 'self_settled', 'terminated'))), 0), 2)
    ) FROM own
"""


@tagged("post_install", "-at_install")
class TestDashboard(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boards = cls.env["rights.dashboard"]
        cls.city = cls.stations["city"]
        for number in range(12):
            cls.matter(
                f"2025-05-{1 + number * 2:02} 10:00",
                unit=("city", "district_a", "station_a1", "district_b")[number % 4],
                kind=("complaint", "complaint", "consultation")[number % 3],
                # in May but for the last, and one consultation among them
                concluded=number % 2 and ("2025-05-28 10:00", "2025-06-02 10:00")[number == 11],
                outcome=("settled", "terminated")[number % 3 == 1],
                amount_recovered=number * 10.5,
            )

    def board(self, login="head", unit="city", asked=None, **options):
        boards = self.as_user(login, self.boards)
        return boards.get_board(self.stations[unit].id, asked or MAY, **options)

    def tiles(self, *args, **kwargs):
        return {tile["code"]: tile for tile in self.board(*args, **kwargs)["tiles"]}

    def test_sta_07_figures_equal_an_independent_count(self):
        self.env.flush_all()
        for unit in ("city", "district_a"):
            self.env.cr.execute(SQL_MAY, {"path": self.stations[unit].parent_path + "%"})
            [expected] = self.env.cr.fetchone()
            login = self._create_person(f"head_{unit}", "head", unit)
            board = self.boards.with_user(login).get_board(self.stations[unit].id, MAY)
            tiles = {tile["code"]: tile["value"] for tile in board["tiles"]}
            self.assertEqual({code: tiles[code] for code in expected}, expected, unit)
        self.assertTrue(all(expected.values()))

    def test_lists_show_the_first_rows_and_parts_of_the_whole(self):
        board = self.board()
        units = next(one for one in board["lists"] if one["name"] == self.table("T3").name)
        self.assertEqual(
            sum(row["value"] for row in units["rows"]), self.tiles()["received_complaint"]["value"]
        )
        values = [row["value"] for row in units["rows"]]
        self.assertEqual(values, sorted(values, reverse=True))
        self.assertEqual(len(board["trend"]["rows"]), 13)

    def test_sta_03_a_running_period_is_compared_with_as_many_days(self):
        for received in ("2026-01-02 10:00", "2026-01-20 10:00", "2026-02-02 10:00"):
            self.matter(received)
        self.matter("2025-02-03 10:00")
        with freeze_time(china("2026-02-05 09:00")):
            board = self.board(asked={"kind": "month", "first": "2026-02-01"})
        tile = next(one for one in board["tiles"] if one["code"] == "received_complaint")
        self.assertEqual((tile["value"], tile["previous"], tile["last_year"]), (1, 1, 1))
        self.assertEqual((tile["mom"], tile["yoy"]), (0.0, 0.0))
        self.assertTrue(board["is_running"])
        month = span_of("month", date(2026, 1, 1))
        self.assertEqual(so_far(month, date(2026, 3, 1)), month)

    def test_sec_02_small_numbers_of_reports_are_not_told(self):
        """SEC-02: neither a number nor its change points at an informant."""
        for day in (3, 4):
            self.matter(f"2025-05-0{day} 10:00", kind="report")
        tile = self.tiles()["received_report"]
        self.assertEqual((tile["value"], tile["mom"], tile["yoy"]), (HIDDEN, None, None))
        for day in range(5, 9):
            self.matter(f"2025-05-0{day} 10:00", kind="report")
        self.assertEqual(self.tiles(again=True)["received_report"]["value"], 6)
        self.matter("2025-04-03 10:00", kind="report")
        tile = self.tiles(again=True)["received_report"]
        self.assertEqual((tile["value"], tile["previous"], tile["mom"]), (6, HIDDEN, None))

    def test_a_number_opens_its_matters_with_the_rights_of_the_reader(self):
        boards = self.as_user("head", self.boards)
        action = boards.open_figure(self.city.id, MAY, "received_complaint")
        found = self.as_user("head", self.env["rights.case"]).search(action["domain"])
        self.assertEqual(len(found), self.tiles()["received_complaint"]["value"])
        table = self.table("T3")
        units = next(one for one in self.board()["lists"] if one["id"] == table.id)
        row = units["rows"][0]
        action = boards.open_row(self.city.id, MAY, table.id, units["header"], row["key"])
        found = self.as_user("head", self.env["rights.case"]).search(action["domain"])
        self.assertEqual(len(found), row["value"])
        with self.assertRaisesRegex(UserError, "sees figures"):
            self.as_user("statistician", self.boards).open_figure(
                self.city.id, MAY, "received_complaint"
            )

    def test_who_does_not_see_the_figures_of_a_unit_gets_none(self):
        self.board()  # stored by now
        for login, unit in (("dispatcher_a", "city"), ("dispatcher_a", "district_b")):
            with self.assertRaises(AccessError):
                self.board(login, unit)
        for login in ("clerk", "handler_a"):
            with self.assertRaises(AccessError):
                self.board(login)
        with self.assertRaises(AccessError):
            self.as_user("head", self.boards).search([]).read(["content"])

    def test_the_stored_page_is_shown_until_it_is_counted_again(self):
        before = self.tiles()["received_complaint"]["value"]
        self.matter("2025-05-06 10:00")
        self.assertEqual(self.tiles()["received_complaint"]["value"], before)
        self.assertFalse(self.board()["is_old"])
        self.assertEqual(self.tiles(again=True)["received_complaint"]["value"], before + 1)
        self.assertEqual(len(self.boards.search([("station_id", "=", self.city.id)])), 1)
        minutes = self.env["rights.network.parameter"]._value("dashboard_minutes")
        self.env.cr.execute(
            "UPDATE rights_dashboard SET counted_at = counted_at - make_interval(mins => %s)",
            [minutes + 1],
        )
        self.env.invalidate_all()
        self.assertTrue(self.board()["is_old"])

    def test_the_job_counts_again_what_is_looked_at(self):
        asked = {"kind": "month", "first": "2026-02-01"}
        with freeze_time(china("2026-02-05 09:00")):
            self.assertEqual(self.tiles(asked=asked)["received_complaint"]["value"], 0)
            self.matter("2026-02-02 10:00")
        with freeze_time(china("2026-02-05 09:30")), self.enter_registry_test_mode():
            self.env.ref("rights_reports.rights_dashboard_cron").method_direct_trigger()
        self.env.invalidate_all()
        with freeze_time(china("2026-02-05 09:31")):
            self.assertEqual(self.tiles(asked=asked)["received_complaint"]["value"], 1)
        with freeze_time(china("2026-02-20 09:30")), self.enter_registry_test_mode():
            self.env.ref("rights_reports.rights_dashboard_cron").method_direct_trigger()
        self.assertFalse(self.boards.search([("station_id", "=", self.city.id)]))

    def test_what_stands_on_it_is_data(self):
        item = self.env["rights.dashboard.item"].search([("indicator_id.code", "=", "p90_days")])
        self.as_user("statistician", item).active = False
        self.assertNotIn("p90_days", self.tiles())
        self.assertEqual(json.loads(json.dumps(self.board()))["station"], self.city.name)

    def test_it_is_the_start_page_of_heads_and_of_nobody_else(self):
        root = self.env.ref("consumer_rights.rights_menu_root")
        starts = {
            "head": "rights_reports.rights_dashboard_action",
            "dispatcher": "consumer_rights.rights_case_action_todo",
            "clerk": "consumer_rights.rights_case_action_todo",
            # no matter waits for them: they begin with what they work on
            "statistician": "rights_reports.rights_figures_action",
            "quality": "rights_reports.rights_quality_bulletin_action",
        }
        for login, action in starts.items():
            menus = self.as_user(login, self.env["ir.ui.menu"]).load_web_menus(False)
            self.assertEqual(menus[root.id]["actionID"], self.env.ref(action).id, login)
