# ruff: noqa: F821 - `env` comes from the Odoo shell
import fill
from table import row, timed

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
}
LINE = {"name": {}, "subject": {}, "party_masked": {}, "stage_id": {"fields": {"display_name": {}}}}
OPEN = [("kind", "=", "complaint"), ("is_closed", "=", False)]

stations = fill.network(env)
dispatcher = fill.person(env, "dispatcher", stations["BND0"])
env.cr.commit()
cases = env["rights.case"].with_user(dispatcher).with_context(rights_board_kind="complaint")


def fresh(call):
    def measured():
        env.invalidate_all()
        return call()

    return measured


CALLS = {
    "board: groups and their cards, one call": fresh(
        lambda: cases.web_read_group(
            OPEN,
            ["stage_id"],
            ["__count"],
            auto_unfold=True,
            unfold_read_specification=CARD,
            unfold_read_default_limit=40,
        )
    ),
    "list page": fresh(lambda: cases.web_search_read(OPEN, LINE, limit=80, count_limit=10001)),
    "search of two characters": fresh(
        lambda: cases.web_search_read(
            [("search_text", "ilike", "手机")], LINE, limit=80, count_limit=10001
        )
    ),
    "search by number ending": fresh(
        lambda: cases.web_search_read(
            [("search_text", "ilike", "00000999")], LINE, limit=80, count_limit=10001
        )
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
