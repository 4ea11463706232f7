"""Mediation success rate (MED-22)."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .deadline_common import china
from .mediation_end_common import MediationEndCommon


@tagged("post_install", "-at_install")
class TestMediationSuccess(MediationEndCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        results = {
            "2031-03-31 23:30": "settled self_settled terminated withdrawn",
            "2031-04-01 00:30": "settled",
            "2031-04-02 10:00": "terminated terminated",
            "2031-05-02 10:00": "withdrawn transferred",
        }
        for moment, codes in results.items():
            for code in codes.split():
                cls.ended("district_a", moment, code)
        cls.ended("district_b", "2031-03-10 10:00", "settled")

    @classmethod
    def ended(cls, unit, moment, code):
        outcome = cls.env["rights.outcome"].search([("code", "=", code)])
        case = cls.env["rights.case"]._import_history(
            [
                cls.case_vals(
                    station_id=cls.stations[unit].id,
                    stage_code="archived",
                    outcome_id=outcome.id,
                    concluded_at=china(moment),
                )
            ]
        )
        case._gate_write({"concluded_at": china(moment)})

    def rate(self, date_from, date_to, *units):
        stations = self.env["rights.station"].union(*(self.stations[unit] for unit in units))
        model = self.env["rights.mediation.success"]
        return model._rate(stations, date.fromisoformat(date_from), date.fromisoformat(date_to))

    def test_settled_of_settled_and_terminated(self):
        """MED-22: self-settled counts as settled, withdrawn for neither; two decimals."""
        self.assertEqual(self.rate("2031-03-01", "2031-03-31", "district_a"), 66.67)
        self.assertEqual(self.rate("2031-04-01", "2031-04-30", "district_a"), 33.33)
        self.assertEqual(self.rate("2031-03-01", "2031-04-30", "district_a"), 50.0)
        self.assertEqual(self.rate("2031-03-01", "2031-03-31", "district_a", "district_b"), 75.0)

    def test_nothing_ended_is_no_rate(self):
        self.assertIsNone(self.rate("2031-05-01", "2031-05-31", "district_a"))

    def test_by_unit_and_month_of_china(self):
        """23:30 of the 31st belongs to March, half an hour past midnight to April."""
        rows = self.as_user("statistician", self.env["rights.mediation.success"]).search(
            [("station_id", "=", self.stations["district_a"].id)]
        )
        self.assertEqual(
            [(str(row.month), row.settled, row.terminated, row.rate) for row in rows],
            [("2031-04-01", 1, 2, 33.33), ("2031-03-01", 2, 1, 66.67)],
        )

    def test_figures_are_for_those_who_report_them(self):
        for login in ("operator", "handler_a", "auditor"):
            with self.assertRaises(AccessError):
                self.as_user(login, self.env["rights.mediation.success"]).search([])
