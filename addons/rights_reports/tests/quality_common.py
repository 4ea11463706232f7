"""Months of the assessment with missed limits, for the tests of quality."""

from odoo.addons.consumer_rights.models.case.rights_append_only import Pass
from odoo.addons.consumer_rights.tests.deadline_common import DeadlineCommon, china


class QualityCommon(DeadlineCommon):
    """The assessment began in May 2026; the city has two quality officers and a division head."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["quality2"] = cls._create_person("quality2", "quality", "city")
        cls.users["head_a"] = cls._create_person("head_a", "head", "district_a")
        cls.deductions = cls.env["rights.quality.deduction"].sudo()
        posts = cls.env["rights.post"].search([("station_id", "in", cls.city_units().ids)])
        posts.is_dedicated = True
        cls.duty = cls.env.ref("rights_reports.network_parameter_quality_information_duty").sudo()
        cls.duty.value = 0
        cls.may = cls.month("2026-05-01")

    @classmethod
    def city_units(cls):
        return cls.stations["city"]._with_below()

    @classmethod
    def month(cls, day):
        return cls.env["rights.quality.bulletin"]._ensure_month(cls.stations["city"], day)

    @classmethod
    def item(cls, code):
        return cls.env.ref(f"rights_reports.quality_item_{code}")

    def matter(self, unit="station_a1", login="station_a1", **values):
        """A matter that lies with a unit, as it stands."""
        cases = self.env["rights.case"].sudo().with_context(rights_gate=Pass())
        return cases.create(
            {
                **self.case_vals(**values),
                "name": f"质量{self.env['rights.case'].search_count([]):06d}",
                "station_id": self.stations[unit].id,
                "user_id": self.users[login].id,
            }
        ).with_context(rights_gate=None)

    def missed(self, code="TL-12", due="2026-05-20", unit="station_a1", login=None, case=None):
        """The record of a limit of a unit that ran out at 24:00 of a day."""
        start = china(f"{due} 08:00")
        limit = self.env["rights.deadline.policy"]._limit_on(code, start)
        case = case or self.matter(unit, login or "station_a1")
        at = china(f"{due} 23:59")
        clock = (
            self.env["rights.deadline"]
            .sudo()
            .create(
                {
                    "case_id": case.id,
                    "station_id": self.stations[unit].id,
                    "user_id": login and self.users[login].id,
                    "policy_id": limit.id,
                    "code": code,
                    "kind": limit.terms.kind,
                    "snapshot": limit.snapshot,
                    "start_at": start,
                    "due_at": at,
                    "sweep_at": at,
                }
            )
        )
        breaches = self.env["rights.deadline.breach"].sudo()
        breaches._record(clock.ids)
        return breaches.search([("deadline_id", "=", clock.id)])

    def collect(self):
        self.deductions._collect()

    def of(self, breach):
        return self.deductions.search([("breach_id", "=", breach.id)])

    def enter(self, login="quality", unit="station_a1", **values):
        """What an officer found on the spot."""
        vals = {
            "bulletin_id": self.may.id,
            "station_id": self.stations[unit].id,
            "item_id": self.item("missing_entry_found").id,
            "evidence": "现场抽查登记簿，一件未录入",
            **values,
        }
        return self.as_user(login, self.env["rights.quality.deduction"]).create(vals)

    def confirm(self, deductions=None, login="quality"):
        found = self.deductions.search(
            [("bulletin_id", "=", self.may.id), ("state", "=", "candidate")]
        )
        self.as_user(login, deductions or found).action_confirm()

    def score(self, unit="station_a1", bulletin=None, studio=False):
        return (bulletin or self.may).score_ids.filtered(
            lambda one: one.station_id == self.stations[unit] and bool(one.studio_id) == studio
        )

    def hand_in(self, login="quality", bulletin=None):
        self.as_user(login, bulletin or self.may).action_submit()

    def review(self, bulletin=None):
        self.as_user("head", bulletin or self.may).action_review()

    def publish(self, bulletin=None):
        self.as_user("head", bulletin or self.may).action_publish()

    def say(self, login, deduction, act, text="理由如下"):
        words = self.as_user(login, self.env["rights.quality.word"])
        words.create({"deduction_id": deduction.id, "act": act, "text": text}).action_save()

    def reviewed(self, *deductions):
        """May handed in and reviewed on 1 June 2026, with these deductions."""
        with self.at("2026-06-01 09:00"):
            self.collect()
            self.confirm()
            self.hand_in()
            self.review()

    def published(self):
        self.reviewed()
        with self.at("2026-06-05 09:00"):
            self.publish()
