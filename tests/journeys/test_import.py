"""A business administrator brings the complaints of another site in through the wizard."""

from pathlib import Path

from centre.site import ADDONS

FILE = ADDONS / "consumer_rights/tests/data/car_complaints.csv"


def rows_of(path):
    return len(Path(path).read_text(encoding="utf-8-sig").strip().splitlines()) - 1


def history(served, condition="TRUE"):
    [[count]] = served.sql(f"SELECT count(*) FROM rights_case WHERE is_history AND {condition}")
    return int(count)


def test_reg_23_the_file_of_real_complaints_becomes_cases(served, page, log_in):
    """REG-23: uploaded, mapped by itself, previewed, imported, found as history on the list."""
    before = history(served)
    log_in("admin_biz", "demo2026")
    page.wait_for_selector(".o_main_navbar", timeout=120000)  # the first page builds the scripts
    page.goto(f"{served.url}/odoo/action-consumer_rights.rights_import_action/new")
    page.wait_for_selector("div[name=source_name] input", timeout=120000)
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
    assert history(served) - before == rows_of(FILE)
    assert history(served, "name IS NULL") == 0
