"""A promise is missed: the ladder begins, is contested and won, and is climbed."""

from datetime import datetime, timedelta, timezone

import pytest
from cases import LONG, PASSWORD, action, make_case
from waiting import choose, open_waiting, press, row_of, stands

# its limit passes a minute ago, and the jobs find it
OVERDUE = """
case.sudo().user_id = env["res.users"].search([("login", "=", "handler")])
env.flush_all()
env.cr.execute(
    "UPDATE rights_deadline SET (due_at, warn_at, sweep_at) ="
    " (now_utc, now_utc, now_utc) FROM (SELECT now() AT TIME ZONE 'UTC' - interval '1 minute'"
    " AS now_utc) AS past WHERE case_id = %s AND code = 'TL-08'", [case.id])
env.invalidate_all()
case._deadline_refresh()
env["rights.deadline.breach"]._sweep()
while env["rights.deadline.reaction"]._react_batch(1000):
    env.cr.commit()
"""
# three times the desk was found empty, and the time to object has gone by
FOUND = """
from datetime import timedelta
from odoo import fields
legal = env["res.users"].search([("login", "=", "legal")])
found = env["rights.promise.violation"].sudo()
for days in (9, 6, 3):
    at = fields.Datetime.now() - timedelta(days=days)
    found |= found._propose("inspection", "in_post", legal, at, facts="检查时窗口无人")
env.flush_all()
env.cr.execute(
    "UPDATE rights_deadline SET due_at = now() AT TIME ZONE 'UTC' - interval '1 minute'"
    " WHERE res_model = 'rights.promise.violation' AND res_id = ANY(%s)", [found.ids])
env.invalidate_all()
found._clock_refresh()
env.cr.commit()
"""
PERSON = "顾示律"
RUNGS = (("批评", "诫勉教育"), ("通报批评",), ("效能告诫", "调整工作岗位"))


@pytest.fixture
def desk(served, new_page, log_in):
    """Somebody who has just come in, at the start page."""

    def begin(login):
        page = log_in(login, PASSWORD, page=new_page())
        page.wait_for_selector(".o_action", timeout=LONG)
        return page

    return begin


@pytest.mark.timeout(900)
def test_a_clock_turns_red_and_the_person_contests_and_wins(served, desk):
    """LIM-15, PRM-06: red clock, candidate, objection with grounds, not attributable."""
    received = datetime.now(timezone.utc) - timedelta(hours=1)
    case = make_case(served, f"{received:%Y-%m-%d %H:%M:%S}", OVERDUE)
    [[number]] = served.sql(f"SELECT name FROM rights_case WHERE id = {case}")

    handler = desk("handler")
    handler.goto(f"{action(served, 'rights_case_action_complaint')}/{case}")
    handler.wait_for_selector(".o_rights_deadline_line .text-bg-danger", timeout=LONG)
    handler.goto(f"{served.url}/odoo")
    open_waiting(handler, "违诺", number)
    press(handler, "action_open_contest")
    grounds = "当日线路中断，无法联系投诉人，有故障记录。"
    handler.fill(".modal div[name=text] textarea", grounds, timeout=LONG)
    handler.click(".modal-footer .btn-primary")
    handler.wait_for_selector(f"div[name=contest_text]:has-text('{grounds}')", timeout=LONG)

    officer = desk("discipline")
    open_waiting(officer, "违诺", number)
    officer.wait_for_selector(f"div[name=contest_text]:has-text('{grounds}')", timeout=LONG)
    choose(officer, "exclusion_id", "线路、网络或系统故障")
    press(officer, "action_dismiss")
    officer.click(".modal-footer .btn-primary", timeout=LONG)
    stands(officer, "不成立")

    handler.reload()
    stands(handler, "不成立")
    handler.wait_for_selector("div[name=exclusion_id]:has-text('故障')", timeout=LONG)
    [[ordinal]] = served.sql(
        f"SELECT coalesce(ordinal, 0) FROM rights_promise_violation WHERE case_id = {case}"
    )
    assert ordinal == "0", "what was not established never counts"


@pytest.mark.timeout(900)
def test_a_second_and_a_third_violation_climb(served, desk):
    """PRM-07: each rung proposes more; the third is decided, approved and delivered."""
    served.shell(FOUND)
    officer = desk("discipline")
    for done, rung in enumerate(RUNGS):
        confirmed = f"{row_of(PERSON, '已认定')} >> nth={done - 1}" if done else None
        open_waiting(officer, "违诺", PERSON, "待核实", after=confirmed)
        press(officer, "action_confirm")
        stands(officer, "已认定")
        for measure in rung:
            proposed = f"div[name=proposed_ids] .o_tag:has-text('{measure}')"
            officer.wait_for_selector(proposed, timeout=LONG)
        last = officer.url
        officer.goto(f"{served.url}/odoo")

    officer.goto(last)
    officer.fill("div[name=hearing_note] textarea", "本人承认三次离岗。", timeout=LONG)
    choose(officer, "sanction_ids", "效能告诫")
    press(officer, "action_decide")
    stands(officer, "已作处理决定")

    head = desk("head")
    head.goto(last)
    press(head, "action_approve")
    head.wait_for_selector("button[name=action_approve]", state="detached", timeout=LONG)
    officer.reload()
    press(officer, "action_deliver")
    officer.wait_for_selector("div[name=delivered_at]", timeout=LONG)

    legal = desk("legal")
    open_waiting(legal, "违诺", "效能告诫")
    legal.wait_for_selector("button[name=action_open_review]", timeout=LONG)
    assert served.sql(
        "SELECT ordinal FROM rights_promise_violation violation"
        " JOIN res_users person ON person.id = violation.user_id"
        " WHERE person.login = 'legal' ORDER BY ordinal"
    ) == [["1"], ["2"], ["3"]]
