from odoo.tests import tagged

from .answer_common import AnswerCommon


@tagged("post_install", "-at_install")
class TestAnswerSatisfaction(AnswerCommon):
    def rate(self, overall, count, when="2026-05-20 10:00"):
        with self.at(when):
            for _number in range(count):
                case = self.replied()
                grades = dict.fromkeys(("sat_attitude", "sat_result", "sat_overall"), overall)
                self.follow_up(case, grades)

    def figures(self, login="head"):
        self.env.flush_all()
        return self.as_user(login, self.env["rights.satisfaction"])

    def test_rpl_07_rate_of_all_who_were_reached(self):
        """RPL-07, RPL-11: (satisfied + basically) of all reached, two decimals; amber below 98."""
        self.rate("satisfied", 1)
        self.rate("basic", 1)
        self.rate("dissatisfied", 1)
        figure = self.figures().search([("station_id", "=", self.stations["city"].id)])
        self.assertEqual((figure.reached, figure.rate), (3, 66.67))
        self.assertTrue(figure.is_below)
        self.assertEqual(figure.target, 98)
        self.assertEqual(self.figures().search([("is_below", "=", True)]), figure)

    def test_rpl_10_unreachable_leaves_the_denominator(self):
        self.rate("satisfied", 1)
        with self.at("2026-05-18 10:00"):
            case = self.replied()
        for day in ("2026-05-18 10:00", "2026-05-18 15:00", "2026-05-19 10:00"):
            with self.at(day):
                self.call(case, reached=False, is_last=day.startswith("2026-05-19"))
        figure = self.figures().search([("station_id", "=", self.stations["city"].id)])
        self.assertEqual((figure.reached, figure.unreachable, figure.rate), (1, 1, 100))
        self.assertFalse(figure.is_below)

    def test_rpl_11_rate_over_several_months_is_weighed(self):
        """RPL-11: the rate of a group counts people, it is no mean of monthly rates."""
        self.rate("dissatisfied", 1, "2026-04-20 10:00")
        self.rate("satisfied", 3)
        groups = self.figures()._read_group(
            [("station_id", "=", self.stations["city"].id)], ["station_id"], ["rate:avg"]
        )
        self.assertEqual(groups, [(self.stations["city"], 75.0)])

    def test_rpl_11_months_are_those_of_china(self):
        self.rate("satisfied", 1, "2026-06-01 00:30")
        self.assertEqual(str(self.figures().search([]).month), "2026-06-01")

    def test_rpl_11_figures_of_other_units_stay_closed(self):
        self.rate("satisfied", 1)
        self.assertTrue(self.figures("statistician").search([]))
        foreign = self._create_person("statistician_b", "statistician", "district_b")
        self.assertFalse(self.env["rights.satisfaction"].with_user(foreign).search([]))
