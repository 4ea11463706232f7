"""How matters of each kind go, step by step as Annex B has it, with their usual turns."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from . import matters
from .story import Unfinished

# Measures on complaints and reports (Order 121) replaced the interim ones on this day
MEASURES_SINCE = date(2026, 4, 15)
PRESUMED = {
    "contract": "contract",
    "price": "price",
    "after_sales": "after_sales",
    "quality": "after_sales",
    "safety": "tort",
    "counterfeit": "tort",
    "personality_rights": "tort",
}
REPLY_WAYS = (("phone",) * 7) + ("sms", "sms", "portal", "letter", "in_person")


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
    follow_up: bool = True
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
            follow_up=chance(0.75),
        )
        grades = {"settled": (76, 19, 5), "terminated": (30, 40, 30)}.get(way.outcome, (60, 32, 8))
        way.grade = rng.choices(("satisfied", "basic", "dissatisfied"), grades)[0]
        way.reopens = way.grade == "dissatisfied" and chance(0.35)
        return way


# -- complaints ----------------------------------------------------------------------------------


def tell_complaint(story, way, shop):
    with suppress(Unfinished):
        _register(story, way)
        if way.decision != "accept":
            _turn_away(story, way)
            return
        _accept(story, way)
        while True:
            _handle(story, way, shop)
            _reply(story)
            if not _follow_up(story, way):
                break
            _accept(story, way)
        _archive(story, None)


def _register(story, way):
    plan = story.plan
    if way.material:
        story.soon(6, 25)
        story.move(
            "ask_material",
            "pending_material",
            plan.user,
            basis=story.rng.choice(matters.MATERIAL_MISSING),
            **_registration(story),
        )
        story.after(1, 9)
        if way.decision == "reject":
            _reject(story, number=5)
        story.move("register", "registered", plan.user)
        return
    story.soon(3, 14)
    story.move("register", "registered", plan.user, **_registration(story))


def _registration(story):
    """What registration sets; a complaint gets the usual opinion, for the clerk to change."""
    vals = {"registered_at": story.at, "registered_by_id": story.plan.user}
    if story.plan.kind == "complaint":
        is_city = story.world.parents[story.plan.unit] is None
        vals.update(
            presumed_nature="contract",
            handling_mode="agency",
            planned_route="down" if is_city else "own",
            promised_date=_working_day(story.at.date(), 7),
        )
    return vals


def _working_day(day, ahead):
    """A day so many weekdays later."""
    while ahead:
        day += timedelta(days=1)
        ahead -= day.weekday() < 5
    return day


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
        _archive(story, None)
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
        _archive(story, None)
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
        _reply(story)
        _archive(story, "消费者撤回，无需回访")


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
    _archive(story, None)
    raise Unfinished


def _accept(story, way):
    rng, plan = story.rng, story.plan
    story.after(0, 6)
    own = plan.unit not in story.world.parents or story.world.parents[plan.unit] is None
    down = own and way.handling != "own"
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
        promised_date=_working_day(story.at.date(), rng.choice((7, 7, 7, 15, 30))),
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
        story.after(0, 2)
        user = story.who("handler", "station", "mediator")
        if plan.vals["handling_mode"] == "immediate" and world.has(plan.unit, "clerk"):
            user = story.who("clerk")
        story.move("take", "handling", user, user_id=user)
    _work(story, way, shop)


def _send_down(story, way, shop):
    district = story.world.parents[shop.unit]
    target = district if way.handling == "district" else shop.unit
    if way.returned:
        wrong = story.rng.choice(
            [unit for unit, above in story.world.parents.items() if above == district]
        )
        if wrong != shop.unit:
            _dispatch(story, wrong)
            _return(story)
    if target != district and way.by_district:
        _dispatch(story, district)
        _receive(story)
        story.soon(10, 60)
        story.contact(story.plan.vals["user_id"], "person", "告知已转至辖区市场监管所办理。")
    _dispatch(story, target)
    _receive(story)


def _dispatch(story, target):
    plan, rng = story.plan, story.rng
    story.after(0, 4)
    user = story.who("dispatcher")
    requirement = rng.choice((None, "请在三日内联系消费者。", "请查明事实后组织调解，结果报中心。"))
    story.row(
        "rights.case.dispatch",
        station_from_id=plan.unit,
        station_to_id=target,
        sent_at=story.at,
        sent_by_id=user,
        requirement=requirement,
    )
    complexity = (
        plan.vals.get("complexity")
        or rng.choices(("simple", "ordinary", "complex", "major"), (30, 55, 13, 2))[0]
    )
    story.move(
        "dispatch",
        "dispatched",
        user,
        unit=target,
        complexity=complexity,
        user_id=None,
        dispatched_at=plan.vals.get("dispatched_at") or story.at,
    )


def _receive(story):
    story.after(0, 4)
    user = story.who("station", "mediator", "dispatcher")
    if story.at <= story.world.now:
        story.plan.rows["rights.case.dispatch"][-1].update(
            received_at=story.at, received_by_id=user
        )
    story.move("receive", "handling", user, user_id=user)


def _return(story):
    plan = story.plan
    story.after(0, 2)
    row = plan.rows["rights.case.dispatch"][-1]
    user = story.who("station", "dispatcher")
    if story.at <= story.world.now:
        row.update(returned_at=story.at, returned_by_id=user, return_reason_id="other_territory")
    story.move("return", "accepted", user, unit=row["station_from_id"], user_id=None)


def _work(story, way, shop):
    """Contacts, a visit, mediation where it is needed, and the result."""
    plan, rng = story.plan, story.rng
    user = plan.vals["user_id"]
    story.after(0, 1)
    if rng.random() < 0.15:
        story.contact(user, "person", "无人接听。", reached=False)
        story.after(0, 1)
    story.contact(user, "person", rng.choice(matters.CONTACT_NOTES["person"]))
    story.soon(10, 180)
    story.contact(user, "merchant", rng.choice(matters.CONTACT_NOTES["merchant"]))
    if way.visit:
        _visit(story, user, shop)
    if rng.random() < 0.4:
        story.after(1, 6)
        story.note("progress", user, rng.choice(matters.PROGRESS))
    if way.mediates and story.world.has(plan.unit, "station", "handler", "mediator"):
        story.after(0, 3)
        user = plan.vals["user_id"]
        story.move("mediate", "mediating", _mediator(story))
        if way.stops:
            story.after(2, 6)
            story.move("stop_mediation", "handling", _mediator(story), basis="经营者要求先行检测")
        elif way.escalates and _escalate(story, way, shop):
            return
    story.after(1, 20)
    _conclude(story, way, shop, _mediator(story))


def _mediator(story):
    return story.who("mediator", "handler", "station", "clerk")


def _escalate(story, way, shop):
    above = story.world.parents.get(story.plan.unit)
    if not above:
        return False
    story.after(3, 9)
    story.move("escalate", "escalated", _mediator(story), basis="双方同意提请上级调解")
    story.after(2, 8)
    chief = story.world.who(above, "mediator", "dispatcher")
    if story.rng.random() < 0.5:
        story.move("mediate", "mediating", chief)
        story.after(2, 8)
        chief = _mediator(story)
    _conclude(story, way, shop, chief)
    return True


def _visit(story, user, shop):
    plan = story.plan
    story.after(0, 3)
    place = plan.vals.get("respondent_address") or shop.name
    plan.vals["needs_site_visit"] = True
    story.row(
        "rights.site.visit",
        at=story.at,
        place=place,
        officer_ids=[user],
        findings=story.rng.choice(matters.FINDINGS),
        others_present="店内负责人",
    )
    story.note("visit", user, place)


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


def _reply(story):
    plan, rng = story.plan, story.rng
    story.after(0, 2)
    user = plan.vals.get("user_id")
    if not user or rng.random() < 0.7 or not story.world.holds(user, "clerk", "station"):
        user = "clerk"
    text = rng.choice(matters.REPLIES).format(result=plan.vals["result_text"])
    way = rng.choice(REPLY_WAYS)
    story.row("rights.reply", text=text, way=way, delivered_at=story.at, user_id=user)
    story.move("reply", "replied", user, reply_text=text, reply_way=way, replied_at=story.at)


def _follow_up(story, way):
    """True when the person is dissatisfied and the matter begins anew."""
    rng, plan = story.rng, story.plan
    if way.outcome in ("withdrawn", "self_settled") or not way.follow_up:
        _archive(story, "结果已由消费者确认，无需回访")
    story.after(2, 9)
    if rng.random() < 0.05:
        story.row("rights.followup", user_id="followup", at=story.at, state="unreachable")
        story.move("follow_up", "followed_up", "followup")
        return False
    grade = way.grade if plan.cycle == 1 else "satisfied"
    softer = {"satisfied": "satisfied", "basic": "satisfied", "dissatisfied": "basic"}[grade]
    story.row(
        "rights.followup",
        user_id="followup",
        at=story.at,
        state="done",
        way=rng.choice(("phone", "phone", "phone", "sms")),
        sat_attitude=softer,
        sat_result=grade,
        sat_overall=grade,
        comment=rng.choice(matters.FOLLOWUP_COMMENTS[grade]) or None,
    )
    story.move("follow_up", "followed_up", "followup")
    if not way.reopens or plan.cycle > 1 or not story.world.has(plan.unit, "clerk", "station"):
        return False
    story.after(0, 2)
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


def _archive(story, basis):
    """Archivists bind dossiers in rounds, some days or weeks after the matter has ended."""
    story.after(2, 14)
    story.move("archive", "archived", "archivist", basis=basis, archived_at=story.at)
    raise Unfinished


# -- the other kinds -----------------------------------------------------------------------------


def tell_consultation(story, at_once, answer):
    rng, plan = story.rng, story.plan
    with suppress(Unfinished):
        story.soon(3, 9)
        user = plan.user
        if not at_once:
            story.move("register", "registered", user, **_registration(story))
            story.after(0, 3)
            user = story.who("legal", "operator", "station")
            answered = {}
        else:
            answered = _registration(story)
        story.move(
            "answer",
            "answered",
            user,
            **answered,
            concluded_at=story.at,
            replied_at=story.at,
            outcome_id="answered",
            reply_text=answer,
            result_text=answer,
        )
        if rng.random() < 0.9:
            _archive(story, None)


def tell_report(story, shop, sent_down, follow_up, result, text):
    plan, rng = story.plan, story.rng
    district = story.world.parents[shop.unit]
    with suppress(Unfinished):
        story.soon(4, 15)
        story.move("register", "registered", plan.user, **_registration(story))
        if result == "transferred":
            story.after(1, 4)
            body, text = matters.TRANSFERRED_REPORT
            story.move(
                "transfer",
                "transferred",
                "dispatcher",
                basis="不属于本部门管辖",
                outcome_id="transferred",
                result_text=text,
                competent_body_id=body,
            )
            _archive(story, None)
        if sent_down and plan.unit != district and story.world.has(district, "enforcement"):
            _dispatch(story, district)
            story.after(0, 2)
            user = story.who("enforcement")
            if story.at <= story.world.now:
                plan.rows["rights.case.dispatch"][-1].update(
                    received_at=story.at, received_by_id=user
                )
            story.move("receive", "handling", user, user_id=user)
        else:
            story.after(0, 2)
            user = story.who("enforcement")
            story.move("take", "handling", user, user_id=user)
        _visit(story, user, shop)
        story.after(4, 18)
        story.move(
            "conclude",
            "concluded",
            user,
            outcome_id=result,
            result_text=text,
            concluded_at=story.at,
        )
        if plan.vals.get("is_anonymous"):
            _archive(story, "匿名举报，无需答复")
        _reply(story)
        if not follow_up:
            _archive(story, "举报人已知悉，无需回访")
        story.after(2, 8)
        story.row(
            "rights.followup",
            user_id="followup",
            at=story.at,
            state="done",
            way="phone",
            sat_attitude="satisfied",
            sat_result=rng.choice(("satisfied", "basic")),
            sat_overall="satisfied",
        )
        story.move("follow_up", "followed_up", "followup")
        _archive(story, None)


def tell_simple(story, user, outcome, text):
    """Suggestions and matters of staff discipline: taken in hand, concluded, replied."""
    plan = story.plan
    with suppress(Unfinished):
        story.soon(4, 20)
        story.move("register", "registered", plan.user, **_registration(story))
        story.after(0, 3)
        story.move("take", "handling", user, user_id=user)
        story.after(3, 15)
        story.move(
            "conclude",
            "concluded",
            user,
            outcome_id=outcome,
            result_text=text,
            concluded_at=story.at,
        )
        story.after(0, 3)
        replier = user if plan.kind == "discipline" else "clerk"
        reply = f"您反映的事项已办结。{text}"
        story.row("rights.reply", text=reply, way="phone", delivered_at=story.at, user_id=replier)
        story.move(
            "reply", "replied", replier, reply_text=reply, reply_way="phone", replied_at=story.at
        )
        story.after(2, 14)
        archivist = user if plan.kind == "discipline" else "archivist"
        story.move("archive", "archived", archivist, archived_at=story.at)
