"""A station fails, the district fails: the letter of termination arrives and can be checked."""

import json

import pytest
from accessibility import check_page
from cases import LONG, PASSWORD
from hands import Hands
from line import confirm, stage_of, step
from waiting import choose, press

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
# what a meeting by telephone without a result leaves behind
MEETING = """
import json
def meet(case):
    mediation = case.mediation_id
    mediator = mediation.mediator_id
    env["rights.mediation.meeting"].search([("state", "=", "planned"), "|",
        ("mediation_id", "=", mediation.id), ("mediator_id", "=", mediator.id)])._cancel()
    env["rights.mediation.consent"].create(
        [{"case_id": case.id, "side": side, "mode": "phone"} for side in ("consumer", "merchant")])
    env["rights.mediation.meeting"].with_user(mediator).create({
        "mediation_id": mediation.id, "mode": "phone",
        "started_at": env.cr.now().replace(microsecond=0),
        "participants": "双方", "statements": "各自陈述", "proposals": "换货", "outcome": "failed"})
    mediation.cooperation = "passive"
"""
# a matter in mediation at a station, with the consumer's account; who works there and above
PREPARE = (
    MEETING
    + """
def works_at(unit):
    people = env["rights.post"].search([("station_id", "=", unit.id)]).user_id
    letters = env["rights.mediation.termination"]
    return people.filtered(lambda user: letters.with_user(user).has_access("create"))[:1]
mediations = env["rights.mediation"].search([("state", "=", "open"),
    ("level", "=", "local_station"), ("recusal_ids", "=", False),
    ("case_id.agreement_ids", "=", False), ("case_id.is_confidential", "=", False)])
mediation = mediations.filtered(lambda row: works_at(row.station_id.parent_id))[:1]
case, unit = mediation.case_id, mediation.station_id
mediation.mediator_id = env["rights.post"].search([("station_id", "=", unit.id)]).user_id[:1]
meet(case)
case._give_access(env["res.users"].search([("login", "=", "consumer")]).partner_id)
env.cr.commit()
people = mediation.mediator_id, works_at(unit.parent_id)
print("CASE " + json.dumps([case.id, case.name, *(user.login for user in people)]))
"""
)
# the district takes it up and does not settle it either
DISTRICT = (
    MEETING
    + """
mediator = env["res.users"].search([("login", "=", "LOGIN")])
case = env["rights.case"].browse(CASE)
mine = case.with_user(mediator)
step = mine._transitions().filtered(lambda step: step.code == "mediate")
consents = [(0, 0, {"side": side, "mode": "phone"}) for side in ("consumer", "merchant")]
mine.action_move(step.id, mine.stage_id.id, {"mediation_consent_ids": consents})
meet(case)
env.cr.commit()
"""
)
DELIVER = """
mediator = env["res.users"].search([("login", "=", "LOGIN")])
letter = env["rights.case"].browse(CASE).termination_ids.document_id.with_user(mediator)
letter._deliver("portal", addressee="complainant")
letter._deliver("phone", addressee="respondent", note="已告知")
env.cr.commit()
"""


def open_case(hands, served, case, number):
    hands.page.goto(f"{served.url}/odoo/rights.case/{case}")
    hands.sees(f"h2 [name=name]:has-text('{number}')")


@pytest.mark.timeout(300)
def test_med10_the_letter_of_termination_arrives_and_verifies(served, new_page, log_in):
    """MED-09, MED-10, MED-12: station, district, letter to both; anybody checks it by its code."""
    out = served.shell(PREPARE)
    line = next(line for line in out.splitlines() if line.startswith("CASE "))
    case, number, login, above = json.loads(line.removeprefix("CASE "))

    def at_district(code):
        served.shell(code.replace("CASE", str(case)).replace("LOGIN", above))

    station = Hands(log_in(login, PASSWORD, page=new_page()), login)
    open_case(station, served, case, number)
    station.click(step("escalate"))
    station.sees(".o_rights_move_dialog")
    station.fill("move_basis", "双方分歧过大，无法达成协议。", leave=None)
    confirm(station)
    assert stage_of(served, number) == "escalated"

    at_district(DISTRICT)
    mediator = Hands(log_in(above, PASSWORD, page=new_page()), above)
    open_case(mediator, served, case, number)
    mediator.click(".o_notebook a[name=mediation]")
    page = mediator.page
    press(page, "action_terminate")
    page.fill(".modal div[name=course] textarea", "电话调解一次，双方均参加并陈述意见。")
    page.fill(".modal div[name=why] textarea", "投诉人要求退款，被投诉人只同意换货。")
    choose(page, "reason_id", "无法达成")
    page.click(".modal .o_form_button_save", timeout=LONG)
    page.wait_for_selector(".modal", state="detached", timeout=LONG)
    press(page, "action_terminate")
    press(page, "action_decide")
    page.locator(".modal-footer .btn-primary").last.click()  # the question lies on top
    page.wait_for_selector(".modal", state="detached", timeout=LONG)

    at_district(DELIVER)
    [[paper_id, paper, code]] = served.sql(
        "SELECT paper.id, paper.number, paper.check_code FROM rights_mediation_termination letter"
        " JOIN rights_document paper ON paper.id = letter.document_id"
        f" WHERE letter.case_id = {case} AND letter.state = 'decided'"
    )
    consumer = log_in("consumer", PASSWORD, page=new_page(**PHONE))
    consumer.goto(f"{served.url}/rights/case/{case}")
    check_page(consumer)
    path = f"/rights/case/{case}/paper/{paper_id}"
    consumer.locator(f"a[href='{path}']").wait_for()
    answer = consumer.request.get(f"{served.url}{path}")
    assert answer.headers["content-type"] == "application/pdf"

    anybody = new_page(**PHONE)
    anybody.goto(f"{served.url}/rights/check")
    anybody.fill("[name=number]", paper)
    anybody.fill("[name=code]", code)
    anybody.get_by_role("button", name="查验", exact=True).click()
    anybody.locator(".verdict[data-state=genuine]").wait_for()
    assert paper in anybody.inner_text(".verdict")
    check_page(anybody)
