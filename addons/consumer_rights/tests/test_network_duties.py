import re
from datetime import date
from pathlib import Path

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from psycopg2 import IntegrityError

from .network_common import NetworkCase

ADDON = Path(__file__).resolve().parents[1]


@tagged("post_install", "-at_install")
class TestNetworkDuties(NetworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.docking_user = cls._person("net_docking", "docking", cls.city)
        cls.docking_a = cls._person("net_docking_a", "docking", cls.district_a)
        cls.head_city = cls._person("net_head_city", "head", cls.city)
        cls.quality_user = cls._person("net_quality", "quality", cls.city)
        cls.city.action_create_studios()
        cls.legal_studio = cls.city.studio_ids.filtered(lambda studio: studio.kind == "legal")

    # -- ORG-07 ----------------------------------------------------------------------------------

    def _group_vals(self, station, **values):
        return {"station_id": station.id, "leader_id": self.head_a.id, **values}

    def test_org_07_one_active_leadership_group_a_unit(self):
        groups = self.env["rights.leadership.group"].with_user(self.admin_user)
        first = groups.create(
            self._group_vals(self.city, deputy_ids=[Command.link(self.head_city.id)])
        )
        self.assertEqual(first.office_division_id.part, "lead")
        self.assertEqual(len(first.studio_ids), 4, "the studios belong to the office")
        with self.refused(IntegrityError):
            groups.create(self._group_vals(self.city))
        first.active = False
        first.flush_recordset()
        groups.create(self._group_vals(self.city))
        groups.create(self._group_vals(self.district_a))

    def test_org_07_city_and_district_only_and_one_seat_each(self):
        groups = self.env["rights.leadership.group"]
        with self.refused(ValidationError, "leadership group"):
            groups.create(self._group_vals(self.station_a1))
        with self.refused(ValidationError, "twice"):
            groups.create(self._group_vals(self.city, member_ids=[Command.link(self.head_a.id)]))
        for user in (self.clerk, self.head_city):
            with self.refused(AccessError):
                groups.with_user(user).create(self._group_vals(self.city))

    # -- ORG-09 ----------------------------------------------------------------------------------

    def _checklist(self, user=None, **values):
        checklists = self.env["rights.centre.checklist"].with_user(user or self.quality_user)
        return checklists.create({"station_id": self.district_a.id, **values})

    def test_org_09_standardised_only_when_all_eight_pass(self):
        checklist = self._checklist()
        self.assertEqual(len(checklist.line_ids), 8)
        self.assertFalse(checklist.is_standardised)
        self.assertEqual(checklist.assessor_id, self.quality_user)
        checklist.line_ids.write({"result": "pass", "evidence": "seen on site"})
        self.assertTrue(checklist.is_standardised)
        self.assertTrue(self.district_a.is_standardised)
        sign = checklist.line_ids[0]
        sign.result = "fail"
        self.assertFalse(self.district_a.is_standardised)
        self.assertEqual(checklist.failed_item_ids, sign.item_id)
        self.assertIn(sign.item_id.name, checklist.result)

    def test_org_09_items_pass_with_evidence_and_cannot_be_left_out(self):
        checklist = self._checklist(line_ids=[])
        self.assertEqual(len(checklist.line_ids), 8, "missing items are added")
        with self.refused(ValidationError, "evidence"):
            checklist.line_ids[0].result = "pass"
        with self.refused(UserError, "stays in the assessment"):
            checklist.line_ids[0].unlink()

    def test_org_09_equipment_of_hall_and_offices(self):
        form = Form(self.env["rights.centre.checklist"].with_user(self.quality_user))
        form.station_id = self.district_a
        checklist = form.save()
        self.assertEqual(set(checklist.equipment_ids.mapped("place")), {"hall", "office"})
        self.assertEqual(len(checklist.equipment_ids), 15)

    def test_org_09_inspectors_of_the_city_assess(self):
        district_quality = self._person("net_quality_a", "quality", self.district_a)
        for user in (district_quality, self.head_a, self.clerk, self.admin_user):
            with self.refused(AccessError):
                self._checklist(user)
        self._checklist(self.head_city)
        with self.refused(ValidationError, "no centre"):
            self._checklist(station_id=self.station_a1.id)

    def test_org_09_the_administrator_adds_an_item(self):
        """ORG-09, D13: a checklist item is data; assessments from now on ask for it."""
        before = self._checklist()
        items = self.env["rights.centre.checklist.item"]
        items.with_user(self.admin_user).create({"name": "Barrier-free access"})
        self.assertEqual(len(self._checklist().line_ids), 9)
        self.assertEqual(len(before.line_ids), 8)
        with self.refused(AccessError):
            items.with_user(self.quality_user).create({"name": "Another"})

    # -- ORG-11 ----------------------------------------------------------------------------------

    def test_org_11_names_of_authorities_are_data(self):
        names = self.env["rights.authority.name"]
        self.assertEqual(names._name_of("bureau"), "市场监督管理局")
        self.assertEqual(names._name_of("office"), "市场监督管理所")
        name = self.env.ref("consumer_rights.authority_name_bureau").with_user(self.admin_user)
        name.name = "新市场局"
        self.assertEqual(names.with_user(self.clerk)._name_of("bureau"), "新市场局")
        with self.refused(UserError, "no_such"):
            names._name_of("no_such")
        with self.refused(AccessError):
            name.with_user(self.head_city).name = "旧局"

    def test_org_11_no_historical_name_in_a_template(self):
        """ORG-11: the review of templates: screens, papers and data name no former authority."""
        former = re.compile("工商行政管理|工商局|工商所|工商分局")
        files = [
            path
            for folder in ("views", "report", "data", "security", "wizard", "static/src")
            for path in (ADDON / folder).rglob("*")
            if path.suffix in {".xml", ".csv", ".js", ".scss"}
        ]
        self.assertGreater(len(files), 20)
        found = [path.name for path in files if former.search(path.read_text(encoding="utf-8"))]
        self.assertFalse(found)

    # -- ORG-12 ----------------------------------------------------------------------------------

    def test_org_12_directory_needs_a_phone(self):
        bodies = self.env["rights.partner.body"].with_user(self.docking_user)
        nature = self.env["rights.category"].search([], limit=1)
        body = bodies.create(
            {
                "name": "城东区仲裁委员会",
                "kind": "arbitration",
                "phone": "0100-5550102",
                "address": "文昌路1号",
                "category_ids": [Command.link(nature.id)],
            }
        )
        self.assertIn("0100-5550102", body.display_name)
        for phone in ("", "  ", "tel"):
            with self.refused(ValidationError, "telephone"):
                body.phone = phone
        with self.refused(IntegrityError):
            bodies.create({"name": "无电话", "kind": "media"})
        self.assertEqual(body.with_user(self.clerk).address, "文昌路1号")

    def test_org_12_the_docking_studio_keeps_the_directory(self):
        vals = {"name": "城西区人民法院", "kind": "court", "phone": "0100-5550103"}
        body = self.env["rights.partner.body"].with_user(self.admin_user).create(vals)
        for user in (self.clerk, self.head_city, self.officer_a1):
            with self.refused(AccessError):
                body.with_user(user).phone = "0100-5550104"

    # -- ORG-13 ----------------------------------------------------------------------------------

    def _plan(self, user, studio=None, year=2026, **values):
        return (
            self.env["rights.work.plan"]
            .with_user(user)
            .create(
                {
                    "name": "Plan",
                    "studio_id": (studio or self.legal_studio).id,
                    "year": year,
                    "content": "<p>Cases, courses, visits</p>",
                    **values,
                }
            )
        )

    def test_org_13_missing_plan_is_overdue_after_31_january(self):
        with freeze_time("2026-01-31 15:59:00"):
            self.assertFalse(self._gaps("no_plan", studio_id=self.legal_studio))
        with freeze_time("2026-01-31 16:01:00"):  # 1 February in Shanghai
            self.assertTrue(self._gaps("no_plan", studio_id=self.legal_studio))
            mine = self.env["rights.network.gap"].with_user(self.head_city)
            self.assertTrue(mine.search([("kind", "=", "no_plan")]))
            late = self._plan(self.head_city)
            self.assertTrue(late.is_late)
            self.assertFalse(self._gaps("no_plan", studio_id=self.legal_studio))

    def test_org_13_the_day_is_a_parameter(self):
        day = self.env.ref("consumer_rights.network_parameter_work_plan_due_day")
        day.with_user(self.admin_user).value = 15
        with freeze_time("2026-01-16 02:00:00"):
            self.assertTrue(self._gaps("no_plan", studio_id=self.legal_studio))
        with self.refused(AccessError):
            day.with_user(self.head_city).value = 20
        month = self.env.ref("consumer_rights.network_parameter_work_plan_due_month")
        with self.refused(ValidationError, "no day"):
            day.value = 32
        with self.refused(ValidationError, "no day"):
            month.value = 0

    def test_org_13_one_plan_a_year_of_the_two_studios(self):
        plan = self._plan(self.head_city, date_filed=date(2026, 1, 20))
        self.assertFalse(plan.is_late)
        with self.refused(IntegrityError):
            self._plan(self.head_city)
        self._plan(self.head_city, year=2027)
        reception = self.city.studio_ids.filtered(lambda studio: studio.kind == "reception")
        with self.refused(ValidationError, "no work plan"):
            self._plan(self.head_city, reception)
        with self.refused(ValidationError, "empty"):
            self._plan(self.head_city, year=2028, content="<p><br></p>")
        for user in (self.clerk, self.head_a):
            with self.refused(AccessError):
                self._plan(user, year=2029)

    # -- ORG-14 ----------------------------------------------------------------------------------

    def test_org_14_every_category_has_a_division(self):
        price = self.env.ref("consumer_rights.category_nature_price")
        divisions = self.env["rights.division"].with_user(self.clerk)
        division, reason = divisions._for_category(price)
        self.assertEqual((division.code, reason), ("price", ""))
        self.assertFalse(self._gaps("no_division", category_id=price))
        self.assertIn(price, division.category_ids)
        price.division_id = False
        division, reason = divisions._for_category(price)
        self.assertFalse(division)
        self.assertIn("Route by hand", reason)
        self.assertTrue(self._gaps("no_division", category_id=price))

    def test_org_14_a_subdivision_follows_its_category(self):
        price = self.env.ref("consumer_rights.category_nature_price")
        below = self.env["rights.category"].create(
            {"name": "Price tags", "code": "price_tags", "kind": "nature", "parent_id": price.id}
        )
        self.assertEqual(self.env["rights.division"]._for_category(below)[0], price.division_id)
        self.assertFalse(self._gaps("no_division", category_id=below))

    def test_org_14_parts_in_the_work_are_the_administrators(self):
        """ORG-14: one leads, one accepts and dispatches, one implements."""
        parts = set(self.env["rights.division"].search([]).mapped("part"))
        self.assertLessEqual({"lead", "dispatch", "implement"}, parts)
        division = self.env.ref("consumer_rights.division_price")
        division.with_user(self.admin_user).phone = "0100-5550105"
        with self.refused(AccessError):
            division.with_user(self.clerk).phone = "0100-5550106"

    # -- ORG-15 ----------------------------------------------------------------------------------

    def _guidance(self, user, target, centre=None, **values):
        return (
            self.env["rights.guidance"]
            .with_user(user)
            .create(
                {
                    "station_id": (centre or self.city).id,
                    "target_station_id": target.id,
                    "subject": "How to write a notice",
                    **values,
                }
            )
        )

    def test_org_15_guidance_goes_down_and_is_counted(self):
        point = self._station("TP8", "service_point", self.station_a1)
        for kind, day in (
            ("visit", "2026-03-02"),
            ("meeting", "2026-03-20"),
            ("written_reply", "2026-08-05"),
        ):
            self._guidance(self.docking_user, point, kind=kind, date=day)
        counts = dict(
            self.env["rights.guidance"]._read_group(
                [("target_level", "=", "service_point")], ["date:month"], ["__count"]
            )
        )
        self.assertEqual(counts[date(2026, 3, 1)], 2)
        with self.refused(ValidationError, "below"):
            self._guidance(self.docking_user, self.station_b1, centre=self.district_a)
        with self.refused(ValidationError, "guides nobody"):
            self._guidance(self.docking_user, point, centre=self.station_a1)
        with self.refused(ValidationError, "after it took place"), freeze_time("2026-05-01"):
            self._guidance(self.docking_user, point, date="2026-05-03")

    def test_org_15_the_docking_studio_records_it(self):
        self._guidance(self.docking_a, self.station_a1, centre=self.district_a)
        with self.refused(AccessError):
            self._guidance(self.docking_a, self.station_b1, centre=self.district_b)
        for user in (self.clerk, self.head_city, self.admin_user):
            with self.refused(AccessError):
                self._guidance(user, self.district_a)

    def test_org_15_units_without_guidance_in_the_half_year(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE rights_station SET create_date = '2025-01-01' WHERE id IN %s",
            [tuple((self.station_a1 | self.district_b).ids)],
        )
        with freeze_time("2026-06-30 15:59:00"):
            self._guidance(self.docking_user, self.station_a1, date="2026-06-30")
            self.assertFalse(self._gaps("no_guidance_yet", station_id=self.station_a1))
            self.assertFalse(self._gaps("no_guidance_yet", station_id=self.district_b).is_red)
        with freeze_time("2026-06-30 16:01:00"):  # 1 July in Shanghai: a new half-year
            self.assertFalse(self._gaps("no_guidance", station_id=self.station_a1))
            self.assertTrue(self._gaps("no_guidance", station_id=self.district_b).is_red)
            self.assertTrue(self._gaps("no_guidance_yet", station_id=self.station_a1))
        with freeze_time("2027-01-05 02:00:00"):
            self.assertTrue(self._gaps("no_guidance", station_id=self.station_a1))

    # -- ORG-17 ----------------------------------------------------------------------------------

    def _county(self, **values):
        section = self.env["rights.division"].create(
            {
                "name": "Section",
                "code": "section_a",
                "part": "lead",
                "station_id": self.district_a.id,
                "head_id": self.head_a.id,
            }
        )
        council = self.env["rights.partner.body"].create(
            {"name": "消保委秘书处", "kind": "council", "phone": "0100-5550107"}
        )
        return self.env["rights.county.centre"].create(
            {
                "name": "County centre",
                "station_id": self.district_a.id,
                "section_id": section.id,
                "council_id": council.id,
                "section_member_ids": [Command.link(self.dispatcher_a.id)],
                "council_member_ids": [Command.link(self.officer_a1.id)],
                **values,
            }
        )

    def test_org_17_the_head_of_the_section_heads_the_centre(self):
        centre = self._county()
        self.assertEqual(centre.head_id, self.head_a)
        self.assertFalse(self._gaps("no_head", station_id=self.district_a))
        centre.section_id.head_id = self.dispatcher_a
        self.assertEqual(centre.head_id, self.dispatcher_a)
        centre.section_id.head_id = False
        self.assertTrue(self._gaps("no_head", station_id=self.district_a).is_red)
        self.assertFalse(centre.has_head)

    def test_org_17_made_of_section_and_secretariat(self):
        with self.refused(ValidationError, "both"):
            self._county(council_member_ids=[])
        with self.refused(ValidationError, "consumer council"):
            court = self.env["rights.partner.body"].create(
                {"name": "城东区人民法院", "kind": "court", "phone": "0100-5550108"}
            )
            self._county(council_id=court.id)
        with self.refused(ValidationError, "district unit"):
            self._county(station_id=self.station_a1.id)
        centre = self._county()
        with self.refused(IntegrityError):
            centre.copy({"station_id": self.district_a.id})
        with self.refused(AccessError):
            centre.with_user(self.head_a).name = "Mine"
