"""A complaint that comes back, and a report that leaves the complaint's world."""

import pytest
from hands import Hands
from line import (
    accept,
    confirm,
    keep,
    open_from_todo,
    search,
    stage_of,
    step,
    take_call,
)

PASSWORD = "demo2026"
BRAKE = {
    "person": ("钱示范", "16900003001", "云川市澜桥区演示街31号"),
    "merchant": "演示海棠汽车商行",
    "phone": "026-00093001",
    "subject": "新车制动异响拒绝检修",
    "facts": "提车一周制动异响，经营者拒绝检修。",
    "request": "免费检修。",
}
ADVERT = {
    "person": ("冯示范", "16900003002", "云川市澜桥区演示街32号"),
    "merchant": "演示月桂汽车商行",
    "phone": "026-00093002",
    "subject": "续航与广告不符要求退车",
    "facts": "续航只有广告所说的一半，要求退车；广告涉嫌虚假宣传。",
    "request": "退车退款。",
}
SHAM = {
    "person": ("褚示范", "16900003003", "云川市澜桥区演示街33号"),
    "merchant": "演示月桂汽车商行",
    "phone": "026-00093002",
    "subject": "二手车当新车出售",
    "facts": "车辆有维修记录，经营者当作新车出售，要求退车。",
    "request": "退车退款。",
}
REPORT_BOARD = "action-consumer_rights.rights_case_action_report"
# what the gate of records says to somebody, asked as the page itself asks
FINDS = """async (number) => {
    const params = { model: "rights.case", method: "search_count",
                     args: [[["name", "=", number]]], kwargs: {} };
    const answer = await fetch("/web/dataset/call_kw", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", method: "call", params }),
    });
    return (await answer.json()).result;
}"""


@pytest.fixture
def hands_of(served, new_page, log_in):
    def begin(login):
        hands = Hands(log_in(login, PASSWORD, page=new_page()), login)
        hands.sees(".o_view_controller")
        return hands

    return begin


def send_to_station(dispatcher, number):
    open_from_todo(dispatcher, number)
    dispatcher.press("Alt+d")
    dispatcher.choose("dispatch_to_id", "澜桥市场监管所")
    dispatcher.select("complexity", "复杂")
    confirm(dispatcher)


def split_off(clerk, subject, facts, violation):
    """From the page of the complaint to the report that it holds. Returns its number."""
    clerk.press("Alt+Shift+t")
    clerk.fill("subject", subject)
    clerk.fill("facts", facts)
    clerk.choose("violation_class_ids", violation, leave=None)
    clerk.press("Alt+q")
    clerk.misses(".modal")
    return clerk.sees("h2 [name=name]:has-text('YCJ')").inner_text()


def test_tri_12_a_station_returns_with_its_reason(served, hands_of):
    """TRI-03, TRI-12: back to the sender, who reads why; it never lies with nobody."""
    clerk = hands_of("clerk")
    number = take_call(clerk, BRAKE)
    accept(clerk)
    dispatcher = hands_of("dispatcher")
    send_to_station(dispatcher, number)

    station = hands_of("station")
    open_from_todo(station, number)
    station.click(step("return"))
    station.choose("return_reason_id", "不属于本辖区", leave=None)
    confirm(station)
    assert stage_of(served, number) == "accepted"

    dispatcher = hands_of("dispatcher")
    open_from_todo(dispatcher, number)
    dispatcher.sees(".o_rights_between:has-text('澜桥市场监管所')")
    assert served.sql(
        "SELECT between_hands, station.code FROM rights_case JOIN rights_station station"
        f" ON station.id = station_id WHERE rights_case.name = '{number}'"
    ) == [["returned", "YC"]]


def test_reg_14_a_report_splits_off_and_vanishes_from_the_handlers_world(served, hands_of):
    """REG-14, SEC-02: whoever handles the complaint finds no trace of the report."""
    clerk = hands_of("clerk")
    complaint = take_call(clerk, ADVERT)
    report = split_off(
        clerk, "广告续航虚假", "广告所说续航与实际相差一半，涉嫌虚假宣传。", "虚假广告宣传"
    )
    assert stage_of(served, report) == "registered"

    clerk.page.go_back()
    clerk.sees(f"h2 [name=name]:has-text('{complaint}')")
    accept(clerk)
    send_to_station(hands_of("dispatcher"), complaint)
    station = hands_of("station")
    open_from_todo(station, complaint)
    station.press("Alt+h")
    station.at("user_id")
    confirm(station)
    station.sees(step("conclude"))
    assert report not in station.page.inner_text(".o_form_view")
    assert station.page.evaluate(FINDS, complaint) == 1
    assert station.page.evaluate(FINDS, report) == 0
    station.page.goto(f"{served.url}/odoo/{REPORT_BOARD}")
    search(station, report)
    station.misses(f".o_kanban_record:has-text('{report}')")


def test_sec_02_a_report_stays_invisible_to_the_clerk_who_took_the_complaint(served, hands_of):
    """SEC-02: from the moment an officer has it, no search, page or address shows it."""
    clerk = hands_of("clerk")
    complaint = take_call(clerk, SHAM)
    report = split_off(clerk, "以旧充新", "维修过的车辆当作新车出售，涉嫌欺诈。", "商业欺诈")

    officer = hands_of("enforcement")
    open_from_todo(officer, report)
    keep(officer)
    officer.sees(step("conclude"))
    officer.sees("[name=party_ids]:has-text('褚示范')")

    clerk.page.goto(f"{served.url}/odoo/{REPORT_BOARD}")
    search(clerk, report)
    clerk.misses(f".o_kanban_record:has-text('{report}')")
    assert clerk.page.evaluate(FINDS, report) == 0
    [[place]] = served.sql(f"SELECT id FROM rights_case WHERE name = '{report}'")
    clerk.page.goto(f"{served.url}/odoo/{REPORT_BOARD}/{place}")
    clerk.sees(".modal, .o_notification")
    assert "以旧充新" not in clerk.page.inner_text("body")
    clerk.page.goto(f"{served.url}/odoo")
    open_from_todo(clerk, complaint)
    assert report not in clerk.page.inner_text(".o_form_view")
