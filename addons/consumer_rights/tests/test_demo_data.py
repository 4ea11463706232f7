import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import convert

from ..demo.people import DEMO_PASSWORD, PORTAL, STAFF
from ..demo.portraits import draw
from ..demo.specimens import SPECIMENS
from ..demo.year_of_work import plan_year

COUNT = 70
PHONE = re.compile(r"1690000\d{4}|026-000\d{5}")  # 169 and area 026 were never given out


@tagged("post_install", "-at_install")
class TestDemoData(TransactionCase):
    """A small year of work, made by the generator that fills the served database (D14)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()  # numbers are taken in transactions of their own
        before = cls.env["rights.case"].search([])
        convert.convert_file(
            cls.env, "consumer_rights", "demo/network.xml", {}, mode="init", noupdate=True
        )
        cls.env["rights.demo"]._generate(COUNT, dossiers=1)
        cls.cases = cls.env["rights.case"].search([]) - before
        cls.city = cls.env.ref("consumer_rights.demo_station_city")._with_below()

    def _staff(self):
        return self.env["res.users"].union(*(self._account(person.login) for person in STAFF))

    def _account(self, login):
        return self.env.ref(f"consumer_rights.demo_user_{login}")

    # -- DAT-07 -----------------------------------------------------------------------------------

    def test_dat_07_persons_are_marked(self):
        """DAT-07: every invented person has a given name that begins with 示."""
        names = self.cases.party_ids.identity_ids.mapped("name") + self._staff().mapped("name")
        names += [name for name in self.cases.respondent_id.mapped("principal") if name]
        self.assertGreater(len(names), 60)
        self.assertEqual([name for name in names if name[1] != "示"], [])

    def test_dat_07_merchants_are_marked(self):
        """DAT-07: every invented merchant is called 演示 and has a code of no real division."""
        merchants = self.cases.respondent_id
        self.assertGreater(len(merchants), 20)
        for merchant in merchants:
            self.assertTrue(merchant.name.startswith("演示"), merchant.name)
            self.assertTrue(merchant.uscc.startswith("91990000"), merchant.uscc)

    def test_dat_07_phones_belong_to_nobody(self):
        """DAT-07: phones are of ranges that no operator and no city ever had."""
        numbers = self.cases.party_ids.identity_ids.mapped("phone")
        numbers += self.cases.mapped("respondent_phone") + self.city.mapped("phone")
        bodies = self.env["ir.model.data"].search(
            [("model", "=", "rights.partner.body"), ("name", "=like", "demo\\_%")]
        )
        numbers += self.env["rights.partner.body"].browse(bodies.mapped("res_id")).mapped("phone")
        self.assertEqual([n for n in numbers if n and not PHONE.fullmatch(n)], [])

    def test_portraits_differ_and_stay_the_same(self):
        first = [draw(person.face, place) for place, person in enumerate(STAFF)]
        self.assertEqual(len(set(first)), 30)
        self.assertEqual(first[0], draw(STAFF[0].face, 0))
        self.assertTrue(all(post.portrait for post in self._staff().rights_post_ids))

    # -- accounts ---------------------------------------------------------------------------------

    def test_accounts_are_listed_and_open(self):
        """Each role of Annex A has an account whose password is the one that is printed."""
        accounts = self.env["res.users"]._rights_demo_accounts()
        self.assertEqual(len(accounts), len(STAFF) + len(PORTAL))
        for login in ("clerk", "district", "consumer", "merchant"):
            self.assertIn((login, DEMO_PASSWORD), [account[:2] for account in accounts])
            user = self._account(login)
            credential = {"login": login, "password": DEMO_PASSWORD, "type": "password"}
            user.with_user(user)._check_credentials(credential, {"interactive": True})
        roles = self.env["rights.post.template"].search([("code", "!=", "division_head")])
        self.assertEqual(self._staff().rights_post_ids.role_id & roles, roles)

    def test_no_accounts_without_demonstration_data(self):
        self.env["ir.model.data"].search([("name", "=like", "demo\\_%")]).unlink()
        self.assertEqual(self.env["res.users"]._rights_demo_accounts(), [])

    # -- the year ---------------------------------------------------------------------------------

    def test_every_stage_of_every_kind_has_a_case(self):
        found = {(case.kind, case.stage_code) for case in self.cases}
        self.assertLessEqual({(kind, stage) for kind, stage, _turns in SPECIMENS}, found)
        self.assertAlmostEqual(len(self.cases), COUNT, delta=8)

    def test_numbers_are_unique_and_follow_the_counters(self):
        """REG-04: number of unit, kind and day; the counters go on where the year stopped."""
        numbered = self.cases.filtered("name")
        self.assertEqual(len(set(numbered.mapped("name"))), len(numbered))
        self.assertFalse((self.cases - numbered).filtered("registered_at"))
        for case in numbered:
            counter = self.env["rights.case.number"].search([("prefix", "=", case.name[:-4])])
            self.assertGreaterEqual(counter.last, int(case.name[-4:]))

    def test_process_records_hold(self):
        """SEC-06: the lines of every case are chained, in order of time and never in the future."""
        self.assertEqual(self.cases._verify_events(), {})
        latest = fields.Datetime.now() + timedelta(seconds=1)
        for case in self.cases:
            moments = case.event_ids.sorted("sequence").mapped("at")
            self.assertEqual(moments, sorted(moments))
            self.assertLessEqual(moments[-1], latest)

    def test_dates_follow_each_other(self):
        names = "received_at registered_at accepted_at concluded_at replied_at archived_at".split()
        for case in self.cases - self.cases.filtered("is_history"):
            dates = [case[name] for name in names if case[name]]
            self.assertEqual(dates, sorted(dates), case.name)

    def test_each_step_was_open_to_whoever_made_it(self):
        """What the generator wrote, the gate would have let these people do (Annex B)."""
        posts = self.env["rights.post"].with_context(active_test=False)
        # what the office opened itself is registered with that (PRD-04)
        of_office = self.env["rights.product.notice"].search([]).report_id
        # what a liaison takes goes through the pages of the service station (STN-05)
        of_liaison = self.cases.filtered(lambda case: case.registered_by_id.share)
        for case in self.cases - of_office - of_liaison:
            stage, unit = self.env["rights.case.stage"]._of_code("draft"), None
            for event in case.event_ids.sorted("sequence"):
                step = event.transition_id
                if step:
                    self.assertEqual((step.kind, step.stage_from_id), (case.kind, stage))
                    self.assertEqual(step.stage_to_id, event.stage_to_id)
                    self.assertTrue(step.group_ids & event.user_id.all_group_ids, step.name)
                    held = posts.search([("user_id", "=", event.user_id.id)]).station_id
                    reach = {
                        "unit": held,
                        "supervised": held._with_below(),
                        "handled": held._with_below(),
                        "assigned": held,
                    }[step.scope]
                    self.assertIn(unit, reach, f"{case.name}: {step.name}")
                    self.assertTrue(event.basis or not step.needs_basis)
                stage = event.stage_to_id or stage
                if event.type not in ("sealed", "urged") and step.code != "archive":
                    unit = event.station_id  # who seals or urges acts for a unit of its own
            self.assertEqual((stage, unit), (case.stage_id, case.station_id))

    def test_required_fields_are_filled(self):
        """Each step asked for its fields; those that no later step clears are still there."""
        cleared = {"dispatch_to_id", "return_reason_id", "party_ids"}
        for case in self.cases.filtered(lambda case: case.cycle_no == 1):
            for event in case.event_ids.filtered("transition_id"):
                for name in event.transition_id.required_field_ids.mapped("technical_name"):
                    filled = case[name] or case._fields[name].type == "monetary"
                    self.assertTrue(filled or name in cleared, f"{case.name}: {name}")

    def test_archived_cases_lack_nothing(self):
        """HND-13, ARC-03: what the archivist bound has result, result code and recovered loss."""
        archived = self.cases.filtered(lambda case: case.stage_code == "archived")
        self.assertGreater(len(archived), 5)
        for case in archived - archived.filtered("is_history"):
            self.assertEqual(case._get_dossier_gaps(), [], case.name)

    def test_recent_archive_has_a_sealed_dossier(self):
        """ARC-03: what the archivist bound while the data were loaded is there as sealed PDF."""
        sealed = self.cases.dossier_ids
        self.assertEqual(len(sealed), 1)
        self.assertEqual(sealed.case_id.stage_code, "archived")
        self.assertEqual(sealed._get_faults(), [])

    def test_same_day_gives_the_same_year(self):
        """Two plans from one world are equal: a fault seen in the data can be seen again."""
        world = self.env["rights.demo"].sudo()._world()
        first, second = plan_year(world, COUNT), plan_year(world, COUNT)
        self.assertEqual([plan.vals for plan in first], [plan.vals for plan in second])
        self.assertEqual(
            [event["at"] for plan in first for event in plan.events],
            [event["at"] for plan in second for event in plan.events],
        )

    def test_real_databases_are_safe(self):
        """Nothing is generated where demonstration data are not installed, or where cases are."""
        with self.assertRaisesRegex(UserError, "has cases already"):
            self.env["rights.demo"]._load()
        self.env["ir.model.data"].search([("name", "=", "demo_station_city")]).unlink()
        with self.assertRaisesRegex(UserError, "not installed"):
            self.env["rights.demo"]._generate(COUNT, dossiers=0)
