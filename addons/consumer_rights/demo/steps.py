"""Steps that matters of several kinds have in common."""

from datetime import timedelta

from . import matters
from .story import Unfinished

REPLY_WAYS = (("phone",) * 7) + ("sms", "sms", "portal", "letter", "in_person")


def registration(story):
    """What registration sets; a complaint gets the usual opinion, for the clerk to change."""
    vals = {"registered_at": story.at, "registered_by_id": story.plan.user}
    if story.plan.kind == "complaint":
        is_city = story.world.parents[story.plan.unit] is None
        vals.update(
            presumed_nature="contract",
            handling_mode="agency",
            planned_route="down" if is_city else "own",
            promised_date=working_day(story.at.date(), 7),
        )
    return vals


def working_day(day, ahead):
    """A day so many weekdays later."""
    while ahead:
        day += timedelta(days=1)
        ahead -= day.weekday() < 5
    return day


def promptly(story, days):
    """Within the hour, as same-day limits want it; sometimes days later."""
    if story.rng.random() < 0.93 and story.at.hour < 17:
        story.soon(6, 60)
    else:
        story.after(0, days)


def dispatch(story, target):
    plan, rng = story.plan, story.rng
    promptly(story, 4)
    user = story.who("dispatcher")
    requirement = rng.choice((None, "请在三日内联系消费者。", "请查明事实后组织调解，结果报中心。"))
    story.row(
        "rights.case.dispatch",
        station_from_id=plan.unit,
        station_to_id=target,
        sent_at=story.at,
        sent_by_id=user,
        requirement=requirement,
        due_date=plan.vals.get("promised_date"),
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


def receive(story, *roles, kept=False):
    """Somebody of the unit confirms receipt and is the handler from now on.

    :param kept: a district decides at once that it sends the matter no further (TRI-02)
    """
    promptly(story, 3)
    story.reached()
    user = story.who(*roles)
    story.plan.rows["rights.case.dispatch"][-1].update(received_at=story.at, received_by_id=user)
    try:
        story.move("receive", "handling", user, user_id=user)
    finally:  # also when the story ends with the receipt
        if kept:
            basis = "留本单位办理：案情需由本级直接办理"
            story.note("progress", story.who("dispatcher"), basis, codes=["taken"])


def visit(story, user, shop):
    story.after(0, 3)
    story.reached()
    story.plan.vals["needs_site_visit"] = True
    story.row(
        "rights.site.visit",
        at=story.at,
        place=shop.address,
        officer_ids=[user],
        findings=story.rng.choice(matters.FINDINGS),
        others_present="店内负责人",
    )
    story.note("visit", user, shop.address)


def reply(story):
    plan, rng = story.plan, story.rng
    story.after(0, 1)
    user = plan.vals.get("user_id")
    if not user or rng.random() < 0.7 or not story.world.holds(user, "clerk", "station"):
        user = "clerk"
    text = rng.choice(matters.REPLIES).format(result=plan.vals["result_text"])
    way = rng.choice(REPLY_WAYS)
    story.row(
        "rights.reply",
        text=text,
        way=way,
        delivered_at=story.at,
        user_id=user,
        cycle_no=plan.cycle,
    )
    story.move("reply", "replied", user, reply_text=text, reply_way=way, replied_at=story.at)


def followup_place(story):
    """Whose follow-up it is, of which unit and cycle."""
    return {"user_id": "followup", "station_id": story.plan.unit, "cycle_no": story.plan.cycle}


def attempt(story):
    """A follow-up call that nobody answered."""
    return {
        "at": story.at,
        "user_id": "followup",
        "cycle_no": story.plan.cycle,
        "purpose": "service",
        "note": story.rng.choice(("无人接听", "关机", "占线")),
    }


def archive(story, basis):
    """Archivists bind dossiers in rounds, some days or weeks after the matter has ended."""
    story.after(1, 11)
    story.move("archive", "archived", "archivist", basis=basis, archived_at=story.at)
    raise Unfinished
