"""A disclosure from draft to public page: the district writes, the city approves, the merchant
objects, the answer, everybody reads it, on a phone as well."""

import re

import pytest
from accessibility import check_page
from cases import LONG, PASSWORD, action
from waiting import agree, choose, open_waiting, press, row_of, stands

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
WIDTHS = (320, 768, 1440)
MERCHANT = "跃动健身俱乐部"
TITLE = "健身预付卡退费警示（演示）"
BLOCKS = {
    "hot_spot": "健身预付卡退费投诉集中",
    "cause": "经营者资金紧张",
    "problem": "以合同约定为由拒绝退费",
    "advice": "办卡前看清退费约定，保留付款凭证",
}
OBJECTION = "退费均在七日内办结，有记录可查。"
ANSWER = "经核实，所述情况与投诉登记一致。"


@pytest.fixture
def desk(served, new_page, log_in):
    """Somebody who has just come in, at the start page."""

    def begin(login):
        page = log_in(login, PASSWORD, page=new_page())
        page.wait_for_selector(".o_main_navbar", timeout=LONG)
        return page

    return begin


def draft(page, served):
    """The four blocks, a code, and the merchant that is named."""
    page.goto(action(served, "rights_disclosure_action"))
    page.click(".o_list_button_add", timeout=LONG)
    page.fill("div[name=name] input", TITLE, timeout=LONG)
    for block, text in BLOCKS.items():
        page.fill(f"div[name={block}] textarea", text)
    choose(page, "category_ids", "合同")
    page.click(".nav-link:has-text('经营者')")
    page.click("div[name=merchant_ids] .o_field_x2many_list_row_add a")
    page.fill(".modal div[name=merchant_id] input", MERCHANT, timeout=LONG)
    page.click(f".o-autocomplete--dropdown-item:has-text('{MERCHANT}')")
    page.click(".modal-footer .o_form_button_save")
    page.wait_for_selector(".modal", state="detached", timeout=LONG)
    page.click(".o_form_button_save")
    press(page, "action_submit")
    stands(page, "待审批")


def object_to(page, served):
    """On a phone, from the start page of the merchant to the answer that it was taken."""
    page.goto(f"{served.url}/my/merchant")
    page.get_by_role("link", name=re.compile(MERCHANT)).click()
    page.get_by_role("link", name=re.compile("涉及本单位的公示")).wait_for()
    check_page(page)
    page.get_by_role("link", name=re.compile("涉及本单位的公示")).click()
    card = page.locator("article", has_text=TITLE)
    card.get_by_text(BLOCKS["problem"]).wait_for()
    check_page(page)
    card.get_by_role("textbox").fill(OBJECTION)
    card.get_by_role("button", name="提出异议").click()
    page.get_by_text("中心正在核实您的异议").wait_for()
    check_page(page)


def answer(page):
    """Publishing is refused until the objection was answered."""
    press(page, "action_publish")
    page.click(".modal-footer .btn-primary", timeout=LONG)
    page.wait_for_selector(".modal:has-text('请先答复')", timeout=LONG)
    page.click(".modal-footer button")
    page.wait_for_selector(".modal", state="detached", timeout=LONG)
    page.click(".nav-link:has-text('经营者')")
    page.click(f"div[name=merchant_ids] {row_of(MERCHANT)} td[name=merchant_id]", timeout=LONG)
    page.wait_for_selector(f".modal div[name=objection]:has-text('{OBJECTION}')", timeout=LONG)
    page.click(".modal div[name=verdict] input")
    page.click(".o_select_menu_item:has-text('异议不成立')")
    page.fill(".modal div[name=answer] textarea", ANSWER)
    page.click(".modal button[name=action_answer]")
    page.wait_for_selector(".modal div[name=answered_at]", timeout=LONG)
    page.click(".modal .btn-close")
    page.wait_for_selector(".modal", state="detached", timeout=LONG)


@pytest.mark.timeout(900)
def test_dis02_a_disclosure_from_draft_to_public_page(served, desk, new_page, log_in):
    """DIS-02, DIS-05, DIS-09, DIS-13: five people, one version."""
    district = desk("district")
    draft(district, served)

    head = desk("head")
    open_waiting(head, "待审查的公示信息", TITLE)
    press(head, "action_approve")
    stands(head, "已批准")
    [[code]] = served.sql(f"SELECT code FROM rights_disclosure WHERE name = '{TITLE}'")

    reader = new_page(**PHONE)
    assert reader.goto(f"{served.url}/rights/disclosures/{code}").status == 404

    object_to(log_in("merchant", PASSWORD, page=new_page(**PHONE)), served)

    district.goto(f"{served.url}/odoo")
    open_waiting(district, "待发布的公示信息", TITLE)
    answer(district)
    press(district, "action_publish")
    agree(district)
    stands(district, "已公开")

    reader.goto(f"{served.url}/rights")
    reader.get_by_role("link", name=re.compile("消费警示与投诉公示")).first.click()
    check_page(reader)
    reader.get_by_role("link", name=re.compile(re.escape(TITLE))).click()
    reader.get_by_text(BLOCKS["advice"]).wait_for()
    check_page(reader)
    assert OBJECTION not in reader.content()
    data = reader.request.get(f"{served.url}/rights/disclosures/{code}/data.json").json()
    assert data["problem"] == BLOCKS["problem"]

    district.fill("div[name=remark] input", "表述需要核实")
    press(district, "action_take_down")
    agree(district)
    district.wait_for_selector("div[name=withdrawn_at]", timeout=LONG)
    assert reader.goto(f"{served.url}/rights/disclosures/{code}").status == 410
    reader.get_by_text("表述需要核实").wait_for()
    check_page(reader)


def test_dis12_an_opinion_and_a_subscription_on_a_phone(served, new_page):
    """DIS-12: the forms work with their small proof, and say that it has arrived."""
    page = new_page(**PHONE)
    page.goto(f"{served.url}/rights/disclosures?kind=opinions")
    page.locator(".doors .door").first.click()
    page.get_by_role("textbox").fill("建议七日内退款。")
    check_page(page)
    page.get_by_role("button", name="提交").click()
    page.get_by_role("status").get_by_text("您的意见已收到").wait_for()
    check_page(page)
    page.goto(f"{served.url}/rights/subscribe")
    page.get_by_role("textbox").fill("reader@example.com")
    page.get_by_role("button", name="订阅").click()
    page.get_by_role("status").or_(page.get_by_role("alert")).wait_for()
    check_page(page)


def test_dis01_the_public_pages_fit_every_screen(served, new_page):
    """D12: lists, a warning, a table and the law library, from 320 px on."""
    page = new_page()
    codes = served.sql(
        "SELECT DISTINCT ON (kind, state) code FROM rights_disclosure"
        " WHERE state IN ('live', 'withdrawn') ORDER BY kind, state, id"
    )
    laws = served.sql(
        "SELECT code FROM rights_public_article WHERE kind = 'law' AND state = 'live' LIMIT 1"
    )
    paths = ["disclosures", "law", "subscribe"]
    paths += [f"disclosures/{code}" for [code] in codes] + [f"law/{code}" for [code] in laws]
    assert len(paths) > 7
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for path in paths:
            page.goto(f"{served.url}/rights/{path}")
            check_page(page)
