"""A complaint that comes back, and a report that leaves the complaint's world."""

import pytest
from hands import Hands
from line import (
    accept,
    confirm,
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
    clerk.press("Alt+Shift+t")
    clerk.fill("subject", "广告续航虚假")
    clerk.fill("facts", "广告所说续航与实际相差一半，涉嫌虚假宣传。")
    clerk.choose("violation_class_ids", "虚假广告宣传", leave=None)
    clerk.press("Alt+q")
    clerk.misses(".modal")
    report = clerk.sees("h2 [name=name]:has-text('YCJ')").inner_text()
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
