"""The indicators say the same as the figures that the rooms count for themselves (STA-07)."""

from datetime import date

from odoo.addons.consumer_rights.tests.answer_common import AnswerCommon
from odoo.addons.consumer_rights.tests.deadline_common import DeadlineCommon, china
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.tests import tagged

from ..tools.periods import before, span_of
from .figures_common import MAY, FiguresCommon


@tagged("post_install", "-at_install")
class TestFiguresOfRooms(FiguresCommon):
    def test_med_22_success_rate(self):
        for code in "settled self_settled terminated withdrawn".split():
            self.matter(concluded="2025-05-20 10:00", outcome=code)
        stations = self.stations["district_a"]
        rate = self.env["rights.mediation.success"]._rate(stations, MAY.first, MAY.last)
        self.assertEqual((rate, self.count("success_rate", "district_a")), (66.67, 66.67))

    def test_core_indicators_are_all_there(self):
        """STA-07: every figure that the rule names."""
        core = self.env["rights.indicator"].search([("is_core", "=", True)]).mapped("code")
        self.assertEqual(
            set(core),
            set(
                "received_consultation received_complaint received_report concluded_complaint "
                "concluded_report completion_rate on_time_rate success_rate satisfaction_rate "
                "recovered quick_responses three_way".split()
            ),
        )
        self.matter(concluded="2025-05-20 10:00", amount_recovered=88.5)
        tables = self.as_user("head", self.tables)
        span = {"kind": "month", "first": "2025-05-09"}
        sheet = tables.get_sheet("core", self.stations["city"].id, span)
        values = {row["key"]: row["values"][0] for row in sheet["rows"]}
        self.assertEqual((values["recovered"], values["completion_rate"]), (88.5, 100.0))

    def test_prm_11_speeds(self):
        """PRM-11: the average hours are those of the four speeds, which look back 13 months."""
        month = before(span_of("month", china_date()))
        day = month.first
        case = self.matter(f"{day} 10:00", concluded=f"{day.replace(day=20)} 10:00")
        moments = {"registered_at": "11 10:00", "accepted_at": "12 10:00", "replied_at": "20 16:00"}
        case._gate_write(
            {name: china(f"{day:%Y-%m}-{moment}") for name, moment in moments.items()}
            | {"is_history": False}
        )
        self.env.flush_all()
        speeds = self.env["rights.service.speed"].search(
            [("station_id", "=", self.stations["district_a"].id)]
        )
        hours = {row.speed: row.hours for row in speeds}
        self.assertEqual(hours, {"accept": 24.0, "conclude": 192.0, "feedback": 6.0})
        for speed, expected in hours.items():
            self.assertEqual(self.count(f"speed_{speed}", "district_a", month), expected)


@tagged("post_install", "-at_install")
class TestSatisfactionFigure(AnswerCommon, FiguresCommon):
    def test_rpl_11_satisfaction(self):
        for overall in ("satisfied", "basic", "dissatisfied"):
            with self.at("2026-05-20 10:00"):
                grades = dict.fromkeys(("sat_attitude", "sat_result", "sat_overall"), overall)
                self.follow_up(self.replied(), grades)
        self.env.flush_all()
        figure = self.env["rights.satisfaction"].search(
            [("station_id", "=", self.stations["city"].id)]
        )
        span = span_of("month", date(2026, 5, 1))
        self.assertEqual(figure.rate, self.count("satisfaction_rate", span=span))


@tagged("post_install", "-at_install")
class TestClockFigures(DeadlineCommon, FiguresCommon):
    def test_lim_on_time_rate_by_limit(self):
        """T4: clocks by the day they fell due; late or still open past its day is missed."""
        with self.at("2026-05-11 09:00"):
            case = self.registered_case()
            self.registered_case()
        with self.at("2026-05-12 09:00"):
            self.move(case, "accept", "clerk", self.ACCEPT)
        with self.at("2026-07-01 09:00"):
            span = span_of("month", date(2026, 5, 1))
            self.env.flush_all()
            sheet = self.sheet("T4", span=span)
            rows = {row["key"]: row["values"] for row in sheet["rows"]}
            keys = [column["key"] for column in sheet["columns"]]
            clocks = self.env["rights.deadline"].search(
                [("code", "=", "TL-08"), ("station_id", "=", self.stations["city"].id)]
            )
            self.assertEqual(sorted(clocks.mapped("state")), ["met", "missed"])
            found = dict(zip(keys, rows["TL-08"], strict=True))
            self.assertEqual(
                [found[key] for key in ("clocks_due", "clocks_met", "clocks_late", "on_time_rate")],
                [2, 1, 1, 50.0],
            )
            self.assertEqual(found["used_median"], 1)
            for place in range(4):
                values = [row["values"][place] for row in sheet["rows"]]
                if keys[place] != "on_time_rate":
                    self.assertEqual(sum(values[:-1]), values[-1])
