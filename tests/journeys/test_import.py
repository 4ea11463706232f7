"""A business administrator brings the complaints of another site in through the wizard."""

from pathlib import Path

from centre.site import ADDONS

FILE = ADDONS / "consumer_rights/tests/data/car_complaints.csv"


def rows_of(path):
    return len(Path(path).read_text(encoding="utf-8-sig").strip().splitlines()) - 1


def test_reg_23_the_file_of_real_complaints_becomes_cases(served, page, log_in):
    """REG-23: uploaded, mapped by itself, previewed, imported, found as history on the list."""
    before = int(served.sql("SELECT count(*) FROM rights_case WHERE is_history"))
    log_in("admin_biz", "demo2026")
    page.goto(f"{served.url}/odoo/action-consumer_rights.rights_import_action/new")
    page.fill("div[name=name] input", "汽车投诉 2020年6月")
    page.fill("div[name=source_name] input", "汽车投诉网站")
    page.set_input_files("div[name=file] input[type=file]", str(FILE))
    page.click("button[name=action_read_file]")
    page.wait_for_selector("button[name=action_start]:visible", timeout=60000)
    assert page.locator("div[name=total_count]").inner_text().strip() == str(rows_of(FILE))
    page.click("button[name=action_start]")
    page.wait_for_selector(
        "div.o_statusbar_status button.o_arrow_button_current[data-value=done]", timeout=120000
    )
    after = int(served.sql("SELECT count(*) FROM rights_case WHERE is_history"))
    assert after - before == rows_of(FILE)
    wrong = "SELECT count(*) FROM rights_case WHERE is_history AND name IS NULL"
    assert int(served.sql(wrong)) == 0
