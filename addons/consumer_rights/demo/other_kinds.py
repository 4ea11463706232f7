"""How consultations, reports, suggestions and matters of staff discipline go."""

from contextlib import suppress

from . import matters
from .steps import archive, dispatch, followup_place, receive, registration, reply, visit
from .story import Unfinished


def tell_consultation(story, at_once, answer):
    rng, plan = story.rng, story.plan
    with suppress(Unfinished):
        story.soon(3, 9)
        user = plan.user
        if not at_once:
            story.move("register", "registered", user, **registration(story))
            story.after(0, 3)
            user = story.who("legal", "operator", "station")
            answered = {}
        else:
            answered = registration(story)
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
        if rng.random() < 0.99:
            archive(story, None)


def tell_report(story, shop, sent_down, result, text):
    plan, rng = story.plan, story.rng
    district = story.world.parents[shop.unit]
    with suppress(Unfinished):
        story.soon(4, 15)
        story.move("register", "registered", plan.user, **registration(story))
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
            archive(story, None)
        if sent_down and plan.unit != district and story.world.has(district, "enforcement"):
            dispatch(story, district)
            receive(story, "enforcement", kept=True)
        else:
            story.after(0, 2)
            user = story.who("enforcement")
            at_city = story.world.parents.get(plan.unit) is None
            kept = "superior_ordered" if at_city else None
            story.move("take", "handling", user, user_id=user, keep_reason_id=kept)
        user = plan.vals["user_id"]
        visit(story, user, shop)
        story.after(2, 18 if rng.random() < 0.15 else 6)
        story.move(
            "conclude",
            "concluded",
            user,
            outcome_id=result,
            result_text=text,
            concluded_at=story.at,
        )
        if plan.vals.get("is_anonymous"):
            archive(story, "匿名举报，无需答复")
        reply(story)
        story.after(1, 5)
        story.row(
            "rights.followup",
            **followup_place(story),
            at=story.at,
            state="done",
            way="phone",
            sat_attitude="satisfied",
            sat_result=rng.choice(("satisfied", "basic")),
            sat_overall="satisfied",
        )
        story.move("follow_up", "followed_up", "followup")
        archive(story, None)


def tell_simple(story, user, outcome, text):
    """Suggestions and matters of staff discipline: taken in hand, concluded, replied."""
    plan = story.plan
    with suppress(Unfinished):
        story.soon(4, 20)
        story.move("register", "registered", plan.user, **registration(story))
        story.after(0, 3)
        story.move("take", "handling", user, user_id=user)
        story.after(1, 3 if plan.kind == "discipline" else 12)
        story.move(
            "conclude",
            "concluded",
            user,
            outcome_id=outcome,
            result_text=text,
            concluded_at=story.at,
        )
        story.after(0, 1)
        replier = user if plan.kind == "discipline" else "clerk"
        reply = f"您反映的事项已办结。{text}"
        story.row("rights.reply", text=reply, way="phone", delivered_at=story.at, user_id=replier)
        story.move(
            "reply", "replied", replier, reply_text=reply, reply_way="phone", replied_at=story.at
        )
        story.after(2, 14)
        archivist = user if plan.kind == "discipline" else "archivist"
        story.move("archive", "archived", archivist, archived_at=story.at)
