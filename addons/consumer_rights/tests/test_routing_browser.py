from odoo.tests import HttpCase, tagged

from .routing_common import RoutingCommon

ROUTE = "/odoo/action-consumer_rights.rights_case_action_to_route"


@tagged("post_install", "-at_install")
class TestRoutingBrowser(RoutingCommon, HttpCase):
    """The dispatcher's keyboard (D12): many cases, and the plain one."""

    def test_many_go_where_they_are_proposed_to_go(self):
        """TRI-01: choose, one dialog with each proposal, Enter; what stays says why."""
        for subject, address in (
            ("测试甲", "青石街道8号"),
            ("测试乙", "白塔街道1号"),
            ("测试丙", "某某路1号"),
        ):
            self.accepted_at_city(address, subject=subject)
        self.start_tour(
            f"{ROUTE}?view_type=list", "rights_many_go_by_keyboard", login="t_dispatcher"
        )
        found = self.env["rights.case"].search([("subject", "in", ("测试甲", "测试乙", "测试丙"))])
        self.assertEqual(
            {case.subject: case.stage_code for case in found},
            {"测试甲": "dispatched", "测试乙": "dispatched", "测试丙": "accepted"},
        )

    def test_a_plain_case_takes_two_chords(self):
        """TRI-01: Alt+D, Ctrl+Enter."""
        case = self.accepted_at_city()
        self.start_tour(
            f"/odoo/rights.case/{case.id}", "rights_plain_case_by_two_keys", login="t_dispatcher"
        )
        self.assertEqual(case.sudo().station_id, self.stations["district_a"])
