"""From the figures of a month to the approved report, and from a hot spot to whoever dispatches."""

import io

import pytest
from cases import LONG, PASSWORD, action, enter, make_case
from pypdf import PdfReader
from waiting import open_waiting, press, stands

CAUSE = "节后返工，家电安装集中。"
# the newest hot spot of the city by goods or services that no list holds
SPOT = """
    SELECT spot.id, spot.category_id FROM rights_hotspot spot
      JOIN rights_station station ON station.id = spot.station_id
     WHERE station.level = 'city_center' AND spot.dimension = 'item'
       AND NOT EXISTS (SELECT FROM rights_focus_line line
                        WHERE line.category_id = spot.category_id)
     ORDER BY spot.date_to DESC, spot.count DESC, spot.id LIMIT 1
"""


def our(served, name):
    return f"{served.url}/odoo/action-rights_reports.{name}"


def settled(page):
    """What was typed is stored."""
    page.click(".o_form_button_save")
    page.wait_for_selector(
        ".o_form_status_indicator_buttons.invisible", state="attached", timeout=LONG
    )


@pytest.mark.timeout(900)
def test_a_report_from_its_figures_to_the_approved_pdf(served, page, new_page, log_in):
    """STA-05, STA-06, STA-08, DOC-23: the station writes, the head approves, the district takes
    receipt."""
    enter(page, log_in, "station")
    page.goto(our(served, "rights_analysis_report_action_mine"))
    page.click(".o_data_row", timeout=LONG)
    press(page, "action_take_figures")
    page.wait_for_selector("button[name=action_propose_trend]", timeout=LONG)
    report = int(page.url.rstrip("/").rsplit("/", 1)[1].split("?")[0])
    press(page, "action_ask_approval")
    page.wait_for_selector(".modal:has-text('趋势分析')", timeout=LONG)  # both texts are needed
    page.click(".modal .btn-primary")
    press(page, "action_propose_trend")
    page.wait_for_function(
        "document.querySelector('div[name=trend_text] textarea').value.includes('投诉')",
        timeout=LONG,
    )
    page.fill("div[name=cause_text] textarea", CAUSE)
    settled(page)
    page.click(".o_notebook a[name=figures]")
    page.wait_for_selector(".o_rights_analysis_chart svg", timeout=LONG)
    assert len(page.query_selector_all(".o_rights_analysis_chart")) == 8
    press(page, "action_ask_approval")
    stands(page, "待审批")

    head = log_in("head", PASSWORD, page=new_page())
    open_waiting(head, "待审批的分析报告", "澜桥")
    press(head, "action_approve")
    stands(head, "已定稿")
    answer = head.request.get(
        f"{served.url}/report/pdf/rights_reports.report_rights_analysis_report/{report}"
    )
    assert answer.headers["content-type"] == "application/pdf"
    text = "".join(
        "".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.body())).pages).split()
    )
    assert "统计分析报告" in text and CAUSE in text and "消维析〔" in text

    district = log_in("district", PASSWORD, page=new_page())
    open_waiting(district, "待接收的分析报告", "澜桥")
    press(district, "action_receive")
    stands(district, "上级已接收")


@pytest.mark.timeout(900)
def test_a_hot_spot_reaches_whoever_dispatches(served, page, new_page, log_in):
    """DIS-07, DIS-08: explained, put on a focus list, shown on the next matter of its class."""
    [[spot, category]] = served.sql(SPOT)
    enter(page, log_in, "statistician")
    page.goto(f"{our(served, 'rights_hotspot_action')}/{spot}")
    shown = page.wait_for_selector("div[name=explanation]", timeout=LONG).inner_text()
    assert "环比" in shown and "上期" in shown, shown
    press(page, "action_add_to_focus")
    page.wait_for_selector("div[name=line_ids] .o_data_row", timeout=LONG)
    page.click("div[name=line_ids] .o_data_row td[name=note]")
    page.fill("div[name=line_ids] td[name=note] input", "查验合格证明")
    settled(page)

    case = make_case(served, "2026-11-16 02:00:00", f"case.sudo().item_class_id = {category}")
    dispatcher = log_in("dispatcher", PASSWORD, page=new_page())
    dispatcher.goto(f"{action(served, 'rights_case_action_complaint')}/{case}")
    dispatcher.wait_for_selector(".alert:has-text('查验合格证明')", timeout=LONG)
