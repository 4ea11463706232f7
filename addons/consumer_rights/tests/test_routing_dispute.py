from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .deadline_common import china
from .routing_common import RoutingCommon


@tagged("post_install", "-at_install")
class TestRoutingDispute(RoutingCommon):
    """Who has power is agreed in seven working days, or designated (TRI-13, TL-47)."""

    def disputed(self, stage="dispatched"):
        """A case of station_a1 that says it belongs to station_b1."""
        case = self.send(self.accepted_at_city(), unit="station_a1")
        if stage == "handling":
            self.move(case, "receive", "station_a1")
        self.as_user("station_a1", case)._raise_dispute(
            self.stations["station_b1"], "denies", "商家已迁往白塔街道"
        )
        return case.sudo(), case.sudo().dispute_ids

    def escalate(self):
        with self.enter_registry_test_mode():
            self.env.ref("consumer_rights.routing_cron_disputes").method_direct_trigger()

    def assertOneUnit(self, case):
        """TRI-11: the chain of units has neither gap nor overlap, and ends where the case is."""
        chain = case._get_responsibility()
        for (_unit, _since, to), (_next, since, _to) in zip(chain, chain[1:], strict=False):
            self.assertEqual(to, since)
        self.assertEqual(chain[0][0], self.stations["city"])
        self.assertEqual(chain[-1][0], case.station_id)
        self.assertIsNone(chain[-1][2])
        return [unit for unit, _since, _to in chain]

    def test_dialogs_speak_the_language_of_their_reader(self):
        for dialog, model, names in (
            ("rights.dispute.raise", "rights.case.dispute", ["claim"]),
            ("rights.referral.send", "rights.case.referral", ["way", "consent_way"]),
        ):
            for name in names:
                choices = [
                    self.env[one].with_context(lang="zh_CN").fields_get([name])[name]["selection"]
                    for one in (dialog, model)
                ]
                self.assertEqual(*choices)

    def test_tri_13_seven_working_days_then_the_common_superior(self):
        with self.at("2025-03-10 10:00"):
            case, dispute = self.disputed()
            self.assertDue(case, TL_47="2025-03-19")
            self.assertEqual(dispute.superior_id, self.stations["city"])
            self.assertEqual(case.between_hands, "dispute")
        with self.at("2025-03-19 23:50"):
            self.escalate()
            self.assertEqual(dispute.state, "open")
            with self.refused("seven working days", UserError):
                self.as_user("dispatcher", dispute)._name_unit(
                    self.stations["station_b1"], "以登记住所为准"
                )
        with self.at("2025-03-20 00:00"):
            self.escalate()
        self.assertEqual(dispute.state, "escalated")
        self.assertTrue(self.as_user("dispatcher", case).is_my_watch)
        self.assertEqual(case.between_with, self.stations["city"].name)

    def test_tri_13_the_superior_designates_and_the_case_goes_there(self):
        """TRI-13, TRI-11: from a case not received; one unit at every moment."""
        with self.at("2025-03-10 10:00"):
            case, dispute = self.disputed()
        with self.at("2025-03-20 09:00"):
            self.escalate()
            with self.refused("This is for", AccessError):
                self.as_user("dispatcher_a", dispute)._name_unit(
                    self.stations["station_b1"], "指定"
                )
            self.as_user("dispatcher", dispute)._name_unit(
                self.stations["station_b1"], "现场核实已迁址"
            )
        self.assertEqual(dispute.state, "designated")
        self.assertEqual(case.station_id, self.stations["station_b1"])
        self.assertEqual(case.stage_code, "dispatched")
        units = self.assertOneUnit(case)
        self.assertEqual(units[-1], self.stations["station_b1"])
        self.assertOutcome(case, TL_47="late")
        receipts = self.clocks(case).filtered(lambda clock: clock.code == "TL-23")
        self.assertEqual(receipts.sorted("id")[-1:].station_id, self.stations["station_b1"])
        self.assertFalse(receipts.sorted("id")[-1:].stopped_at)
        with self.at("2025-03-20 09:30"):
            self.move(case, "receive", "station_b1")
        self.assertEqual(case.stage_code, "handling")

    def test_tri_13_a_received_case_goes_there_too(self):
        with self.at("2025-03-10 10:00"):
            case, dispute = self.disputed("handling")
        with self.at("2025-03-20 09:00"):
            self.escalate()
            self.as_user("dispatcher", dispute)._name_unit(
                self.stations["station_b1"], "现场核实已迁址"
            )
        self.assertEqual(case.stage_code, "dispatched")
        self.assertEqual(case.station_id, self.stations["station_b1"])
        self.assertOneUnit(case)
        self.assertFalse(case.user_id)

    def test_tri_13_the_units_may_agree(self):
        with self.at("2025-03-10 10:00"):
            case, dispute = self.disputed()
        with self.at("2025-03-12 10:00"):
            with self.refused("Choose one of", UserError):
                self.as_user("station_b1", dispute)._agree(self.stations["station_a2"], "同意")
            self.as_user("station_b1", dispute)._agree(self.stations["station_b1"], "商家在我辖区")
        self.assertEqual(dispute.state, "agreed")
        self.assertOutcome(case, TL_47="met")
        self.assertEqual(case.station_id, self.stations["station_b1"])
        self.assertOneUnit(case)

    def test_tri_13_when_it_stays_nothing_moves(self):
        case, dispute = self.disputed("handling")
        self.as_user("station_b1", dispute)._agree(self.stations["station_a1"], "合同履行地")
        self.assertEqual(case.station_id, self.stations["station_a1"])
        self.assertEqual(case.stage_code, "handling")
        self.assertEqual(len(case.dispatch_ids), 1)

    def test_tri_13_a_disputed_case_is_not_concluded(self):
        case, _dispute = self.disputed("handling")
        with self.refused("in dispute", ValidationError):
            self.conclude(case.sudo(False), "station_a1")

    def test_tri_13_who_may_raise_one(self):
        case = self.send(self.accepted_at_city(), unit="station_a1")
        raise_it = self.as_user("station_a1", case)._raise_dispute
        with self.refused("beside", UserError):
            raise_it(self.stations["district_a"], "denies", "不归本所")
        with self.refused("Say why", UserError):
            raise_it(self.stations["station_b1"], "denies", " ")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.as_user("station_b1", case)._raise_dispute(
                self.stations["station_a1"], "claims", "归本所"
            )

    def test_tri_13_designating_is_no_step_of_its_own(self):
        case, _dispute = self.disputed("handling")
        step = case._step_of_code("designate")
        for login in ("dispatcher", "station_a1"):
            with self.refused("", AccessError):
                self.as_user(login, case).action_move(
                    step.id, case.stage_id.id, {"move_basis": "自行指定"}
                )

    def test_tri_11_one_dispatch_at_a_time(self):
        """TRI-11: a second open hop, or one that ends twice, cannot be stored."""
        case = self.send(self.accepted_at_city()).sudo()
        hop = case.dispatch_ids
        for values in (
            {"received_at": china("2030-01-01"), "returned_at": china("2030-01-01")},
            {"received_at": china("2020-01-01")},
        ):
            with self.not_stored():
                hop.write(values)
        with self.not_stored():
            hop.copy()
