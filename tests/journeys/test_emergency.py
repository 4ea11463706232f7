"""A food matter that comes in on a holiday runs to its end while everybody else is at home."""

import base64
import re

import pytest
from cases import LONG, PASSWORD
from hands import Hands
from line import confirm, step, take_call
from playwright.sync_api import TimeoutError, expect
from waiting import agree, open_waiting, press, stands

# Standby lasts until the next morning: before half past eight it is that of the day before
DAYS = """
from datetime import timedelta
from odoo.addons.consumer_rights.clock.days import Day, shipped_days
from odoo.addons.consumer_rights.tools.china_time import china_date
days = [china_date() - timedelta(days=1), china_date()]
table = env["rights.calendar.day"]
"""
HOLIDAY = f"""{DAYS}
table._upsert([Day(day, "holiday", "演示节") for day in days])
team = env["res.users"].search([("login", "in", ("handler", "dispatcher"))])
roster = env["rights.duty.roster"].create({{
    "kind": "standby", "station_id": env["rights.station"].search([("code", "=", "YC")]).id,
    "date_from": days[0], "date_to": days[1]}})
for number, shift in enumerate(roster.shift_ids.sorted("start_at")):
    shift.user_id = team[number % 2]
roster.action_publish()
env.cr.commit()
"""
USUAL = f"""{DAYS}
table._upsert([day for day in shipped_days() if day.date in days])
env.cr.commit()
"""
SPOILED = {
    "person": ("钱示范", "16900002714", "云川市澜桥区演示街14号"),
    "merchant": "演示灯塔卤味店",
    "subject": "熟食变质",
    "facts": "节日当天购买的卤味熟食有异味，食用后家人腹泻。",
    "request": "退款并查处。",
}
PROOFS = (
    ("快速定性检测", "亚硝酸盐速测超标", "可疑"),
    ("查证验票", "进货票据齐全", "正常"),
    ("空货架或封存照片", "货架已清空", None),
)
PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def holiday(served):
    """Today is a holiday with a standby team of two, whatever the calendar says."""
    served.shell(HOLIDAY)
    yield
    served.shell(USUAL)


@pytest.mark.timeout(900)
def test_a_food_report_runs_through_a_holiday(served, holiday, new_page, log_in):
    """SC-14, EMG-01 to EMG-04, ENF-08, ENF-12: command, arrival, proof, patrol, conversion."""
    people = {}
    for login in ("clerk", "handler"):
        page = log_in(login, PASSWORD, page=new_page())
        people[login] = Hands(page, login)
        people[login].sees(".o_list_renderer")

    number = register(people["clerk"])
    team = people["handler"]
    team.page.goto(f"{served.url}/odoo")
    open_waiting(team.page, "快速反应", number)
    press(team.page, "action_issue")
    stands(team.page, "赶赴现场")
    for limit in ("arrive_until", "delist_until", "report_until"):
        team.sees(f"div[name={limit}]:has-text(':')")
    press(team.page, "action_arrive")
    stands(team.page, "已到现场")

    press(team.page, "action_delist")  # nothing is proved yet
    team.sees(".modal:has-text('空货架')")
    team.press("Escape")
    team.misses(".modal")
    for proof in PROOFS:
        prove(team, *proof)
    press(team.page, "action_delist")
    stands(team.page, "已处置")
    team.click(".o_notebook a[name=feedback]")
    team.page.fill("div[name=feedback] textarea", "可疑熟食已下架封存。", timeout=LONG)
    press(team.page, "action_report")
    stands(team.page, "已反馈")

    clerk = people["clerk"].page
    clerk.click(".o_notebook a[name=emergency]", timeout=LONG)
    clerk.reload()
    clerk.click(".o_notebook a[name=emergency]", timeout=LONG)
    press(clerk, "action_convert")
    agree(clerk)
    clerk.wait_for_selector("h2 [name=name]:has-text('YCJ')", timeout=LONG)

    patrol(team)
    press(team.page, "action_close")
    agree(team.page)
    stands(team.page, "已关闭")
    clocks = served.sql(
        "SELECT code, outcome FROM rights_deadline WHERE code IN ('TL-27', 'TL-28', 'TL-29')"
        f" AND case_id = (SELECT id FROM rights_case WHERE name = '{number}') ORDER BY code"
    )
    assert clocks == [["TL-27", "met"], ["TL-28", "met"], ["TL-29", "met"]]


def register(clerk):
    """A call of the holiday: coding it as unsafe food starts the response. Returns its number."""
    number = take_call(clerk, SPOILED)
    clerk.sees(step("accept"))
    clerk.press("Alt+a")
    clerk.choose("item_class_id", "食品类")
    clerk.choose("category_id", "安全", leave=None)
    confirm(clerk)
    return number


def prove(team, kind, name, result):
    """A row of proof; that of the shelf comes with its photo."""
    team.click("div[name=proof_ids] .o_field_x2many_list_row_add a")
    pick(team, "kind", kind)
    team.page.fill(".o_selected_row div[name=name] input", name)
    if result:
        pick(team, "result", result)
    else:
        photo = {"name": "shelf.png", "mimeType": "image/png", "buffer": PHOTO}
        team.page.set_input_files(".o_selected_row div[name=file] input[type=file]", photo)
        team.sees(".o_selected_row div[name=file] input:not([type=file])")
    leave(team, "proof_ids")


def patrol(team):
    """Every item is looked at; one is a violation, which is why there is an enforcement case."""
    team.click(".o_notebook a[name=patrol]")
    rows = team.page.locator("div[name=patrol_line_ids] .o_data_row")
    rows.first.wait_for()
    for number in range(rows.count()):
        rows.nth(number).locator("td[name=result]").click()
        # the row before may still be the one that is open
        expect(rows.nth(number)).to_have_class(re.compile("o_selected_row"), timeout=LONG)
        pick(team, "result", "正常" if number else "发现违法行为")
    leave(team, "patrol_line_ids")


def pick(team, field, text):
    """Type and take it from the list; a row that is just being opened may lose what was typed."""
    choice = team.page.locator(f".o_select_menu_item:has-text('{text}')")
    field_input = f".o_selected_row div[name={field}] input"
    for attempt in range(5):
        team.page.fill(field_input, text)
        try:
            choice.click(timeout=2000 * (attempt + 1))
            expect(team.page.locator(field_input)).to_have_value(text, timeout=2000)
            return
        except (TimeoutError, AssertionError):
            continue
    raise AssertionError(f"{text} could not be chosen in {field}")


def leave(team, field):
    """Out of the row, as a hand clicks beside it."""
    team.click(".o_form_sheet h1")
    team.misses(f"div[name={field}] .o_selected_row")
