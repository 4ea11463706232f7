from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .deadline_common import china
from .routing_common import RoutingCommon


@tagged("post_install", "-at_install")
class TestRoutingScenario(RoutingCommon):
    """SC-09 whole: TRI-01, TRI-02, TRI-03, TRI-05, TRI-11, LIM-05, LIM-07, QUA-16."""

    def test_sc09_dispatch_chain_on_a_make_up_sunday(self):
        with self.at("2025-01-26 09:30"):
            seller = self.seller("外环路内侧88号")
            case = self.registered_case("clerk", respondent_id=seller.id)
        with self.at("2025-01-26 11:00"):
            accept = {**self.ACCEPT, "planned_route": "down"}
            self.move(case, "accept", "clerk", accept)
            self.assertDue(case, TL_21="2025-01-26 17:30", TL_04="2025-02-05", TL_12="2025-02-11")
            self.assertEqual(case.dispatch_to_id, self.stations["district_a"])
            self.assertIn("测试squadron", case.route_why)
            self.send(case)
            self.assertOutcome(case, TL_21="met")
        with self.at("2025-01-26 11:20"):
            self.move(case, "receive", "dispatcher_a")
            self.assertDue(case, TL_22="2025-01-26 17:30")
            self.assertEqual(case.dispatch_to_id, self.stations["squadron"])
        with self.at("2025-01-26 15:00"):
            self.send(case, "dispatcher_a")
            self.assertOutcome(case, TL_22="met")
        receipt = self.clocks(case).filtered(
            lambda clock: clock.code == "TL-23" and not clock.stopped_at
        )
        self.assertEqual(receipt.due_at, china("2025-01-26 17:30"))
        with self.at("2025-01-26 17:30"):
            self.sweep()
            self.sweep()
        self.assertSenderAlerted(case)
        with self.at("2025-01-27 09:00"):
            self.move(case, "receive", "squadron")
            self.sweep()
        self.assertEqual(receipt.outcome, "late")
        self.assertEqual(len(receipt.breach_ids), 1, "one deduction candidate")
        self.assertEqual(str(receipt.breach_ids.due_at)[:7], "2025-01")
        self.assertChain(case.sudo())

    def assertSenderAlerted(self, case):
        """TRI-03: the sender is told once."""
        kind = self.env.ref("consumer_rights.activity_not_received")
        tasks = case.sudo().activity_ids.filtered(lambda one: one.activity_type_id == kind)
        self.assertEqual(tasks.user_id, self.users["dispatcher_a"])
        self.assertEqual(len(tasks), 1)

    def assertChain(self, case):
        """TRI-11: city, district, squadron, without gap or overlap."""
        chain = case._get_responsibility()
        self.assertEqual(
            [unit for unit, _since, _to in chain],
            [self.stations[key] for key in ("city", "district_a", "squadron")],
        )
        moments = [since for _unit, since, _to in chain]
        self.assertEqual(
            moments,
            [china(f"2025-01-26 {time}") for time in ("09:30", "11:00", "15:00")],
        )
        self.assertEqual([to for _unit, _since, to in chain], [*moments[1:], None])
        self.assertEqual(case.station_id, chain[-1][0])

    def test_sc09_outer_carriageway_and_no_zone(self):
        outer = self.accepted_at_city("外环路外侧90号")
        self.assertIn("测试station_a1", outer.route_why)
        nowhere = self.accepted_at_city("某某路1号")
        self.assertEqual((nowhere.route_action, bool(nowhere.dispatch_to_id)), ("manual", False))
        with self.refused("Choose the unit", ValidationError):
            self.send(nowhere)
