"""Real complaints from the call to the archive, by the people whose task each step is."""

from collections import Counter

import pytest
from hands import Hands
from line import (
    DIALOG,
    accept,
    archive,
    column,
    conclude,
    confirm,
    follow_up,
    keep,
    open_from_todo,
    reply,
    search,
    stage_of,
    step,
    take_call,
    take_dossier,
)

PASSWORD = "demo2026"
MOST_ACTS = 25  # of the clerk, from call to archive (design D14)

# From the published car complaints of June 2020 (numbers 481927 and 481966); the callers and the
# merchants are invented
IDLE = {
    "person": ("李示范", "16900001927", "云川市澜桥区演示街9号"),
    "merchant": "演示驰澜汽车销售有限公司",
    "subject": "吉利帝豪GS坡道起步动力瞬间消失",
    "facts": "2018款1.5L自动优雅版领尚型，坡道起步时动力瞬间消失，多次到店检修未解决。",
    "request": "免费修复，赔偿误工损失。",
}
PAINT = {
    "person": ("王示例", "16900001966", "云川市澜桥区演示街10号"),
    "merchant": "演示豹驰名车四S店",
    "phone": "026-00091966",
    "subject": "奇瑞捷豹路虎XFL保险杠掉漆4S店销售问题车",
    "facts": "2017款2.0T豪华版，提车后保险杠掉漆，经检测出厂后补过漆。",
    "request": "退车，按规定赔偿。",
}


@pytest.fixture
def acts():
    """Acts by role, over all the people of a journey."""
    return Counter()


@pytest.fixture
def hands_of(served, new_page, log_in, acts):
    """Somebody who has just come in: logged in, at the start page."""

    def begin(login):
        page = log_in(login, PASSWORD, page=new_page())
        hands = Hands(page, login, acts)
        hands.sees(".o_view_controller")
        return hands

    return begin


def look_at_archive(hands, served, number):
    """The card stands on the archive board."""
    hands.page.goto(f"{served.url}/odoo/action-consumer_rights.rights_case_action_archived")
    hands.sees(".o_view_controller")
    hands.page.click(".o_switch_view.o_kanban")
    hands.sees(f"{column('投诉')} .o_kanban_record:has-text('{number}')")


def tell(acts):
    print("acts:", ", ".join(f"{role} {count}" for role, count in acts.items()))


def complaint_board(hands, served, number):
    """The board of complaints, narrowed to one case."""
    hands.page.goto(f"{served.url}/odoo/action-consumer_rights.rights_case_action_complaint")
    hands.sees(".o_kanban_record")
    search(hands, number)
    hands.sees(f".o_kanban_record:has-text('{number}')")
    hands.misses(f".o_kanban_record:not(.o_kanban_ghost):not(:has-text('{number}'))")


# -- journeys -----------------------------------------------------------------------------------


def test_d14_a_plain_case_takes_the_clerk_at_most_25_acts(served, hands_of, acts):
    """D14, HND-13, ARC-03: the clerk handles the complaint; colleagues follow up and archive."""
    result = "经营者免费更换变速箱控制单元，补偿误工损失2000元。"
    clerk = hands_of("clerk")
    number = take_call(clerk, IDLE)
    accept(clerk)
    keep(clerk)
    conclude(clerk, result, "2000")
    reply(clerk, result)
    clerk.misses(step("reply"))
    follower = hands_of("followup")
    open_from_todo(follower, number)
    follow_up(follower)
    archivist = hands_of("archivist")
    open_from_todo(archivist, number)
    archive(archivist)
    assert stage_of(served, number) == "archived"
    tell(acts)
    assert acts["clerk"] <= MOST_ACTS


def test_a_routed_complaint_reaches_the_archive(served, hands_of, acts):
    """TRI-11, HND-13, RPL-05, ARC-02: city, dispatcher, station, follow-up, archive."""
    result = "经营者同意退车并赔偿，双方已签协议。"
    clerk = hands_of("clerk")
    number = take_call(clerk, PAINT)
    accept(clerk)

    dispatcher = hands_of("dispatcher")
    open_from_todo(dispatcher, number)
    dispatcher.press("Alt+d")
    dispatcher.choose("dispatch_to_id", "澜桥市场监管所")
    dispatcher.select("complexity", "复杂")
    confirm(dispatcher)

    station = hands_of("station")
    open_from_todo(station, number)
    station.press("Alt+h")
    station.at("user_id")
    confirm(station)
    conclude(station, result, "286000")

    # the reception studio that took the call owes the reply (RPL-02)
    clerk = hands_of("clerk")
    open_from_todo(clerk, number)
    reply(clerk, result)

    follower = hands_of("followup")
    open_from_todo(follower, number)
    follow_up(follower)
    archivist = hands_of("archivist")
    open_from_todo(archivist, number)
    archive(archivist)
    take_dossier(archivist, number)
    look_at_archive(archivist, served, number)
    complexity, unit = served.sql(
        "SELECT complexity, station.code FROM rights_case JOIN rights_station station"
        f" ON station.id = station_id WHERE rights_case.name = '{number}'"
    )[0]
    assert (complexity, unit) == ("complex", "LL01")
    tell(acts)


def test_a_refused_drag_returns_with_its_reason(served, hands_of):
    """D4: from registered straight to concluded leads no way; the card is back where it was."""
    clerk = hands_of("clerk")
    number = take_call(clerk, {**IDLE, "person": ("赵示范", "16900001928", "云川市演示街11号")})
    complaint_board(clerk, served, number)
    card = f".o_kanban_record:has-text('{number}')"
    clerk.drag(f"{column('已登记')} {card}", column("办理中"))
    reason = clerk.sees(".o_notification.o_rights_refusal").inner_text()
    assert "已登记" in reason and "办理中" in reason
    clerk.sees(f"{column('已登记')} {card}")
    clerk.misses(f"{column('办理中')} {card}")
    assert stage_of(served, number) == "registered"


def test_of_two_people_on_one_card_one_wins_and_the_other_is_told(served, hands_of):
    """D4: both see the card as accepted; the second one moves nothing and learns who was first."""
    clerk = hands_of("clerk")
    number = take_call(clerk, {**IDLE, "person": ("孙示范", "16900001929", "云川市演示街12号")})
    accept(clerk)
    dispatcher = hands_of("dispatcher")
    open_from_todo(dispatcher, number)
    dispatcher.press("Alt+d")
    dispatcher.sees(f"{DIALOG} .o_rights_move_note")

    keep(clerk)
    clerk.sees(step("conclude"))

    dispatcher.press("Control+Enter")
    reason = dispatcher.sees(f"{DIALOG} .o_rights_move_reason").inner_text()
    assert number in reason and "周示敏" in reason
    assert stage_of(served, number) == "handling"
    dispatcher.press("Escape")
    dispatcher.misses(DIALOG)
    dispatcher.sees(".o_arrow_button_current:has-text('办理中')")
