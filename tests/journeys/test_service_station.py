"""A liaison on a phone: takes a complaint, settles it with confirmation, hands in the quarter."""

import re

from accessibility import check_page
from cases import LONG

PASSWORD = "demo2026"
PHONE = {"viewport": {"width": 375, "height": 667}, "has_touch": True, "is_mobile": True}
NARROW = {"width": 320, "height": 568}
PLACES = ("", "/take", "/log", "/report", "/offence", "/opinions", "/file")
# whether the quarter is handed in already, and where the station is
STATION = """
    SELECT profile.id FROM rights_station_profile profile
      JOIN rights_station_member member ON member.profile_id = profile.id
      JOIN res_users account ON account.id = member.user_id AND account.login = 'liaison'
"""
LAST = """
    SELECT stage.code, one.amount_recovered::int FROM rights_case one
      JOIN rights_case_stage stage ON stage.id = one.stage_id
     WHERE one.subject = '{}' ORDER BY one.id DESC LIMIT 1
"""


class Liaison:
    def __init__(self, page, url, place):
        self.page, self.url, self.place = page, url, place
        self.taps = 0

    def go(self, path=""):
        self.page.goto(self.url + self.place + path)

    def tap(self, role, name, exact=True):
        self.taps += 1
        self.page.get_by_role(role, name=name, exact=exact).first.click(timeout=LONG)

    def fill(self, name, text):
        self.taps += 1
        self.page.fill(f"[name={name}]", text, timeout=LONG)

    def choose(self, name):
        self.taps += 1
        self.page.select_option(f"[name={name}]", index=1, timeout=LONG)

    def told(self, text):
        self.page.get_by_role("status").get_by_text(text).wait_for(timeout=LONG)


def test_stn_05_07_09_a_liaison_on_a_phone(served, new_page, log_in):
    """STN-05, STN-07, STN-09: from the desk to the reply in few taps, then the quarter; axe."""
    [[profile]] = served.sql(STATION)
    page = log_in("liaison", PASSWORD, page=new_page(**PHONE))
    liaison = Liaison(page, served.url, f"/my/station/{profile}")
    for width in (NARROW, PHONE["viewport"]):
        page.set_viewport_size(width)
        for path in PLACES:
            liaison.go(path)
            check_page(page)

    page.goto(f"{served.url}/my/station")
    liaison.tap("link", re.compile("受理投诉"), exact=False)
    for name, text in (
        ("name", "孔示桥"),
        ("phone", "16900006199"),
        ("address", "云川市临澜区望澜街9号"),
        ("subject", "行李箱轮子断裂"),
        ("facts", "第一次使用轮子就断了"),
        ("request", "要求退货"),
    ):
        liaison.fill(name, text)
    liaison.choose("item_class")
    liaison.choose("nature")
    for words in ("已告知消费者办理程序和时间", "已与经营者沟通"):
        liaison.tap("checkbox", words)
    liaison.tap("button", "受理")
    page.get_by_role("heading", level=1, name="行李箱轮子断裂").wait_for(timeout=LONG)
    check_page(page)
    liaison.fill("terms", "退货退款368元")
    liaison.tap("radio", "当面")
    page.locator("details[open] [name=amount]").fill("368")
    liaison.tap("button", "已和解并经消费者确认")
    liaison.told("已和解并答复")
    assert liaison.taps <= 18
    assert served.sql(LAST.format("行李箱轮子断裂")) == [["replied", "368"]]

    liaison.tap("link", re.compile("投诉统计季报"), exact=False)
    liaison.fill("hot_spots", "箱包、鞋类质量问题较多")
    liaison.fill("measures", "进货逐件查验")
    liaison.fill("suggestions", "建议开展箱包抽检")
    check_page(page)
    liaison.tap("button", "报送季报")
    liaison.told("已报送")
    check_page(page)
    with page.expect_download() as download:
        page.locator(".papers a").first.click()
    assert download.value.suggested_filename.endswith(".pdf")
    [[state]] = served.sql(
        f"SELECT state FROM rights_station_report WHERE profile_id = {profile} "
        "ORDER BY year DESC, quarter DESC LIMIT 1"
    )
    assert state == "submitted"
