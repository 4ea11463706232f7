"""The contact platform, deployment messages and failures (EMG-05, EMG-06, EMG-13)."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .deadline_common import china
from .emergency_common import EmergencyCommon


@tagged("post_install", "-at_install")
class TestEmergencyContact(EmergencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.areas = {
            key: cls.env["rights.territory"].create(
                {"name": f"片区{key}", "station_id": cls.stations[key].id}
            )
            for key in ("station_a1", "station_b1")
        }

    def contact(self, login, unit, **values):
        return self.as_user(login, self.env["rights.contact.book"]).create(
            {
                "name": "周店长",
                "phone": "13800002222",
                "station_id": self.stations[unit].id,
                "territory_id": self.areas[unit].id,
                **values,
            }
        )

    def test_a_contact_gets_stale(self):
        """EMG-05: verified every three months; stale contacts are marked and counted."""
        with self.at("2026-01-10 09:00"):
            contact = self.contact("station_a1", "station_a1")
        with self.at("2026-04-10 09:00"):
            self.assertFalse(contact.is_stale)
        with self.at("2026-04-11 09:00"):
            contact.invalidate_recordset()
            self.assertTrue(contact.is_stale)
            self.assertEqual(self.waiting("station_a1", "rights_contact_book_action_stale"), 1)
            contact.action_verify()
            self.assertFalse(contact.is_stale)
            self.assertEqual(self.waiting("station_a1", "rights_contact_book_action_stale"), 0)

    def test_who_keeps_the_platform(self):
        """EMG-05: the station officer for the own unit; everybody at work reads it."""
        contact = self.contact("station_a1", "station_a1")
        self.assertEqual(self.as_user("operator", contact).phone, "13800002222")
        for login in ("station_b1", "operator"):
            with self.refused(error=AccessError):
                self.as_user(login, contact).phone = "1"
        with self.refused(error=AccessError):
            self.contact("station_a1", "station_b1")
        self.as_user("dispatcher_a", contact).action_verify()
        with self.refused(error=AccessError):
            self.as_user("auditor", contact).read(["phone"])

    def test_mass_deployment(self):
        """EMG-06: one message to a filtered group, a receipt each, listed after two hours."""
        near = self.contact("station_a1", "station_a1", class_ids=[Command.link(self.food.id)])
        self.contact("station_a1", "station_a1", role="supplier")
        self.contact("station_b1", "station_b1", class_ids=[Command.link(self.food.id)])
        with self.at("2026-03-04 09:00"):
            incident = self.food_case(party_ids=self.joint(2)).incident_id
            message = self.as_user("dispatcher", self.env["rights.deployment"]).create(
                {
                    "incident_id": incident.id,
                    "message": "立即下架通报批次",
                    "territory_ids": [Command.link(self.areas["station_a1"].id)],
                    "role": "contact",
                    "class_ids": [Command.link(self.food.id)],
                }
            )
            self.assertEqual(message.contact_count, 1)
            message.action_send()
            with self.refused("stays as it is", AccessError):
                message.message = "改"
        receipt = message.receipt_ids
        self.assertEqual(receipt.contact_id, near)
        with self.at("2026-03-04 10:59"):
            self.assertFalse(receipt.is_overdue)
        with self.at("2026-03-04 11:00"):
            receipt.invalidate_recordset()
            self.assertTrue(receipt.is_overdue)
            page = "rights_deployment_receipt_action_overdue"
            self.assertEqual(self.waiting("station_a1", page), 1)
            with self.refused(error=AccessError):
                self.as_user("station_b1", receipt).action_receive()
            self.as_user("station_a1", receipt).action_receive()
            self.assertEqual(self.waiting("station_a1", page), 0)
        self.assertEqual((message.open_count, receipt.received_at), (0, china("2026-03-04 11:00")))

    def test_only_the_command_centre_deploys(self):
        """EMG-06: dispatcher or head of the city centre."""
        self.contact("station_a1", "station_a1")
        with self.at("2026-03-04 09:00"):
            incident = self.food_case(party_ids=self.joint(2)).incident_id
        vals = {"incident_id": incident.id, "message": "立即下架"}
        with self.refused(error=AccessError):
            self.as_user("clerk", self.env["rights.deployment"]).create(vals)
        draft = self.env["rights.deployment"].create(vals)
        with self.refused(error=AccessError):
            self.as_user("dispatcher_a", draft).action_send()
        with self.at("2026-03-04 09:10"):
            self.as_user("head", draft).action_send()
        self.assertTrue(draft.receipt_ids)

    def test_a_failure_waits_until_it_is_reported(self):
        """EMG-13: TL-37 of an outage, and its place on the to-do page of the unit."""
        page = "rights_outage_action_to_report"
        with self.at("2026-03-04 09:00"):
            outage = self.as_user("clerk", self.env["rights.outage"]).create(
                {"kind": "software", "description": "系统无法登录", "station_id": self.city.id}
            )
        self.assertEqual(outage.due_at, china("2026-03-04 10:00"))
        self.assertEqual(self.waiting("clerk", page), 1)
        with self.at("2026-03-04 09:30"):
            outage.reported_to = "市局值班室"
            outage.action_report()
        self.assertEqual((outage.state, self.waiting("clerk", page)), ("reported", 0))
