"""A missed call is returned."""

from datetime import datetime, timedelta, timezone

import pytest
from cases import LONG, action, enter
from hands import Hands

CALLER, MASKED = "16900004321", "169****4321"
SET_KEY = """
env["ir.config_parameter"].set_param("consumer_rights.telephone_key", "a-key-of-this-journey")
env.cr.commit()
"""


def tell(page, served, event):
    """The telephone system tells an event of one call."""
    at = datetime.now(timezone.utc) - timedelta(minutes=1)
    answer = page.request.post(
        f"{served.url}/rights/telephone/event",
        headers={"Authorization": "Bearer a-key-of-this-journey"},
        data={
            "call_id": "journey-1",
            "event": event,
            "at": at.isoformat(timespec="seconds"),
            "caller": CALLER,
            "line": "12315",
        },
    )
    assert answer.status == 200, answer.text()


@pytest.mark.timeout(900)
def test_a_missed_call_is_returned(served, page, log_in):
    """INT-04 to INT-07: from the hook to the list, the number in the form, the result logged."""
    served.shell(SET_KEY)
    tell(page, served, "ring")
    tell(page, served, "missed")
    enter(page, log_in, "operator")
    page.goto(action(served, "rights_callback_task_action"))
    page.click(f".o_data_row:has-text('{MASKED}')", timeout=LONG)
    page.wait_for_selector(f"div[name=caller]:has-text('{CALLER}')", timeout=LONG)
    page.click("button[name=action_reached_registered]")
    page.wait_for_selector(f".o_rights_case_form:has-text('{CALLER}')", timeout=LONG)
    page.goto(action(served, "rights_callback_task_action"))
    page.click(f".o_data_row:has-text('{MASKED}')", timeout=LONG)
    page.wait_for_selector("button[name=action_reached_answered]", timeout=LONG)
    Hands(page, "operator").press("Alt+g")
    page.wait_for_selector("button[name=action_reached_answered]", state="detached")
    [[state, outcome, attempts]] = served.sql(
        f"SELECT state, outcome, attempt_count FROM rights_callback_task WHERE number = '{CALLER}'"
    )
    assert (state, outcome, attempts) == ("closed", "answered", "2")
    [[met]] = served.sql(
        "SELECT clock.outcome FROM rights_deadline clock JOIN rights_callback_task task"
        f" ON task.id = clock.res_id AND clock.res_model = 'rights.callback.task'"
        f" WHERE task.number = '{CALLER}'"
    )
    assert met == "met"
