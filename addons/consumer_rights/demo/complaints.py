"""How complaints go, step by step as Annex B has it, with their usual turns."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from . import matters
from .steps import (
    archive,
    attempt,
    dispatch,
    followup_place,
    receive,
    registration,
    reply,
    visit,
    working_day,
)
from .story import Unfinished

# Measures on complaints and reports (Order 121) replaced the interim ones on this day
MEASURES_SINCE = date(2026, 4, 15)
PROMPT = ("national_platform", "website")
PRESUMED = {
    "contract": "contract",
    "price": "price",
    "after_sales": "after_sales",
    "quality": "after_sales",
    "safety": "tort",
    "counterfeit": "tort",
    "personality_rights": "tort",
}


@dataclass
class Way:
    """The turns a complaint takes; drawn once, so that a wanted stage can be steered to."""

    material: bool = False
    decision: str = "accept"
    handling: str = "station"  # own, district, station
    by_district: bool = False  # sent down in two hops
    returned: bool = False
    mediates: bool = False
    stops: bool = False
    escalates: bool = False
    visit: bool = False
    outcome: str = "settled"
    grade: str = "satisfied"
    reopens: bool = False

    @classmethod
    def draw(cls, rng):
        def chance(share):
            return rng.random() < share

        way = cls(
            material=chance(0.08),
            decision=rng.choices(
                ("accept", "reject", "no_longer", "transfer", "withdraw"), (85, 6, 2, 4, 3)
            )[0],
            handling=rng.choices(("own", "district", "station"), (26, 16, 58))[0],
            by_district=chance(0.55),
            returned=chance(0.05),
            mediates=chance(0.45),
            stops=chance(0.1),
            escalates=chance(0.07),
            visit=chance(0.22),
            outcome=rng.choices(
                ("settled", "self_settled", "withdrawn", "terminated"), (66, 12, 7, 15)
            )[0],
        )
        grades = {"settled": (76, 19, 5), "terminated": (30, 40, 30)}.get(way.outcome, (60, 32, 8))
        way.grade = rng.choices(("satisfied", "basic", "dissatisfied"), grades)[0]
        way.reopens = way.grade == "dissatisfied" and chance(0.35)
        return way


def tell_complaint(story, way, shop):
    with suppress(Unfinished):
        _register(story, way)
        if way.decision != "accept":
            _turn_away(story, way)
            return
        _accept(story, way)
        while True:
            _handle(story, way, shop)
            reply(story)
            if not _follow_up(story, way):
                break
            _accept(story, way)
        archive(story, None)


def _register(story, way):
    plan = story.plan
    if way.material:
        story.soon(6, 25)
        story.move(
            "ask_material",
            "pending_material",
            plan.user,
            basis=story.rng.choice(matters.MATERIAL_MISSING),
            **registration(story),
        )
        story.after(1, 9)
        if way.decision == "reject":
            _reject(story, number=5)
        story.move("register", "registered", plan.user)
        return
    story.soon(3, 14)
    story.move("register", "registered", plan.user, **registration(story))


def _clerk(story):
    """Who decides on a matter where it lies now."""
    return story.who("clerk", "station")


def _turn_away(story, way):
    rng = story.rng
    story.after(0, 5)
    elsewhere = matters.TRANSFERS.get(story.plan.vals["item_class_id"])
    if way.decision == "reject":
        _reject(story, number=1 if elsewhere and rng.random() < 0.5 else rng.choice((3, 3, 4)))
    elif way.decision == "no_longer":
        user = _clerk(story)
        story.move(
            "no_longer",
            "no_longer",
            user,
            decision="no_longer",
            decided_by_id=user,
            outcome_id="no_longer",
            result_text=matters.NO_LONGER,
        )
        archive(story, None)
    elif way.decision == "transfer":
        body, text = elsewhere
        story.move(
            "transfer",
            "transferred",
            story.who("dispatcher"),
            basis="不属于市场监管职责",
            outcome_id="transferred",
            result_text=text,
            competent_body_id=body,
        )
        archive(story, None)
    else:
        user = _clerk(story)
        story.move(
            "withdraw",
            "concluded",
            user,
            basis="消费者撤回",
            outcome_id="withdrawn",
            result_text=matters.WITHDRAWN,
            amount_recovered=0.0,
            concluded_at=story.at,
        )
        reply(story)
        way.reopens = False  # whoever withdrew does not ask for more
        _follow_up(story, way)
        archive(story, None)


def _reject(story, number):
    user = _clerk(story)
    since = "M-2026" if story.at.date() >= MEASURES_SINCE else "IM-2020"
    body = matters.TRANSFERS[story.plan.vals["item_class_id"]][0] if number == 1 else None
    story.move(
        "reject",
        "rejected",
        user,
        decision="reject",
        decided_by_id=user,
        outcome_id="rejected",
        reject_reason_id=f"{since}-{number}",
        competent_body_id=body,
        result_text=matters.REFUSALS[number],
    )
    archive(story, None)
    raise Unfinished


def _accept(story, way):
    rng, plan = story.rng, story.plan
    if plan.vals["channel_id"] in PROMPT and story.at.hour < 16 and rng.random() < 0.9:
        story.soon(20, 80)  # platform matters are reviewed within 24 hours
    else:
        story.after(0, 5 if rng.random() < 0.06 else 1)
    down = story.world.parents[plan.unit] is None and way.handling != "own"
    user = _clerk(story)
    if rng.random() < 0.04:
        _correct_amount(story, user)
    story.move(
        "accept",
        "accepted",
        user,
        decision="accept",
        decided_by_id=user,
        accepted_at=story.at,
        presumed_nature=PRESUMED.get(plan.vals["category_id"], "other"),
        handling_mode="assist" if down else rng.choice(("immediate", "agency", "agency")),
        planned_route="down" if down else "own",
        promised_date=working_day(story.at.date(), rng.choice((7, 7, 7, 15, 30))),
    )


def _correct_amount(story, user):
    """A registered fact corrected: the old value stays in the process record (REG-05)."""
    old = story.plan.vals.get("amount_dispute")
    if old:
        new = round(old * story.rng.choice((0.8, 1.1, 1.2)))
        story.note("changed", user, changes={"amount_dispute": {"old": old, "new": float(new)}})
        story.plan.vals["amount_dispute"] = float(new)


def _handle(story, way, shop):
    """From accepted to concluded, wherever the case is sent."""
    plan, world = story.plan, story.world
    if world.parents.get(plan.unit) is None and way.handling != "own":
        _send_down(story, way, shop)
    else:
        if plan.vals["handling_mode"] == "immediate":
            story.soon(2, 10)
        else:
            story.after(0, 2)
        user = story.who("handler", "station", "mediator")
        if plan.vals["handling_mode"] == "immediate" and world.has(plan.unit, "clerk"):
            user = story.who("clerk")
        at_city = world.parents.get(plan.unit) is None
        kept = at_city and plan.vals["handling_mode"] != "immediate"
        story.move(
            "take",
            "handling",
            user,
            user_id=user,
            keep_reason_id=story.rng.choice(("cross_district", "major")) if kept else None,
        )
    _work(story, way, shop)


def _send_down(story, way, shop):
    district = story.world.parents[shop.unit]
    target = district if way.handling == "district" else shop.unit
    if way.returned:
        wrong = story.rng.choice(
            [unit for unit, above in story.world.parents.items() if above == district]
        )
        if wrong != shop.unit:
            dispatch(story, wrong)
            _return(story)
    if target != district and way.by_district:
        dispatch(story, district)
        receive(story, "station", "mediator", "dispatcher")
        story.soon(10, 60)
        story.contact(story.plan.vals["user_id"], "person", "告知已转至辖区市场监管所办理。")
    dispatch(story, target)
    receive(story, "station", "mediator", "dispatcher", kept=target == district)


def _return(story):
    story.after(0, 2)
    story.reached()
    row = story.plan.rows["rights.case.dispatch"][-1]
    user = story.who("station", "dispatcher")
    row.update(returned_at=story.at, returned_by_id=user, return_reason_id="other_territory")
    story.move("return", "accepted", user, unit=row["station_from_id"], user_id=None)


def _work(story, way, shop):
    """Contacts, a visit, mediation where it is needed, and the result."""
    plan, rng = story.plan, story.rng
    user = plan.vals["user_id"]
    if plan.vals["handling_mode"] == "immediate":
        _work_at_once(story, way, shop, user)
        return
    story.after(0, 1)
    if rng.random() < 0.15:
        story.contact(user, "person", "无人接听。", reached=False)
        story.after(0, 1)
    story.contact(user, "person", rng.choice(matters.CONTACT_NOTES["person"]))
    story.soon(10, 180)
    story.contact(user, "merchant", rng.choice(matters.CONTACT_NOTES["merchant"]))
    if way.visit:
        visit(story, user, shop)
    if rng.random() < 0.4:
        story.after(0, 2)
        story.note("progress", user, rng.choice(matters.PROGRESS))
    below = story.world.parents.get(plan.unit)  # the city mediates no single case (MED-13)
    if way.mediates and below and story.world.has(plan.unit, "station", "handler", "mediator"):
        story.after(0, 2)
        user = plan.vals["user_id"]
        story.move("mediate", "mediating", _mediator(story))
        if way.stops:
            story.after(2, 6)
            story.move("stop_mediation", "handling", _mediator(story), basis="经营者要求先行检测")
        elif way.escalates and _escalate(story, way, shop):
            return
    story.after(0, 16 if rng.random() < 0.15 else 4)
    _conclude(story, way, shop, _mediator(story))


def _work_at_once(story, way, shop, user):
    """An immediate matter is settled on the telephone within the day."""
    story.contact(user, "person", story.rng.choice(matters.CONTACT_NOTES["person"]))
    story.soon(5, 30)
    story.contact(user, "merchant", story.rng.choice(matters.CONTACT_NOTES["merchant"]))
    story.soon(5, 40)
    _conclude(story, way, shop, user)


def _mediator(story):
    return story.who("mediator", "handler", "station", "clerk")


def _escalate(story, way, shop):
    above = story.world.parents.get(story.plan.unit)
    if not above or not story.world.parents.get(above):
        return False  # a district ends a mediation itself (MED-10)
    story.after(3, 9)
    basis = "调解不成，随卷移送上级调解"
    story.move("escalate", "escalated", _mediator(story), basis=basis, unit=above, user_id=None)
    story.after(2, 8)
    chief = story.world.who(above, "mediator", "dispatcher")
    if story.rng.random() < 0.5:
        story.move("mediate", "mediating", chief, user_id=chief)
        story.after(2, 8)
    _conclude(story, way, shop, chief)
    return True


def _conclude(story, way, shop, user):
    plan, rng = story.plan, story.rng
    amount = plan.vals.get("amount_dispute") or 100.0
    outcome = way.outcome if plan.cycle == 1 else "settled"
    paid = 0.0
    if outcome == "settled":
        claim = plan.vals["claim_ids"][0]
        text, (low, high) = rng.choice(matters.SETTLEMENTS[claim])
        paid = max(round(amount * rng.uniform(low, high)), 1)
    elif outcome == "self_settled":
        text, paid = matters.SELF_SETTLED, round(amount * rng.uniform(0.3, 1))
    elif outcome == "withdrawn":
        text = matters.WITHDRAWN
    else:
        text = rng.choice(matters.TERMINATED)
    until = story.at + timedelta(days=7)
    result = text.format(shop=shop.name, paid=f"{paid:g}", until=f"{until.month}月{until.day}日")
    story.move(
        "conclude",
        "concluded",
        user,
        outcome_id=outcome,
        result_text=result,
        amount_recovered=float(paid),
        concluded_at=story.at,
    )


def _follow_up(story, way):
    """True when the person is dissatisfied and the matter begins anew."""
    rng, plan = story.rng, story.plan
    story.after(1, 6)
    if rng.random() < 0.05:
        for _call in range(3):
            story.row("rights.followup.attempt", **attempt(story))
            story.after(1, 1)
        story.row("rights.followup", **followup_place(story), at=story.at, state="unreachable")
        story.move("follow_up", "followed_up", "followup")
        return False
    reopens = way.reopens and plan.cycle == 1 and story.world.has(plan.unit, "clerk", "station")
    grade = way.grade if plan.cycle == 1 else "satisfied"
    if grade == "dissatisfied" and not reopens:
        grade = "basic"  # whoever is dissatisfied is taken up again (RPL-08)
    softer = {"satisfied": "satisfied", "basic": "satisfied", "dissatisfied": "basic"}[grade]
    story.row(
        "rights.followup",
        **followup_place(story),
        at=story.at,
        state="done",
        way=rng.choice(("phone", "phone", "phone", "sms")),
        sat_attitude=softer,
        sat_result=grade,
        sat_overall=grade,
        comment=rng.choice(matters.FOLLOWUP_COMMENTS[grade]) or None,
    )
    story.move("follow_up", "followed_up", "followup")
    if not reopens:
        return False
    story.after(0, 2)
    names = ("user_id", "accepted_at", "concluded_at", "outcome_id", "result_text")
    story.row(
        "rights.case.cycle",
        number=plan.cycle,
        reason="dissatisfied",
        station_id=plan.unit,
        began_at=plan.received,
        ended_at=story.at,
        **{name: plan.vals.get(name) for name in names},
    )
    plan.cycle += 1
    story.move(
        "reopen",
        "registered",
        _clerk(story),
        basis="消费者对处理结果不满意，要求重新处理",
        decision=None,
        decided_by_id=None,
        accepted_at=None,
        concluded_at=None,
        replied_at=None,
        outcome_id=None,
        result_text=None,
        reply_text=None,
        reply_way=None,
        user_id=None,
    )
    return True
