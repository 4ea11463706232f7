"""A consumer on a phone and a clerk at a desk: filed, accepted, answered, taken up again."""

import re

import pytest
from accessibility import check_page
from hands import Hands
from line import accept, conclude, confirm, keep, reply, step

PASSWORD = "demo2026"
PHONE = {"width": 375, "height": 667}
NARROW = {"width": 320, "height": 568}
WIDTHS = (320, 768, 1440)
PUBLIC = ("", "/file", "/track", "/guide", "/promises", "/staff", "/knowledge", "/suggest")
# an anonymous report, typed up to the question for files
TYPED = """() => {
    const kept = JSON.parse(localStorage.getItem("rights_filing"));
    kept.step = "evidence";
    kept.merchants = [{ name: "示范商店", phone: "1", address: "" }];
    const answers = { kind: "report", subject: "题", facts: "事", is_anonymous: true };
    Object.assign(kept.values, answers);
    localStorage.setItem("rights_filing", JSON.stringify(kept));
}"""


@pytest.fixture
def consumer(served, new_page):
    return Consumer(new_page(viewport=PHONE, has_touch=True, is_mobile=True), served.url)


class Consumer:
    """Somebody with a phone in hand, who reads what stands there."""

    def __init__(self, page, url):
        self.page = page
        self.url = url

    def go_on(self):
        check_page(self.page)
        self.page.get_by_role("button", name="下一步").click()

    def heading(self, text):
        self.page.get_by_role("heading", level=1, name=text).wait_for()

    def write(self, label, text):
        self.page.get_by_role("textbox", name=label).fill(text)

    def file(self, picture):
        """From the first page to the receipt: (number, code)."""
        page = self.page
        page.goto(f"{self.url}/rights")
        check_page(page)
        page.get_by_role("link", name=re.compile("提交投诉或举报")).first.click()
        page.get_by_role("radio", name=re.compile("^投诉")).check()
        self.go_on()
        self.write(re.compile("商店或者企业名称"), "演示驰澜汽车销售有限公司")
        self.write(re.compile("地址或者网址"), "云川市澜桥区演示街21号")
        self.go_on()
        self.write("用一句话概括", "电动车刹车失灵")
        self.write(re.compile("按先后"), "上周三买的电动车，第二天下坡时刹车失灵。")
        self.go_on()
        self.write(re.compile("争议金额"), "2680")
        self.go_on()
        page.get_by_role("checkbox", name="退货").check()
        self.go_on()
        self.write("您的姓名", "林示范")
        self.write("您的电话", "16900002100")
        self.write("您的地址", "云川市澜桥区演示街22号")
        self.go_on()
        page.set_input_files("#files", picture)
        page.locator("[data-state=ready]").wait_for()
        page.reload()  # nothing is lost
        page.locator("[data-state=ready]").wait_for()
        self.go_on()
        self.go_on()
        self.heading("请核对")
        check_page(page)
        page.get_by_role("button", name="提交", exact=True).dblclick()
        self.heading("我们已收到")
        check_page(page)
        number = page.locator("[data-numbers] li").inner_text().split()[0]
        return number, page.locator("[data-code]").inner_text()

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def grade(self, *grades):
        """Attitude, result and everything together."""
        for question, grade in zip(self.page.locator(".grades").all(), grades, strict=True):
            question.get_by_role("radio", name=grade, exact=True).check()

    def track(self, number, proof):
        page = self.page
        page.goto(f"{self.url}/rights/track")
        check_page(page)
        page.fill("[name=number]", number)
        page.fill("[name=proof]", proof)
        page.locator("main form [type=submit]").click()
        page.wait_for_url("**/rights/case/*")
        check_page(page)


def open_case(clerk, served, number):
    [[case_id]] = served.sql(f"SELECT id FROM rights_case WHERE name = '{number}'")
    clerk.page.goto(f"{served.url}/odoo/rights.case/{case_id}")
    clerk.sees(f"h2 [name=name]:has-text('{number}')")


def bring_to_reply(clerk, result, recovered):
    """From registered to the reply; what is decided stands on the consumer's page at once."""
    accept(clerk)
    keep(clerk)
    conclude(clerk, result, recovered)
    reply(clerk, result)
    clerk.misses(step("reply"))


def one(served, fields, number):
    return served.sql(f"SELECT {fields} FROM rights_case WHERE name = '{number}'")[0]


def test_int13_a_consumer_files_on_a_phone_and_is_heard_again(
    served, consumer, new_page, log_in, tmp_path
):
    """INT-13, OPN-07, ACC-10, RPL-06, RPL-08: two people, two browsers, one number."""
    picture = tmp_path / "发票.png"
    new_page().screenshot(path=picture)
    number, code = consumer.file(picture)
    assert len(served.sql("SELECT id FROM rights_case WHERE subject = '电动车刹车失灵'")) == 1

    consumer.track(number, code)
    consumer.heading("已登记")
    consumer.write(re.compile("您要补充什么"), "补充：车架号为演示0001。")
    consumer.press("提交材料")
    consumer.page.get_by_role("status").get_by_text("材料已补充").wait_for()

    clerk = Hands(log_in("clerk", PASSWORD, page=new_page()), "clerk")
    open_case(clerk, served, number)
    bring_to_reply(clerk, "经营者免费更换刹车。", "300")

    consumer.track(number, code)
    consumer.heading("已答复")
    consumer.grade("满意", "不满意", "不满意")
    consumer.write(re.compile("您还想说什么"), "刹车没有换。")
    consumer.press("提交")
    consumer.heading("已登记")
    assert one(served, "stage_code, cycle_no", number) == ["registered", "2"]

    open_case(clerk, served, number)
    clerk.sees(step("accept"))
    clerk.press("Alt+a")
    clerk.at("presumed_nature")  # goods and nature stand there from the first time
    confirm(clerk)
    clerk.sees(step("take"))
    consumer.track(number, code)
    consumer.heading("已受理")
    assert one(served, "stage_code, cycle_no", number) == ["accepted", "2"]

    clerk.press("Alt+h")  # why the centre keeps it stands there from the first time
    conclude(clerk, "已更换刹车总成。")
    reply(clerk, "已更换刹车总成。")
    clerk.misses(step("reply"))
    consumer.track(number, code)
    consumer.heading("已答复")
    consumer.grade("满意", "满意", "满意")
    consumer.press("提交")
    consumer.heading("已答复并回访")
    assert one(served, "stage_code, cycle_no", number) == ["followed_up", "2"]


def test_the_pages_fit_a_narrow_screen_and_three_languages(served, new_page):
    """D12: 320 px wide, in Chinese of both scripts and in English."""
    page = new_page(viewport=NARROW)
    for language in ("zh_CN", "zh_TW", "en_US"):
        for path in ("/rights", "/rights/file", "/rights/track", "/rights/account"):
            page.goto(f"{served.url}{path}?lang={language}")
            check_page(page)


def test_the_public_pages_fit_every_screen(served, new_page):
    """D12: 320, 768 and 1440 px wide, what the public reads and what it fills in."""
    page = new_page()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for path in PUBLIC:
            page.goto(f"{served.url}/rights{path}")
            check_page(page)


def test_a_filing_needs_no_mouse(served, new_page):
    """Keyboard alone: the first questions answered with Tab, Space and Enter."""
    page = new_page(viewport=PHONE)
    page.goto(f"{served.url}/rights/file")
    page.locator("[name=kind]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.locator("[data-merchant-field=name]").wait_for()
    assert page.evaluate("document.activeElement.id") == "h_merchants"
    page.keyboard.press("Tab")
    page.keyboard.type("云川市示范商店")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.merchantField") == "address"
    page.go_back()
    page.locator("[name=kind]:checked").wait_for()
    page.go_forward()
    assert page.input_value("[data-merchant-field=name]") == "云川市示范商店"


def test_a_broken_connection_loses_nothing(served, new_page, tmp_path):
    """Faults: offline in mid-upload and at sending; an expired session."""
    page = new_page(viewport=PHONE)
    page.goto(f"{served.url}/rights/file")
    film = tmp_path / "录像.mp4"
    head = bytes.fromhex("0000001866747970 69736f6d 00000200 69736f6d 6d703432".replace(" ", ""))
    film.write_bytes(head + (3_000_008).to_bytes(4, "big") + b"mdat" + bytes(3_000_000))
    page.evaluate(TYPED)
    page.reload()
    page.set_input_files("#files", film)
    page.locator("[data-state=sending]").wait_for()
    page.context.set_offline(True)
    page.wait_for_timeout(1500)
    page.context.clear_cookies()  # the session is gone meanwhile
    page.context.set_offline(False)
    page.locator("[data-state=ready]").wait_for()
    page.get_by_role("button", name="下一步").click()
    page.context.set_offline(True)
    page.get_by_role("button", name="提交", exact=True).click()
    page.locator("[data-error=form]:visible").wait_for()
    page.context.set_offline(False)
    page.get_by_role("button", name="提交", exact=True).click()
    page.locator("[data-code]:visible").wait_for()
