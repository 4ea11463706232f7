from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .routing_common import RoutingCommon


@tagged("post_install", "-at_install")
class TestRoutingProposal(RoutingCommon):
    """Which unit is proposed for a matter, and why."""

    def assertRoute(self, case, action, unit=None, *words):
        self.assertEqual(case.route_action, action, case.route_why)
        self.assertEqual(case.dispatch_to_id, self.stations[unit] if unit else case.station_id[:0])
        for word in words:
            self.assertIn(word, case.route_why)

    # -- the place (TRI-04, TRI-05) ------------------------------------------------------------

    def test_tri_04_the_actual_place_goes_before_the_registered_one(self):
        """TRI-04: the place of business decides; the next hop lies on the way to its station."""
        case = self.accepted_at_city(seller=self.seller("青石街道8号", "白塔街道2号"))
        self.assertRoute(
            case, "down", "district_a", "青石街道8号", "测试district_a → 测试station_a1", "TRI-04"
        )

    def test_tri_04_without_a_place_the_registered_address_decides(self):
        case = self.accepted_at_city(seller=self.seller(False, "白塔街道2号"))
        self.assertRoute(case, "down", "district_b", "Registered address", "白塔街道2号")

    def test_tri_04_without_any_address_a_person_decides(self):
        """TRI-04: both addresses missing: the manual list, which a search finds."""
        case = self.accepted_at_city(seller=self.seller())
        self.assertRoute(case, "manual", None, "is missing")
        view = self.env.ref("consumer_rights.rights_case_view_search_routing")
        self.assertIn('name="by_hand"', view.arch)

    def test_tri_04_elsewhere_needs_a_reason_from_the_list(self):
        """TRI-04: another unit than proposed is refused without a reason, and keeps it."""
        case = self.accepted_at_city()
        with self.refused("not the unit proposed", ValidationError):
            self.send(case, unit="district_b")
        self.send(case, unit="district_b", route_reason_id=self.reason("power").id)
        hop = case.dispatch_ids
        self.assertEqual(hop.station_to_id, self.stations["district_b"])
        self.assertEqual(hop.proposed_station_id, self.stations["district_a"])
        self.assertEqual(hop.route_reason_id, self.reason("power"))
        self.assertIn("青石街道8号", hop.proposal_why)

    def test_tri_04_a_unit_on_the_way_needs_no_reason(self):
        """TRI-01: the city may dispatch straight to the station of the place."""
        case = self.send(self.accepted_at_city(), unit="station_a1")
        self.assertEqual(case.sudo().station_id, self.stations["station_a1"])
        self.assertFalse(case.sudo().dispatch_ids.route_reason_id)

    def test_tri_05_the_ring_road_belongs_to_one_unit(self):
        inner = self.accepted_at_city("外环路内侧88号")
        outer = self.accepted_at_city("外环路外侧88号")
        self.assertRoute(inner, "down", "district_a", "测试squadron")
        self.assertRoute(outer, "down", "district_a", "测试station_a1")

    def test_tri_05_an_unclear_side_goes_to_the_manual_list(self):
        """TRI-05: never to two units."""
        self.assertRoute(self.accepted_at_city("外环路88号"), "manual", None, "carriageway")
        self.assertRoute(self.accepted_at_city("无名路8号"), "manual", None, "no territory")

    def test_tri_05_a_changed_map_changes_the_proposals(self):
        case = self.accepted_at_city("红砖巷5号")
        self.assertRoute(case, "manual")
        self._territory("station_b1", "红砖巷")
        self.assertRoute(case, "down", "district_b", "红砖巷5号")

    # -- online (TRI-06) -----------------------------------------------------------------------

    def test_tri_06_own_website_and_platform_go_to_the_domicile(self):
        seller = self.seller("青石街道8号", "白塔街道2号")
        case = self.accepted_at_city(seller=seller, trade_channel="own_website")
        self.assertRoute(case, "down", "district_b", "Domicile of the seller")
        seller = self.seller("青石街道8号", "白塔街道2号", merchant_type="online_platform")
        case = self.accepted_at_city(seller=seller)
        self.assertRoute(case, "down", "district_b", "Domicile of the seller")

    def test_tri_06_a_missing_domicile_goes_to_the_manual_list(self):
        case = self.accepted_at_city(seller=self.seller("青石街道8号"), trade_channel="own_website")
        self.assertRoute(case, "manual", None, "is missing")

    def test_tri_06_a_seller_on_a_platform(self):
        """TRI-06: its actual place, or the platform's domicile when it cannot be reached."""
        platform = self.seller(False, "白塔街道2号", merchant_type="online_platform")
        values = {"trade_channel": "on_platform", "platform_id": platform.id}
        case = self.accepted_at_city(seller=self.seller("青石街道8号"), **values)
        self.assertRoute(case, "down", "district_a", "Actual place of business of the seller")
        self.as_user("clerk", case).address_verified = "unreachable"
        self.assertRoute(case, "down", "district_b", "Domicile of the platform")
        self.as_user("clerk", case).platform_id = False
        self.assertRoute(case, "manual", None, "is missing")

    def test_tri_06_a_tenant_of_a_platform_brings_its_platform(self):
        platform = self.seller(False, "白塔街道2号", merchant_type="online_platform")
        seller = self.seller("青石街道8号", host_id=platform.id)
        self.assertEqual(self.create_case(respondent_id=seller.id).platform_id, platform)

    # -- the topic table (TRI-14, TRI-15) ------------------------------------------------------

    def _topic(self, **values):
        return self.env["rights.routing.topic"].create(
            {
                "name": "测试主题",
                "code": "test_topic",
                "sequence": 1,
                "class_ids": [Command.set(self.goods.ids)],
                **values,
            }
        )

    def test_tri_14_an_unmapped_topic_goes_to_the_manual_list(self):
        self.env["rights.routing.topic"].search([]).active = False
        case = self.accepted_at_city()
        self.assertRoute(case, "manual", None, "topic table")
        self.assertFalse(case.complexity)
        self.assertTrue(self.env["rights.routing.topic"].with_context(active_test=False).search([]))

    def test_tri_14_every_delivered_nature_is_in_the_table(self):
        """TRI-14: quality and safety, price, unfair competition, other infringements."""
        natures = self.env["rights.category"].search([("kind", "=", "nature")])
        delivered = natures.filtered(lambda nature: nature.get_external_id()[nature.id])
        mapped = self.env["rights.routing.topic"].search([]).nature_ids
        self.assertFalse(delivered - mapped)

    def test_tri_14_a_topic_names_its_body(self):
        """TRI-14: a squadron, one unit for all, or another authority; the first row decides."""
        case = self.accepted_at_city()
        topic = self._topic(body="squadron")
        self.assertRoute(case, "down", "district_a", "测试主题", "测试squadron")
        topic.write({"body": "unit", "station_id": self.stations["station_b1"].id})
        self.assertRoute(case, "down", "district_b", "Send to 测试district_b")
        body = self.env["rights.partner.body"].create(
            {"name": "测试烟草局", "kind": "authority", "phone": "12313"}
        )
        topic.write({"body": "outside", "body_id": body.id})
        self.assertRoute(case, "outside", None, "测试烟草局")
        with self.refused("name the authority", ValidationError):
            topic.body_id = False

    def test_tri_14_the_division_of_the_category_answers(self):
        """ORG-14, TRI-14: the division stands with the proposal and with the hop."""
        case = self.accepted_at_city()
        division = self.nature.division_id
        self.assertEqual(case.division_id, division)
        self.assertIn(division.name, case.route_why)
        self.send(case)
        self.assertEqual(case.sudo().dispatch_ids.division_id, division)

    def test_tri_14_the_business_administrator_owns_the_table(self):
        topics = self.as_user("business_admin", self.env["rights.routing.topic"])
        topics.search([], limit=1).complexity = "complex"
        with self.assertRaises(AccessError):
            self.as_user("dispatcher", topics).search([], limit=1).complexity = "simple"

    def test_tri_15_the_grade_decides_the_lane(self):
        """TRI-15: proposed by topic and amount; fast lane, ordinary, filed."""
        case = self.accepted_at_city(amount_dispute=300)
        self.assertEqual((case.complexity, case.handling_lane), ("simple", "fast"))
        case = self.accepted_at_city(amount_dispute=30000)
        self.assertEqual((case.complexity, case.handling_lane), ("ordinary", "ordinary"))
        self.as_user("dispatcher", case).complexity = "major"
        self.assertEqual(case.handling_lane, "filed")

    def test_tri_15_a_missing_grade_blocks_dispatch(self):
        case = self.accepted_at_city()
        self.as_user("dispatcher", case).complexity = False
        with self.refused("Complexity is missing", ValidationError):
            self.send(case, complexity=False)

    # -- what stays (TRI-16, TRI-17) -----------------------------------------------------------

    def test_tri_17_immediate_handling_stays(self):
        case = self.accepted_at_city(handling_mode="immediate")
        self.assertRoute(case, "keep", None, "TRI-17")
        case.action_move(
            case._step_of_code("take").id, case.stage_id.id
        )  # HND-03: without a reason
        self.assertEqual(case.stage_code, "handling")

    def test_tri_16_keeping_a_case_without_reason_is_refused(self):
        """TRI-16, TRI-17: the centre sends down, or says which special case it is."""
        case = self.accepted_at_city()
        step = case._step_of_code("take")
        with self.refused("Choose why this one stays", ValidationError):
            case.action_move(step.id, case.stage_id.id)
        form = case.move_form(step.id)
        self.assertEqual(form["asked"], ["keep_reason_id"])
        reason = self.reason("local_conflict")
        case.action_move(step.id, case.stage_id.id, {"keep_reason_id": reason.id})
        self.assertEqual(case.keep_reason_id, reason)
        changes = case.sudo().event_ids.mapped("changes")
        self.assertTrue(any(change and "keep_reason_id" in change for change in changes))

    def test_tri_16_needs_the_function_of_direct_handling(self):
        """ORG-02, TRI-16: a centre without that function keeps nothing."""
        self.stations["city"].fn_direct = False
        case = self.accepted_at_city()
        with self.refused("does not handle special cases", ValidationError):
            self.move(case, "take", "clerk")

    def test_tri_17_a_district_handles_without_a_reason(self):
        case = self.send(self.accepted_at_city())
        self.move(case, "receive", "dispatcher_a")
        self.assertEqual(case.stage_code, "handling")

    # -- who sends, and with what (TRI-12, TRI-18, TRI-20) -------------------------------------

    def test_tri_18_the_assignment_form_has_its_deadline(self):
        """TRI-18: dispatch is refused when the deadline is missing; DOC-07 names it."""
        case = self.accepted_at_city()
        with self.refused("deadline for the assignment form", ValidationError):
            self.send(case, dispatch_due_date=False)
        self.send(case, dispatch_due_date="2030-02-03")
        self.assertEqual(str(case.sudo().dispatch_ids.due_date), "2030-02-03")
        form = case.sudo().document_ids.filtered(lambda p: p.template_id.code == "DOC-07")
        self.assertIn("2030年2月3日", form.body)
        self.assertIn("测试district_a", form.body)

    def test_tri_20_only_a_dispatch_centre_dispatches(self):
        """TRI-20: a dispatcher of another unit is refused, whatever the roles."""
        case = self.accepted_at_city()
        self.stations["city"].is_dispatch_centre = False
        with self.refused("no dispatch centre", AccessError):
            self.send(case, unit="district_a")
        self.stations["city"].is_dispatch_centre = True
        with self.refused("is for:", AccessError):
            self.send(case, "clerk", unit="district_a")

    def test_tri_12_a_matter_of_another_district_goes_back(self):
        """TRI-12: the district proposes to return it, and cannot send it sideways."""
        case = self.accepted_at_city("白塔街道3号")
        self.send(case, unit="district_a", route_reason_id=self.reason("address_wrong").id)
        self.move(case, "receive", "dispatcher_a")
        self.assertRoute(case, "back", None, "TRI-12")
        with self.refused("downward only", ValidationError):
            self.send(case, "dispatcher_a", unit="station_b1")

    def test_tri_01_the_dialog_shows_why_and_is_filled_already(self):
        """TRI-01: the plain case is dispatched as proposed, with nothing to type."""
        case = self.as_user("dispatcher", self.accepted_at_city())
        form = case.move_form(case._step_of_code("dispatch").id)
        self.assertEqual(form["asked"][:2], ["dispatch_to_id", "route_reason_id"])
        self.assertIn("青石街道8号", form["arch"])
        self.send(case)
        self.assertEqual(case.sudo().station_id, self.stations["district_a"])

    def test_tri_04_reports_are_routed_too(self):
        report = self.create_case(
            "clerk",
            kind="report",
            respondent_id=self.seller("白塔街道7号").id,
            party_ids=self.person(role="reporter"),
        )
        report = self.as_user("dispatcher", self.move(report, "register"))
        self.assertRoute(report, "down", "district_b", "白塔街道7号")
        self.assertTrue(report.dispatch_due_date)
