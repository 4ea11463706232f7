"""A head looks at the day, opens what a number counted, and sends a report to somebody."""

import re
from io import BytesIO

import pytest
from hands import Hands
from openpyxl import load_workbook

PASSWORD = "demo2026"
PARTS = {".xlsx": "工作簿", ".pdf": "统计分析报告"}
TILE = ".o_rights_dashboard_tile[data-code={}] .o_rights_dashboard_value button"


@pytest.fixture
def head(new_page, log_in):
    hands = Hands(log_in("head", PASSWORD, page=new_page()), "head")
    hands.sees(".o_rights_dashboard_tile")
    return hands


def number_of(text):
    return int(re.sub(r"\D", "", text))


def opens_its_matters(head, selector):
    """The number that stands there opens a list of as many matters."""
    wanted = number_of(head.sees(selector).inner_text())
    assert wanted
    head.click(selector)
    head.sees(".o_list_view .o_data_row")
    shown = head.page.query_selector(".o_pager_limit")
    rows = head.page.query_selector_all(".o_data_row")
    assert (number_of(shown.inner_text()) if shown else len(rows)) == wanted


def test_the_day_of_a_head_begins_with_the_dashboard(head):
    """STA-05: a number opens its matters, as many as it says; the way back finds the page."""
    page = head.page
    opens_its_matters(head, TILE.format("received_complaint"))
    page.go_back()
    head.sees(".o_rights_dashboard_tile")
    rows = page.query_selector_all("[data-table] .o_rights_dashboard_bars li")
    assert rows
    head.click("[data-table] .o_rights_dashboard_bars li button")
    head.sees(".o_list_view .o_data_row")


def test_a_number_of_a_table_opens_its_matters_down_to_the_case(served, head):
    """STA-05: from a table of last month to its list, and from the list to one matter."""
    page = head.page
    page.goto(f"{served.url}/odoo/action-rights_reports.rights_figures_action")
    head.sees(".o_rights_figure_table")
    first = page.inner_text(".o_rights_figures_period")
    head.click(".o_rights_figures_choice button >> nth=0")  # the period before, which is over
    page.wait_for_function(
        "period => document.querySelector('.o_rights_figures_period').innerText !== period",
        arg=first,
    )
    [[table]] = served.sql("SELECT name ->> 'zh_CN' FROM rights_report_table WHERE code = 'T3'")
    page.locator(".o_rights_figures_choice select").last.select_option(label=f"T3 {table}")
    head.sees(f".o_rights_figure_table h2:has-text('{table}')")
    opens_its_matters(head, ".o_rights_figure_table tbody tr:last-child td:nth-child(2) button")
    head.click(".o_data_row")
    head.sees(".o_form_view .o_field_widget[name=name]")


def test_a_pack_is_defined_previewed_and_delivered(served, head):
    """Define it, look at it on the screen and in the workbook, send it; it lies in the inbox, with
    the approved analysis report of its month (STA-01, STA-04, DOC-23)."""
    page = head.page
    page.goto(f"{served.url}/odoo/action-rights_reports.rights_pack_action/new")
    page.fill("[name=name] input, [name=name] textarea", "中心周边月报")
    page.click(".o_field_widget[name=table_ids] input")
    [[table]] = served.sql("SELECT name ->> 'zh_CN' FROM rights_report_table WHERE code = 'T1'")
    page.keyboard.insert_text(table)
    page.click(f".o-autocomplete--dropdown-item:has-text('{table}')")
    page.click(".o_field_widget[name=recipient_ids] input")
    person = served.sql(
        "SELECT partner.name FROM res_users JOIN res_partner partner ON partner.id = partner_id"
        " WHERE login = 'head'"
    )[0][0]
    page.keyboard.insert_text(person)
    page.click(f".o-autocomplete--dropdown-item:has-text('{person}')")
    page.check(".o_field_widget[name=with_analysis] input")
    page.click(".o_form_button_save")
    page.click("button[name=action_preview]")
    head.sees(".o_rights_pack_preview .o_rights_figure_table")
    tabs = page.query_selector_all(".o_rights_pack_preview .nav-link")
    assert len(tabs) >= 3
    tabs[1].click()
    head.sees(".o_rights_pack_preview .nav-link.active")
    with page.expect_download() as download:
        page.click(".o_rights_pack_preview a.btn-primary")
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    assert book.worksheets[0].cell(2, 1).value == "中心周边月报"
    assert len(book.worksheets[2]._charts) == 8
    page.go_back()
    head.click("button[name=action_run_last]")
    head.click(".modal-footer .btn-primary")
    head.sees(".o_field_widget[name=run_ids] .o_data_row")
    assert head.sees("[name=run_ids] .o_data_row td[name=state]").inner_text().strip() == "已送达"
    page.goto(f"{served.url}/odoo/action-rights_reports.rights_pack_delivery_action")
    for part, begin in ((".xlsx", b"PK"), (".pdf", b"%PDF-")):
        row = f".o_data_row:has-text('中心周边月报'):has(td[name=part]:text-is('{PARTS[part]}'))"
        head.sees(row)
        with page.expect_download() as download:
            page.click(f"{row} button[name=action_open]")
        assert download.value.suggested_filename.endswith(part)
        assert download.value.path().read_bytes().startswith(begin)


def test_a_list_is_exported_in_the_background(served, head):
    """SEC-05: columns are data; the page tells how far it is, and both files open."""
    page = head.page
    page.goto(f"{served.url}/odoo/action-rights_reports.rights_detail_list_action")
    head.click(".o_data_row")
    head.click("button[name=action_export]")
    head.click(".modal button[name=action_start]")
    head.sees(".o_rights_detail_progress")
    served.shell("env['rights.detail.export']._cron_run_exports()\nenv.cr.commit()\n")
    head.sees("button[name=action_open_csv]:visible")
    with page.expect_download() as download:
        page.click("button[name=action_open_xlsx]")
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    with page.expect_download() as download:
        page.click("button[name=action_open_csv]")
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == book.worksheets[1].max_row


def test_the_wall_needs_no_login_and_goes_dark_when_its_link_is_revoked(served, new_page):
    """SEC-10: a screen in the hall, by a link; it refreshes by itself."""
    link = served.shell(
        "screen = env['rights.wall.screen'].create({'name': '大厅',"
        " 'station_id': env.ref('consumer_rights.demo_station_city').id})\n"
        "print('LINK', screen.action_issue()['params']['address'])\n"
        "env['rights.network.parameter'].search([('code', '=', 'wall_seconds')]).value = 1\n"
        "env.cr.commit()\n"
    )
    token = re.search(r"LINK \S+/rights/wall/(\S+)", link)[1]
    page = new_page()
    page.goto(f"{served.url}/rights/wall/{token}")
    page.wait_for_selector(".received .number")
    page.evaluate("document.querySelector('main').dataset.first = 'yes'")
    page.wait_for_selector("main:not([data-first])")
    size = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.number')).fontSize) / innerHeight"
    )
    assert size > 0.15
    served.shell("env['rights.wall.screen'].search([]).action_revoke()\nenv.cr.commit()\n")
    page.wait_for_selector(".number", state="detached")
