"""Dates that explain themselves, move with a notice or an approval, and follow a changed limit."""

from pathlib import Path

import pytest
from cases import LONG, action, clock, enter, make_case

ACCEPTED = """
from odoo.fields import Command
kept = env.ref("consumer_rights.routing_reason_major")
for code, values in (("accept", {"presumed_nature": "contract", "handling_mode": "agency",
                                 "planned_route": "own", "promised_date": china_date(),
                                 "told_now": True}),
                     ("take", {"keep_reason_id": kept.id})):
    step = case._transitions().filtered(lambda step: step.code == code)
    case.action_move(step.id, case.stage_id.id, values)
clock = case.deadline_ids.filtered(lambda clock: clock.code == "TL-12")
env["rights.deadline.extension"].with_user(clerk).create(
    {"deadline_id": clock.id, "reason": "需要向厂家核实"})
"""
# a clock so long that it runs through all of the next year
LONG_CLOCK = """
event = env["rights.deadline.event"].create({"name": "演示", "code": "own_long"})
archived = env.ref("consumer_rights.deadline_event_archived")
env["rights.deadline.policy"].create({"code": "TL-90", "name": "演示", "amount": 300,
                                      "start_event_id": event.id, "stop_event_id": archived.id})
case._deadline_event("own_long")
"""
NOTICE = Path(__file__).parents[2] / "addons/consumer_rights/tests/data/notice_2027.csv"


@pytest.mark.timeout(900)
def test_a_case_with_a_make_up_workday_explains_its_date(served, page, log_in):
    """LIM-02, LIM-07: seven working days over the National Day, with their notice."""
    case = make_case(served, "2026-09-30 02:00:00")
    enter(page, log_in, "clerk")
    page.goto(f"{action(served, 'rights_case_action_complaint')}/{case}")
    page.click("button[name=action_explain_next]", timeout=LONG)
    page.wait_for_selector(".o_rights_why", timeout=LONG)
    reasons = page.inner_text(".o_rights_why")
    for word in ("TL-08", "国庆节", "国办发明电〔2025〕7号", "2026-10-10", "2026-10-15"):
        assert word in reasons, (word, reasons)


@pytest.mark.timeout(900)
def test_a_head_approves_an_extension(served, page, log_in):
    """LIM-09: the request stands on the head's list; approved, the date moves."""
    case = make_case(served, "2026-11-02 02:00:00", ACCEPTED)
    before = clock(served, case, "TL-12")
    enter(page, log_in, "head")
    page.goto(action(served, "rights_deadline_extension_action"))
    page.click(".o_data_row button[name=action_approve]", timeout=LONG)
    page.wait_for_selector(".o_data_row button[name=action_approve]", state="detached")
    assert clock(served, case, "TL-12") > before


@pytest.mark.timeout(900)
def test_a_year_is_published_and_dates_move(served, page, log_in):
    """LIM-07: the notice's difference is shown first; then the clocks that lean on it move."""
    case = make_case(served, "2026-11-16 02:00:00", LONG_CLOCK)
    before = clock(served, case, "TL-90")
    enter(page, log_in, "admin_biz")
    page.goto(f"{action(served, 'rights_calendar_notice_action')}/new")
    page.fill("div[name=document] input", "国办发明电〔2026〕演示号", timeout=LONG)
    page.set_input_files("div[name=file] input[type=file]", str(NOTICE))
    page.click(".o_form_button_save")
    page.wait_for_selector("div[name=line_ids] .o_data_row", timeout=LONG)
    page.click("button[name=action_publish]")
    page.click(".modal-footer .btn-primary")
    page.wait_for_selector("button[name=action_view_rebases]", timeout=LONG)
    after = clock(served, case, "TL-90")
    assert after != before
    [[old, new]] = served.sql(
        "SELECT old_due_at, new_due_at FROM rights_deadline_rebase ledger "
        "JOIN rights_deadline clock ON clock.id = ledger.deadline_id "
        f"WHERE clock.case_id = {case} AND clock.code = 'TL-90'"
    )
    assert (old, new) == (before, after)


@pytest.mark.timeout(900)
def test_a_changed_limit_holds_for_the_next_case(served, page, log_in):
    """LIM-01: a business administrator changes a limit; running clocks keep theirs."""
    first = make_case(served, "2026-11-16 02:00:00")
    before = clock(served, first, "TL-08")
    enter(page, log_in, "admin_biz")
    page.goto(action(served, "rights_deadline_policy_action"))
    page.click(".o_data_row td:has-text('TL-08')", timeout=LONG)
    page.fill("div[name=amount] input", "3", timeout=LONG)
    page.click(".o_form_button_save")
    page.wait_for_selector(".o_form_status_indicator_buttons.invisible", state="attached")
    second = make_case(served, "2026-11-16 02:00:00")
    assert clock(served, second, "TL-08") == "2026-11-19 16:00:00"
    assert clock(served, first, "TL-08") == before
