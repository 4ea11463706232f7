from odoo.fields import Command
from odoo.tests import tagged

from .legal_common import LegalCommon


@tagged("post_install", "-at_install")
class TestLegalPeriods(LegalCommon):
    """LAW-06, LAW-09, LAW-11: what the legal studios owe regularly."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.city = cls.stations["city"]
        cls.docking_studio, cls.legal_studio = cls.studio("docking"), cls.studio("legal")

    def missed(self, kind, login="docking"):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.as_user(login, self.env["rights.missed.period"]).search(
            [("kind", "=", kind), ("station_id", "=", self.city.id)], order="date_from"
        )
        return [str(row.date_from) for row in rows]

    def test_law_06_half_years_without_filed_minutes_are_listed(self):
        """LAW-06, TL-55: a seminar counts for its half-year once its minutes are filed."""
        with self.at("2026-07-01 09:00"):
            self.assertEqual(self.missed("seminar"), ["2026-01-01"])
            seminar = self.make(
                "docking", "rights.expert.seminar", topic="预付卡监管", date="2026-06-30"
            )
            with self.refused("minutes first"):
                seminar.action_file()
            seminar.minutes = "<p>与会专家一致认为应当建立保证金制度</p>"
            with self.refused("Link the issues"):
                seminar.action_file()
            seminar.category_ids = [Command.set(self.nature.ids)]
            self.assertEqual(self.missed("seminar"), ["2026-01-01"])
            seminar.action_file()
            self.assertFalse(self.missed("seminar"))
            with self.refused("stay as they are"):
                seminar.topic = "其他"
        with self.at("2026-12-31 23:30"):
            self.assertFalse(self.missed("seminar"))
        with self.at("2027-01-01 00:30"):
            self.assertEqual(self.missed("seminar"), ["2026-07-01"])

    def test_law_06_how_often_is_the_limit_that_the_administrator_edits(self):
        self.env["rights.deadline.policy"].search([("code", "=", "TL-55")]).times = 4
        with self.at("2026-07-01 09:00"):
            self.assertEqual(self.missed("seminar"), ["2026-01-01", "2026-04-01"])

    def test_law_06_the_register_counts_on_the_day(self):
        expert = self.make(
            "docking",
            "rights.expert",
            name="陈专家",
            field="质量",
            employer="测试大学",
            date_from="2026-01-01",
            date_to="2026-03-31",
        )
        with self.refused("not in the register"):
            self.make(
                "docking",
                "rights.expert.seminar",
                topic="质量",
                date="2026-04-01",
                expert_ids=[Command.set(expert.ids)],
            )

    def test_law_11_quarters_without_education_are_listed(self):
        """LAW-11: planned is not held; held names how many came and what they were given."""
        with self.at("2026-04-01 09:00"):
            self.assertEqual(self.missed("education", "legal"), ["2026-01-01"])
            education = self.make(
                "legal",
                "rights.legal.education",
                topic="老年人防骗",
                date="2026-03-15",
                audience="社区老人",
            )
            with self.refused("how many people"):
                education.action_hold()
            education.write({"audience_count": 80, "materials": "手册200份"})
            education.action_hold()
            self.assertFalse(self.missed("education", "legal"))

    def test_law_09_uncovered_consultation_hours_are_red(self):
        """LAW-09, DUT-01: the legal studio's desk is listed until a published roster covers it."""
        gaps = self.as_user("legal", self.env["rights.duty.gap"])
        studio = self.legal_studio
        self.users["legal"].rights_post_ids.write({"badge": "B-1", "portrait": self.scan})
        with self.at("2025-10-09 09:00"):
            today = [("kind", "=", "legal"), ("date", "=", "2025-10-09")]
            gap = gaps.search(today)
            self.assertEqual((gap.station_id, gap.is_red), (self.city, True))
            roster = self.env["rights.duty.roster"].create(
                {
                    "station_id": self.city.id,
                    "studio_id": studio.id,
                    "date_from": "2025-10-09",
                    "date_to": "2025-10-09",
                }
            )
            with self.refused("not covered"):
                roster.action_publish()
            roster.shift_ids.user_id = self.users["legal"]
            roster.action_publish()
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertFalse(gaps.search(today))
