"""Publicity events (DIS-11)."""

from base64 import b64encode
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..tools.china_time import china_date
from .document_common import picture
from .publicity_common import PublicityCommon

EVENT = {
    "name": "消费知识进社区",
    "place": "测试社区广场",
    "audience": "社区居民",
    "audience_count": 80,
    "materials": "宣传册200份",
}


@tagged("post_install", "-at_install")
class TestPublicityEvent(PublicityCommon):
    def event(self, login="stat_a", **values):
        photo = [(0, 0, {"image": b64encode(picture())})]
        return self.as_user(login, self.env["rights.publicity.event"]).create(
            {**EVENT, "photo_ids": photo, **values}
        )

    def test_dis_11_place_date_audience_materials_photos(self):
        """DIS-11: what is missing is named; a recorded event stays as it is."""
        for name in ("place", "audience", "audience_count", "materials", "photo_ids"):
            event = self.event(**{name: False})
            with self.subTest(name=name), self.refused(event._fields[name].string):
                event.action_hold()
        with self.refused("after it took place"):
            self.event(date=china_date() + timedelta(days=1)).action_hold()
        event = self.event()
        event.action_hold()
        self.assertEqual(event.state, "held")
        with self.refused("stays"):
            event.place = "别处"
        with self.assertRaises(AccessError):
            event.photo_ids.unlink()

    def test_dis_10_an_event_is_a_channel_of_what_it_shows(self):
        live = self.publish(self.draft())
        event = self.event(disclosure_ids=live.ids)
        event.action_hold()
        self.assertEqual(live.release_ids.channel_id.code, "event")
        self.assertEqual(live.release_ids.note, event.name)

    def test_dis_11_foreign_units(self):
        event = self.event()
        self.assertTrue(self.as_user("clerk", event).place)
        with self.assertRaises(AccessError):
            self.as_user("stat_b", event).place = "别处"
        with self.assertRaises(AccessError):
            event.station_id = self.stations["district_b"]
        with self.assertRaises(AccessError):
            event.write({"state": "held"})
