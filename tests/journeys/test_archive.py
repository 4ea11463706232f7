"""A volume whose time is over: appraised, approved, destroyed, and still on record."""

import io

import pytest
from cases import LONG, PASSWORD
from pypdf import PdfReader
from waiting import agree, choose, open_waiting, press, row_of, stands

TITLE = "经营者消费投诉台账"
HELD = f"{TITLE}（涉诉）"
GROUNDS = "保管期满，不再具有查考价值。"


def go(page, served, name):
    page.goto(f"{served.url}/odoo/action-rights_reports.{name}")


@pytest.mark.timeout(900)
def test_an_expired_volume_is_destroyed(served, new_page, log_in):
    """ARC-11: two people appraise, a third is present, a certificate and a line remain."""
    archivist = log_in("archivist", PASSWORD, page=new_page())
    archivist.wait_for_selector(".o_main_navbar", timeout=LONG)
    go(archivist, served, "rights_archive_volume_action")
    for title in (TITLE, HELD):
        archivist.wait_for_selector(f".o_data_row :text-is('{title}')", timeout=LONG)
    go(archivist, served, "rights_archive_appraisal_action")
    archivist.click(".o_list_button_add", timeout=LONG)
    archivist.fill("div[name=grounds] textarea", GROUNDS, timeout=LONG)
    archivist.click(".o_form_button_save")
    press(archivist, "action_add_expired")
    archivist.wait_for_selector(row_of(TITLE), timeout=LONG)
    assert archivist.locator(row_of(HELD)).count() == 0, "a hold keeps its volume"
    press(archivist, "action_ask_approval")
    stands(archivist, "待审批")

    head = log_in("head", PASSWORD, page=new_page())
    head.wait_for_selector(".o_main_navbar", timeout=LONG)
    open_waiting(head, "待审批的档案鉴定", GROUNDS)
    press(head, "action_approve")
    stands(head, "已批准")

    archivist.goto(f"{served.url}/odoo")
    open_waiting(archivist, "待执行的档案鉴定", GROUNDS)
    archivist.fill("div[name=method] input", "送定点单位粉碎", timeout=LONG)
    [[witness]] = served.sql(
        "SELECT p.name FROM res_users u JOIN res_partner p ON p.id = u.partner_id"
        " WHERE u.login = 'office'"
    )
    choose(archivist, "witness_id", witness)
    press(archivist, "action_destroy")
    agree(archivist)
    stands(archivist, "已执行")
    number = archivist.inner_text("div[name=certificate_number]")
    press(archivist, "action_print")
    frame = archivist.wait_for_selector(".modal iframe", timeout=LONG)
    answer = archivist.request.get(f"{served.url}{frame.get_attribute('src')}")
    assert answer.headers["content-type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.body())).pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    for said in (number, "档案销毁证明", TITLE, "监销人"):
        assert said in text, said

    go(archivist, served, "rights_archive_volume_action")
    archivist.wait_for_selector(row_of(HELD), timeout=LONG)
    assert archivist.locator(f".o_data_row :text-is('{TITLE}')").count() == 0
    go(archivist, served, "rights_archive_entry_action")
    archivist.wait_for_selector(row_of(TITLE, "已销毁", number), timeout=LONG)
