# ruff: noqa: F821 - `env` comes from the Odoo shell
import fill
from table import fresh, row, timed

NAMED = {"fields": {"display_name": {}}}
CARD = {
    "display_name": {},
    "kind": {},
    "subject": {},
    "respondent_name": {},
    "station_id": NAMED,
    "user_id": NAMED,
    "stage_id": NAMED,
    "priority": {},
    "is_closed": {},
    "deadline_text": {},
    "deadline_due_text": {},
    "deadline_state": {},
    "violation_class_ids": NAMED,
    "merged_into_id": NAMED,
}
LINE = {
    "name": {},
    "subject": {},
    "stage_id": NAMED,
    "deadline_due_text": {},
    "deadline_state": {},
}
OPEN = [("kind", "=", "report"), ("is_closed", "=", False)]


def fill_reports(env, stations, cases, open_cases):
    """What the shared filler made of complaints becomes reports, each with a class (ENF-01)."""
    fill.fill(env, stations, cases, open_cases)
    stage = env["rights.case.stage"].search([("code", "=", "handling")]).id
    env.cr.execute(
        """
        UPDATE rights_case
           SET kind = 'report', name = replace(name, 'BNCT', 'BNCJ'), party_masked = NULL,
               stage_id = CASE stage_code WHEN 'accepted' THEN %(stage)s ELSE stage_id END,
               stage_code = CASE stage_code WHEN 'accepted' THEN 'handling' ELSE stage_code END
         WHERE kind = 'complaint'
        """,
        {"stage": stage},
    )
    classes = env["rights.violation.class"].search([]).ids
    env.cr.execute(
        """
        INSERT INTO rights_case_violation_class_rel (rights_case_id, rights_violation_class_id)
        SELECT id, (%(classes)s)[1 + id %% %(count)s] FROM rights_case
         WHERE kind = 'report' ON CONFLICT DO NOTHING
        """,
        {"classes": classes, "count": len(classes)},
    )
    for table in ("rights_case", "rights_case_violation_class_rel"):
        env.cr.execute(f"ANALYZE {table}")
    env.cr.commit()
    env.invalidate_all()


stations = fill.network(env)
people = {
    "district dispatcher": fill.person(env, "dispatcher", stations["BND0"]),
    "enforcement officer": fill.person(env, "enforcement", stations["BND0S0"]),
}
env.cr.commit()
board = env["rights.case"].with_context(rights_board_kind="report")


CALLS = {
    "board: groups and their cards, one call": lambda cases: cases.web_read_group(
        OPEN,
        ["stage_id"],
        ["__count"],
        order="deadline_next_at, id desc",
        auto_unfold=True,
        unfold_read_specification=CARD,
        unfold_read_default_limit=20,
    ),
    "list page": lambda cases: cases.web_search_read(OPEN, LINE, limit=80, count_limit=10001),
    "reports of one violation": lambda cases: cases.web_search_read(
        [*OPEN, ("violation_class_ids.code", "=", "fraud")], LINE, limit=80, count_limit=10001
    ),
}
pages = {
    f"{who}, {what}": fresh(env, lambda user=user, call=call: call(board.with_user(user)))
    for who, user in people.items()
    for what, call in CALLS.items()
}
fill_reports(env, stations, 1000, 60)
small = {name: timed(page) for name, page in pages.items()}
fill_reports(env, stations, 199000, 11940)
row("reports, all record rules", "1,000 reports, ms", "200,000 reports, ms", "ratio")
row("---", "---:", "---:", "---:")
for name, page in pages.items():
    large = timed(page)
    row(name, f"{small[name]:.0f}", f"{large:.0f}", f"{large / small[name]:.2f}")
