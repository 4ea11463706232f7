# ruff: noqa: F821 - `env` comes from the Odoo shell
import fill
from table import fresh, row, timed

CARD = {
    "display_name": {},
    "kind": {},
    "subject": {},
    "party_masked": {},
    "respondent_name": {},
    "station_id": {"fields": {"display_name": {}}},
    "amount_dispute": {},
    "currency_id": {"fields": {}},
    "user_id": {"fields": {"display_name": {}}},
    "stage_id": {"fields": {"display_name": {}}},
    "priority": {},
    "is_closed": {},
    "deadline_text": {},
    "deadline_due_text": {},
    "deadline_state": {},
    "deadline_is_provisional": {},
}
NAMED = {"fields": {"display_name": {}}}
LINE = {
    "name": {},
    "subject": {},
    "party_masked": {},
    "stage_id": NAMED,
    "deadline_due_text": {},
    "deadline_state": {},
}
CLOCK = {
    "case_id": NAMED,
    "display_name": {},
    "kind": {},
    "due_text": {},
    "state": {},
    "station_id": NAMED,
    "user_id": NAMED,
}
OPEN = [("kind", "=", "complaint"), ("is_closed", "=", False)]
# what the morning page shows when it opens
MORNING = [
    ("stopped_at", "=", False),
    "|",
    "|",
    ("state", "=", "missed"),
    ("due_day", "=", "today"),
    ("due_day", "=", "today +1d"),
]

stations = fill.network(env)
dispatcher = fill.person(env, "dispatcher", stations["BND0"])
env.cr.commit()
cases = env["rights.case"].with_user(dispatcher).with_context(rights_board_kind="complaint")
clocks = env["rights.deadline"].with_user(dispatcher)


CALLS = {
    "board: groups and their cards, one call": fresh(
        env,
        lambda: cases.web_read_group(
            OPEN,
            ["stage_id"],
            ["__count"],
            order="deadline_next_at, id desc",
            auto_unfold=True,
            unfold_read_specification=CARD,
            unfold_read_default_limit=20,
        ),
    ),
    "list page": fresh(env, lambda: cases.web_search_read(OPEN, LINE, limit=80, count_limit=10001)),
    "list by due moment": fresh(
        env,
        lambda: cases.web_search_read(
            OPEN, LINE, limit=80, count_limit=10001, order="deadline_next_at, id"
        ),
    ),
    "list of the missed": fresh(
        env,
        lambda: cases.web_search_read(
            [*OPEN, ("deadline_state", "=", "missed")], LINE, limit=80, count_limit=10001
        ),
    ),
    "list of those due today": fresh(
        env,
        lambda: cases.web_search_read(
            [*OPEN, ("deadline_state", "=", "today")], LINE, limit=80, count_limit=10001
        ),
    ),
    "morning page: missed, due today and tomorrow": fresh(
        env,
        lambda: clocks.web_search_read(
            MORNING, CLOCK, limit=80, count_limit=10001, order="due_at, id"
        ),
    ),
    "search of two characters": fresh(
        env,
        lambda: cases.web_search_read(
            [("search_text", "ilike", "手机")], LINE, limit=80, count_limit=10001
        ),
    ),
    "search by number ending": fresh(
        env,
        lambda: cases.web_search_read(
            [("search_text", "ilike", "00000999")], LINE, limit=80, count_limit=10001
        ),
    ),
}
fill.fill(env, stations, 1000, 60)
small = {name: timed(call) for name, call in CALLS.items()}
fill.fill(env, stations, 999000, 59940)
row("as district dispatcher, all record rules", "1,000 cases, ms", "1,000,000 cases, ms", "ratio")
row("---", "---:", "---:", "---:")
for name, call in CALLS.items():
    large = timed(call)
    row(name, f"{small[name]:.0f}", f"{large:.0f}", f"{large / small[name]:.2f}")
