"""Twelve months of matters for the invented city, as plans that the loader writes.

``plan_year`` is deterministic: the same seed, day and world give the same plans.
"""

import random
from datetime import datetime, time, timedelta

from . import complaints, matters, other_kinds
from .crowd import Crowd
from .specimens import SPECIMENS
from .story import Plan, Story, Unfinished, is_working_day

DAYS = 365
KINDS = {
    "complaint": 0.70,
    "consultation": 0.20,
    "report": 0.08,
    "suggestion": 0.014,
    "discipline": 0.006,
}
# Monday to Sunday, and the months: 15 March, 18 June and 11 November are felt
WEEKDAYS = (1.35, 1.15, 1.1, 1.05, 1.1, 0.55, 0.45)
MONTHS = {
    1: 1.0,
    2: 0.75,
    3: 1.35,
    4: 1.0,
    5: 1.0,
    6: 1.15,
    7: 1.05,
    8: 1.05,
    9: 1.05,
    10: 0.95,
    11: 1.3,
    12: 1.1,
}
HOURS = (2, 8, 10, 7, 3, 5, 9, 9, 7, 4, 3, 2, 1)  # from 8 to 20 o'clock
CITY_CHANNELS = {
    "phone": 46,
    "national_platform": 18,
    "hotline_12345": 16,
    "wechat": 6,
    "website": 5,
    "visit": 5,
    "letter": 2,
    "email": 1,
    "sms": 1,
    "petition": 1,
    "superior": 1,
}
STATION_CHANNELS = {"visit": 58, "in_store": 18, "station_referral": 14, "phone": 10}
WRITTEN = {"letter", "email", "website", "national_platform", "petition"}
DEAR = 20000  # yuan
PLATFORMS = {"national_platform": "全国12315平台", "hotline_12345": "12345热线"}


def plan_year(world, count, seed=2315):
    """Plans for about ``count`` cases, in order of receipt; links between them are set."""
    year = _Year(world, f"{seed} {count} {world.now.date()}")
    plans = [year.specimen(*specimen) for specimen in SPECIMENS]
    kinds = year.rng.choices(list(KINDS), list(KINDS.values()), k=max(count - len(plans), 0))
    for kind, received in zip(kinds, year.moments(len(kinds)), strict=True):
        plans.append(year.tell(kind, received))
        plans += year.repeated(plans[-1])
    year.take_over_history(plans)
    return sorted(plans, key=lambda plan: plan.received)


def _weighted(rng, weights):
    return rng.choices(list(weights), list(weights.values()))[0]


class _Year:
    def __init__(self, world, seed):
        self.world = world
        self.rng = random.Random(seed)
        self.crowd = Crowd(self.rng, world)
        self.city = next(unit for unit, above in world.parents.items() if above is None)

    # -- when -------------------------------------------------------------------------------------

    def moments(self, count):
        """Moments of receipt over the last year, the busy weekdays and months oftener."""
        today = self.world.now.date()
        days = [today - timedelta(days=back) for back in range(DAYS)]
        weights = [
            WEEKDAYS[day.weekday()] * MONTHS[day.month] * self.rng.uniform(0.75, 1.25)
            for day in days
        ]
        moments = []
        while len(moments) < count:
            moment = self._at_some_hour(self.rng.choices(days, weights)[0])
            if moment < self.world.now - timedelta(minutes=20):
                moments.append(moment)
        return sorted(moments)

    def _at_some_hour(self, day):
        hour = self.rng.choices(range(8, 21), HOURS)[0]
        return datetime.combine(day, time(hour, self.rng.randint(0, 59), self.rng.randint(0, 59)))

    # -- what -------------------------------------------------------------------------------------

    def tell(self, kind, received, until=None, **turns):
        return getattr(self, f"_{kind}")(received, until, turns)

    def specimen(self, kind, stage, turns):
        """A plan that stands at this stage now: begun as late as its way allows."""
        back = self.rng.uniform(0.02, 0.2)
        while True:
            received = self.world.now - timedelta(days=back)
            if back > 1:
                received = self._at_some_hour(received.date())
            plan = self.tell(kind, received, until=stage, **turns)
            if plan.stage == stage:
                return plan
            back += self.rng.uniform(0.4, 1.6)
            if back > DAYS:
                raise LookupError(f"no way leads a {kind} to {stage}")

    def _begin(self, kind, received, channels, unit, roles, until):
        channel = _weighted(self.rng, channels)
        if channel in ("letter", "petition", "superior"):
            roles = ("office",)
        user = self.world.who(unit, *roles)
        plan = Plan(kind, received, unit, user)
        plan.vals.update(
            channel_id=channel,
            application_form="written" if channel in WRITTEN else "oral",
            is_direct=unit != self.city,
        )
        if channel in PLATFORMS:
            plan.vals["external_source"] = PLATFORMS[channel]
            plan.vals["external_number"] = (
                f"YS{received:%Y%m%d}{self.rng.randint(10**6, 10**7 - 1)}"
            )
        return Story(self.world, self.rng, plan, until)

    def _shop(self, class_code, area=None, item=None):
        fitting = [shop for shop in self._shops(class_code, area) if not item or shop.sells(item)]
        return self.rng.choices(fitting, [shop.weight for shop in fitting])[0]

    def _shops(self, class_code, area):
        return [
            shop
            for shop in self.world.shops
            if class_code == shop.class_code and area in (None, self.world.parents[shop.unit])
        ]

    def _class_code(self, received, area=None):
        weights = {
            code: entry.weight * entry.months.get(received.month, 1)
            for code, entry in matters.CLASSES.items()
            if self._shops(code, area)
        }
        return _weighted(self.rng, weights)

    def _describe(self, class_code, shop, received):
        """Subject, facts, claims and amount of a complaint of this class."""
        rng, entry = self.rng, matters.CLASSES[class_code]
        item, low, high = rng.choice([row for row in entry.items if shop.sells(row[0])])
        price = amount = round(rng.triangular(low, high, low + (high - low) * 0.25))
        problem = self._problem(class_code, item, price)
        if price > DEAR or problem.nature in ("price", "measurement"):  # a part is in dispute
            amount = max(round(price * rng.uniform(0.03, 0.2)), 2)
        bought = received.date() - timedelta(days=round(rng.triangular(0, 120, 8)))
        slots = {
            "shop": shop.name,
            "item": item,
            "brand": rng.choice(entry.brands) if entry.brands else "",
            "amount": amount if problem.nature in ("contract", "price") else price,
            "day": f"{bought.month}月{bought.day}日",
            "n": rng.randint(3, 15),
        }
        return {
            "subject": problem.subject.format(**slots),
            "facts": problem.facts.format(**slots),
            "request": problem.request,
            "claim_ids": list(problem.claims),
            "item_class_id": class_code,
            "category_id": problem.nature,
            "brand": slots["brand"] or None,
            "amount_dispute": float(amount),
            "purchase_date": bought,
            "purchase_place": shop.name,
            "is_agri_input": class_code == "agricultural",
        }

    def _problem(self, class_code, item, amount):
        """What is wrong: mostly what is usual for this very thing."""
        own = [
            problem
            for problem in matters.CLASSES[class_code].problems
            if not problem.items or item in problem.items
        ]
        common = []
        if class_code not in matters.SERVICES:
            common += matters.GOODS_PROBLEMS
        if class_code in matters.DURABLE_CLASSES and amount > matters.DURABLE_PRICE:
            common += matters.DURABLE_PROBLEMS
        if not own or (common and self.rng.random() < 0.35):
            return self.rng.choice(common)
        return self.rng.choice(own)

    def _complaint(self, received, until, turns):
        rng = self.rng
        area = turns.pop("area", None)
        class_code = self._class_code(received, area)
        shop = self._shop(class_code, area)
        way = complaints.Way.draw(rng)
        direct = until is None and _is_open(received) and rng.random() < 0.34
        if until == "transferred" and class_code not in matters.TRANSFERS:
            class_code = "tourism"
            shop = self._shop(class_code)
        if way.decision == "transfer" and (direct or class_code not in matters.TRANSFERS):
            way.decision = "accept"
        if until not in (None, "void", "draft", "rejected", "no_longer", "transferred"):
            way.decision, way.returned = "accept", False
        for name, value in turns.items():
            setattr(way, name, value)
        if direct:
            story = self._begin(
                "complaint", received, STATION_CHANNELS, shop.unit, ("station",), until
            )
        else:
            roles = ("operator", "clerk") if rng.random() < 0.65 else ("clerk",)
            story = self._begin("complaint", received, CITY_CHANNELS, self.city, roles, until)
        plan = story.plan
        plan.vals.update(self._describe(class_code, shop, received), respondent_id=shop.ref)
        self._add_people(plan, shop)
        if rng.random() < 0.025 or (plan.vals["category_id"] == "safety" and rng.random() < 0.08):
            plan.vals["priority"] = "1"
        plan.vals["is_confidential"] = rng.random() < 0.03
        if rng.random() < 0.45:
            self._add_evidence(plan)
        if until in ("draft", "void") or (until is None and rng.random() < 0.012):
            return self._unsubmitted(story, until)
        if until is None and rng.random() < 0.012:
            plan.joint = [self.rng.choice(sorted(set(self.world.parents) - {self.city, shop.unit}))]
            plan.vals["joint_deadline"] = (received + timedelta(days=30)).date()
        complaints.tell_complaint(story, way, shop)
        return plan

    def _unsubmitted(self, story, until):
        """A draft, as it looks while somebody types, or one that was given up."""
        plan = story.plan
        fresh = story.world.now - plan.received < timedelta(hours=10)
        plan.vals = {
            name: value
            for name, value in plan.vals.items()
            if name in ("channel_id", "subject", "application_form", "respondent_id", "is_direct")
        }
        plan.rows.pop("rights.case.evidence", None)
        if until == "void" or not fresh:
            story.soon(5, 60)
            try:
                story.move("void", "void", plan.user)
            except Unfinished:
                return plan
        return plan

    def _add_people(self, plan, shop, role="complainant"):
        rng = self.rng
        plan.parties.append(self.crowd.person(shop.unit) | {"role": role})
        draw = rng.random()
        if draw < 0.02:
            plan.parties.append(self.crowd.person(shop.unit) | {"role": "proxy"})
        elif draw < 0.03:  # a joint complaint with two representatives
            plan.parties += [
                self.crowd.person(shop.unit) | {"role": role} for _more in range(rng.randint(2, 5))
            ]
            for party in plan.parties:
                party["joint_consent"] = True
            for party in plan.parties[:2]:
                party["is_representative"] = True

    def _add_evidence(self, plan):
        for kind, name in self.rng.sample(matters.EVIDENCE, self.rng.randint(1, 3)):
            plan.add(
                "rights.case.evidence",
                name=name,
                type=kind,
                provider="complainant",
                received_at=plan.received,
            )

    def _consultation(self, received, until, turns):
        rng = self.rng
        nature, class_code, subject, facts, answer = rng.choice(matters.CONSULTATIONS)
        shop = self._shop(class_code)
        if until is None and _is_open(received) and rng.random() < 0.35:
            story = self._begin(
                "consultation", received, STATION_CHANNELS, shop.unit, ("station",), until
            )
        else:
            story = self._begin(
                "consultation", received, CITY_CHANNELS, self.city, ("operator", "clerk"), until
            )
        plan = story.plan
        plan.vals.update(subject=subject, facts=facts, category_id=nature, item_class_id=class_code)
        plan.parties.append(self.crowd.person(shop.unit) | {"role": "inquirer"})
        if until == "draft":
            return plan
        at_once = turns.get("at_once", rng.random() < 0.85)
        other_kinds.tell_consultation(story, at_once, answer)
        return plan

    def _report(self, received, until, turns):
        rng = self.rng
        nature, class_code, item, subject, facts = rng.choice(matters.REPORTS)
        shop = self._shop(class_code, item=item)
        story = self._begin(
            "report", received, CITY_CHANNELS, self.city, ("operator", "clerk"), until
        )
        plan = story.plan
        anonymous = turns.get("is_anonymous", rng.random() < 0.18)
        plan.vals.update(
            subject=subject.format(shop=shop.name),
            facts=facts.format(shop=shop.name),
            category_id=nature,
            item_class_id=class_code,
            respondent_id=shop.ref,
            is_anonymous=anonymous,
            is_confidential=rng.random() < 0.3,
        )
        if not anonymous:
            plan.parties.append(self.crowd.person(shop.unit) | {"role": "reporter"})
        if nature == "safety" and rng.random() < 0.2:
            plan.vals["priority"] = "1"
        if rng.random() < 0.4:
            self._add_evidence(plan)
        if until == "draft":
            return plan
        result = (
            turns.get("result")
            or rng.choices(
                ("filed", "not_filed", "clue_insufficient", "transferred"), (34, 42, 17, 7)
            )[0]
        )
        if until and until != "transferred" and result == "transferred":
            result = "filed"
        other_kinds.tell_report(
            story,
            shop,
            turns.get("sent_down", rng.random() < 0.45),
            result,
            matters.REPORT_RESULTS.get(result),
        )
        return plan

    def _suggestion(self, received, until, turns):
        subject, facts = self.rng.choice(matters.SUGGESTIONS)
        outcome = self.rng.choice(list(matters.SUGGESTION_RESULTS))
        story = self._begin(
            "suggestion", received, CITY_CHANNELS, self.city, ("operator", "clerk"), until
        )
        story.plan.vals.update(subject=subject, facts=facts)
        unit = self.rng.choice(sorted(self.world.streets))
        story.plan.parties.append(self.crowd.person(unit) | {"role": "complainant"})
        other_kinds.tell_simple(story, "clerk", outcome, matters.SUGGESTION_RESULTS[outcome])
        return story.plan

    def _discipline(self, received, until, turns):
        subject, facts = self.rng.choice(matters.DISCIPLINE)
        outcome = self.rng.choice(list(matters.DISCIPLINE_RESULTS))
        story = self._begin(
            "discipline",
            received,
            {"phone": 5, "letter": 4, "petition": 1},
            self.city,
            ("office", "discipline"),
            until,
        )
        story.plan.vals.update(subject=subject, facts=facts)
        unit = self.rng.choice(sorted(self.world.streets))
        story.plan.parties.append(self.crowd.person(unit) | {"role": "reporter"})
        other_kinds.tell_simple(story, "discipline", outcome, matters.DISCIPLINE_RESULTS[outcome])
        return story.plan

    # -- between cases ----------------------------------------------------------------------------

    def repeated(self, first):
        """Sometimes the same person comes again with the same matter, or a report follows."""
        rng = self.rng
        if first.kind != "complaint" or first.stage in ("draft", "void"):
            return []
        if rng.random() > 0.03:
            return []
        received = self._at_some_hour((first.received + timedelta(days=rng.randint(1, 9))).date())
        if received > self.world.now - timedelta(hours=2):
            return []
        shop = next(shop for shop in self.world.shops if shop.ref == first.vals["respondent_id"])
        story = self._begin(
            "complaint", received, CITY_CHANNELS, self.city, ("operator", "clerk"), None
        )
        plan = story.plan
        copied = (
            "subject",
            "facts",
            "request",
            "claim_ids",
            "item_class_id",
            "category_id",
            "brand",
            "amount_dispute",
            "respondent_id",
            "is_agri_input",
        )
        plan.vals.update({name: first.vals.get(name) for name in copied})
        plan.vals["facts"] += "消费者再次来电反映，希望尽快处理。"
        plan.parties = [dict(party) for party in first.parties[:1]]
        way = complaints.Way.draw(rng)
        way.decision = rng.choice(("no_longer", "accept"))
        complaints.tell_complaint(story, way, shop)
        if len(plan.events) > 1:
            self._link(first, plan)
        return [plan]

    def _link(self, first, second):
        registered = next(event for event in second.events if event["type"] == "moved")
        at = registered["at"] + timedelta(seconds=self.rng.randint(20, 400))
        if at > self.world.now:
            return
        if first.stage == "archived" and first.events[-1]["at"] < at:
            return
        for plan, other in ((second, first), (first, second)):
            plan.events.append(
                {
                    "type": "link",
                    "at": at,
                    "user": second.user,
                    "unit": _unit_at(plan, at),
                    "cycle": max(event["cycle"] for event in plan.events if event["at"] <= at),
                    "basis": ("重复", other),
                }
            )
            plan.events.sort(key=lambda event: event["at"])
        second.links.append(("duplicate", first))

    def take_over_history(self, plans):
        """Some early cases came from a former register: marked as history, some of them incomplete
        (REG-23). Their own process record begins when they were taken over."""
        begin = self.world.now - timedelta(days=DAYS)
        taken = datetime.combine((begin + timedelta(days=75)).date(), time(10, 30))
        early = [
            plan
            for plan in plans
            if plan.kind == "complaint"
            and plan.stage == "archived"
            and plan.events[-1]["at"] < taken
            and not plan.links
            and not any(event["type"] == "link" for event in plan.events)
        ]
        for place, plan in enumerate(self.rng.sample(early, len(early) // 4)):
            plan.vals.update(
                is_history=True,
                external_source="旧投诉登记簿",
                external_number=f"YS-{begin.year}-{self.rng.randint(10**5, 10**6 - 1)}",
                registered_at=taken,
                registered_by_id="admin_biz",
            )
            if place % 3 == 0:
                plan.vals["is_incomplete"] = True
                plan.vals.pop("request", None)
                plan.vals.pop("facts", None)
            plan.rows.clear()
            plan.events = [
                {
                    "type": "imported",
                    "at": taken,
                    "user": "admin_biz",
                    "unit": plan.unit,
                    "cycle": plan.cycle,
                    "basis": plan.vals["external_source"],
                    "stage_to": plan.stage,
                }
            ]


def _is_open(moment):
    """Whether stations are open: outside office hours only the hotline answers."""
    return is_working_day(moment.date()) and 9 <= moment.hour < 17


def _unit_at(plan, moment):
    """The unit that had the case at a moment."""
    return [event["unit"] for event in plan.events if event["at"] <= moment][-1]
