"""Both parties agree to another body: the mediator takes it down in the list and entrusts it."""

import pytest
from cases import LONG, PASSWORD
from waiting import press

BODY = "消费者权益保护委员会"
# a mediation that lies open with a mediator, and was entrusted to nobody
FIND = """
mediation = env["rights.mediation"].search([("state", "=", "open"), ("recusal_ids", "=", False),
    ("case_id.entrusted_consent", "=", False), ("mediator_id.login", "!=", False)]).filtered(
    lambda row: not row.case_id.mediation_ids.entrusted_body_id
    and row.case_id.with_user(row.mediator_id).has_access("write"))[:1]
print("OPEN", mediation.case_id.id, mediation.mediator_id.login)
"""


def take_down(page, side, mode):
    """A line of the list, typed where it stands."""
    consents = page.locator("div[name=mediation_consent_ids]")
    consents.locator(".o_field_x2many_list_row_add a").click(timeout=LONG)
    line = consents.locator("tr.o_selected_row")
    for name, words in (("side", side), ("mode", mode)):
        line.locator(f"td[name={name}]").click(timeout=LONG)
        page.locator(f".o_select_menu_menu .o_select_menu_item:has-text('{words}')").click()
        line.locator(f"td[name={name}] .o_select_menu_menu").wait_for(state="detached")


@pytest.mark.timeout(300)
def test_med20_a_mediation_is_entrusted_with_both_consents(served, page, log_in):
    """MED-20, REG-19: refused with the sides that are missing, then entrusted."""
    out = served.shell(FIND)
    _open, case, login = next(line for line in out.splitlines() if line[:4] == "OPEN").split()
    log_in(login, PASSWORD)
    page.goto(f"{served.url}/odoo/rights.case/{case}")
    page.click(".o_notebook a[name=mediation]", timeout=LONG)
    press(page, "action_entrust_mediation")
    refusal = page.locator(".modal-body", has_text="消费者、经营者")
    refusal.wait_for(timeout=LONG)
    page.click(".modal-footer .btn-primary")
    refusal.wait_for(state="detached")

    take_down(page, "消费者", "委托其他组织调解")
    take_down(page, "经营者", "委托其他组织调解")
    assert not page.locator(".modal").count()
    page.click(".o_form_button_save")
    page.locator(".o_form_button_save").wait_for(state="hidden")
    press(page, "action_entrust_mediation")
    page.fill(".modal div[name=body_id] input", BODY, timeout=LONG)
    page.locator(f".o-autocomplete--dropdown-item:has-text('{BODY}')").first.click(timeout=LONG)
    press(page, "action_entrust")
    page.locator(".modal").wait_for(state="detached")
    page.locator("div[name=mediation_ids] td[name=entrusted_body_id]").first.wait_for()
    [[bodies]] = served.sql(
        f"SELECT count(entrusted_body_id) FROM rights_mediation WHERE case_id = {case}"
    )
    assert bodies == "1"
