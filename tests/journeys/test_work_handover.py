"""A clerk leaves and the deputy finds all the work."""

import pytest
from cases import LONG, PASSWORD, action, make_case
from hands import Hands
from line import open_from_todo

LEAVER, DEPUTY = "周示敏", "林示语"
# in hand of the clerk, with a task
IN_HAND = """
case.sudo().user_id = clerk
case.activity_schedule("mail.mail_activity_data_todo", user_id=clerk.id, summary="复核证据")
"""


@pytest.mark.timeout(900)
def test_a_clerk_leaves_and_the_deputy_finds_all_the_work(served, new_page, log_in):
    """DUT-11: the head passes everything in one step; both confirm the list."""
    case = make_case(served, "2026-11-16 02:00:00", IN_HAND)
    [[number]] = served.sql(f"SELECT name FROM rights_case WHERE id = {case}")
    people = {}
    for login in ("head", "operator", "clerk"):
        people[login] = log_in(login, PASSWORD, page=new_page())
        people[login].wait_for_selector(".o_action", timeout=LONG)

    head = people["head"]
    head.goto(f"{action(served, 'rights_work_handover_action')}/new")
    for field, name in (("from_user_id", LEAVER), ("to_user_id", DEPUTY)):
        head.fill(f"div[name={field}] input", name, timeout=LONG)
        head.click(f".o-autocomplete--dropdown-item:has-text('{name}')", timeout=LONG)
    head.click(".o_form_button_save")
    head.click("button[name=action_pass]", timeout=LONG)
    for kind in ("回拨", "事项"):  # the first page of the list
        line = f"div[name=line_ids] .o_data_row:has-text('{kind}')"
        head.wait_for_selector(line, timeout=LONG)
    handover = head.url
    listed = served.sql("SELECT DISTINCT kind FROM rights_work_handover_line")
    assert {"card", "clock", "task"} <= {kind for [kind] in listed}

    deputy = Hands(people["operator"], "operator")
    people["operator"].goto(f"{served.url}/odoo")
    open_from_todo(deputy, number)
    for login in ("operator", "clerk"):
        people[login].goto(handover)
        people[login].click("button[name=action_confirm]", timeout=LONG)
    people["clerk"].wait_for_selector(
        ".o_arrow_button_current:has-text('双方已确认')", timeout=LONG
    )
    left = (
        "SELECT count(*) FROM {table} WHERE user_id = (SELECT id FROM res_users"
        " WHERE login = 'clerk') AND station_id = (SELECT station_id FROM rights_case"
        f" WHERE id = {case}) AND {{still}}"
    )
    assert served.sql(left.format(table="rights_case", still="is_closed IS NOT TRUE")) == [["0"]]
    assert served.sql(left.format(table="rights_deadline", still="stopped_at IS NULL")) == [["0"]]
