"""What merchants, officers and social supervisors do with a phone in hand."""

import io
import re
import time

import pytest
from accessibility import check_page
from cases import LONG, PASSWORD, action, enter
from PIL import Image
from texts import Provider, draw_name, newest_code
from waiting import agree, press, row_of, stands

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
TAPS = 4
# seconds: slower than people are on a phone, and what one entry may take (MER-10)
A_KEY, A_TAP, AN_ENTRY = 0.5, 1.5, 30
DESK, DESK_PASSWORD = "journey_desk", "journey-demo-2026"
MALL, CLUB = "演示云川百货", "演示跃动健身俱乐部"
# a matter in mediation with the club, a proposal of the consumer on the table
TALK = """
import json
users = env["res.users"].search([("login", "in", ("consumer", "merchant"))]).grouped("login")
merchant = env["rights.merchant"].search([("name", "=", "{merchant}")])
case = env["rights.case"].search([("mediation_ids.state", "=", "open"),
    ("is_confidential", "=", False), ("mediation_ids.recusal_ids", "=", False),
    ("agreement_ids", "=", False), ("station_id.level", "=", "local_station"),
    ("id", "not in", {taken})], limit=1)
env["rights.sms.gateway"].create({{"name": "演示", "url": "{url}"}})
case.write({{"respondent_id": merchant.id, "respondent_phone": "16900005678"}})
case.party_ids.phone = "16900001234"
case.mediation_id.cooperation = "active"
case._open_to_merchant()
case._give_access(users["consumer"].partner_id)
env.cr.commit()
print("CASE", case.id)
"""
# what waits for the merchant goes out now, whatever the hour
SEND = """
env["rights.notice"].search([("case_id", "=", {case}), ("event", "=like", "merchant_%"),
    ("state", "=", "queued")])._try_send()
env.cr.commit()
"""
OFFER = """
case = env["rights.case"].browse({case})
mediator = case.mediation_id.mediator_id
case.agreement_ids.with_user(mediator).with_context(lang="zh_CN").action_offer()
env.cr.commit()
"""
NOTICE = """
unit = env["rights.merchant"].search([("name", "=", "{merchant}")]).station_id
dispatcher = env["res.users"].search([("login", "=", "district")])
notice = env["rights.product.notice"].with_user(dispatcher).create({{
    "product": "演示电热毯", "brand": "示例牌", "batch": "DT-07", "problem": "通电后局部过热",
    "station_id": unit.parent_id.id or unit.id,
}})
env.cr.commit()
print("NOTICE", notice.id)
"""

# a course of today with a test, the sign-in open; prints its code of the day
COURSE = """
unit = env["rights.merchant"].search([("name", "=", "{merchant}")]).station_id
officer = env["res.users"].search([("login", "=", "station")])
option = lambda text, right: (0, 0, {{"text": text, "is_right": right}})
course = env["rights.training.course"].with_user(officer).create({{
    "name": "演示退换货培训", "trainer": "示例讲师", "station_id": unit.id,
    "topic_ids": env["rights.training.topic"].search([], limit=1).ids,
    "question_ids": [(0, 0, {{"text": "台账由谁登记？", "option_ids": [
        option("客服人员", True), option("消费者", False)]}})],
}})
course.action_open()
env.cr.commit()
print("CODE", course.day_code, course.id)
"""


def jpeg():
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (31, 95, 168)).save(out, "JPEG")
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def printed(served, code, word):
    """The number that the code prints behind the word."""
    return int(re.search(rf"^{word} (\d+)", served.shell(code), re.M)[1])


class Phone:
    """A person with a phone, who counts the taps."""

    def __init__(self, page, url):
        self.page, self.url, self.taps = page, url, 0

    def go(self, path):
        self.page.goto(self.url + path)
        check_page(self.page)

    def tap(self, role, name, exact=True):
        """A link, a button, or what is folded, by what it says."""
        self.taps += 1
        if role == "summary":
            self.page.locator("summary", has_text=name).tap()
        else:
            self.page.get_by_role(role, name=name, exact=exact).first.tap()

    def sees(self, text):
        self.page.get_by_text(text).first.wait_for(timeout=LONG)

    def check(self):
        check_page(self.page)


@pytest.fixture
def phone(served, new_page, log_in):
    def begin(login, password=PASSWORD, page=None):
        page = log_in(login, password, page=page or new_page(**PHONE))
        return Phone(page, served.url)

    return begin


@pytest.fixture
def desk(served, new_page, log_in):
    """The screen of a member of staff, at an action or a record of it."""

    def begin(login, name, record=None):
        page = new_page()
        enter(page, lambda *given: log_in(*given, page=page), login)
        page.goto(action(served, name) + (f"/{record}" if record else ""))
        return page

    return begin


def place_of(served, name):
    [[merchant]] = served.sql(
        "SELECT m.id FROM rights_merchant m JOIN res_partner p ON p.id = m.partner_id"
        f" WHERE p.name = '{name}'"
    )
    return f"/my/merchant/{merchant}"


def waits_for_row(served, statement):
    """The answer of the database, once there is one; the page has said that it is done."""
    rows = served.sql(statement)
    assert rows, statement
    return rows[0]


# -- desk staff enter, correct and submit a quarter ------------------------------------------------


def test_mer_10_desk_staff_enter_correct_and_submit_a_quarter(served, phone, new_page):
    """MER-10, MER-17: the desk, invited, enters and corrects; the manager hands in."""
    place = place_of(served, MALL)
    manager = phone("merchant")
    manager.go(f"{place}/people")
    manager.page.fill("[name=note]", "一楼服务台")
    manager.tap("button", "生成链接")
    link = manager.page.locator(".link").inner_text().strip()
    manager.check()

    desk = Phone(new_page(**PHONE), served.url)
    desk.go(link.removeprefix(served.url))
    for field, value in (
        ("login", DESK),
        ("name", "秦示台"),
        ("password", DESK_PASSWORD),
    ):
        desk.page.fill(f"[name={field}]", value)
    desk.tap("button", "加入")
    desk.page.wait_for_url(lambda address: "/rights/join" not in address)
    desk = phone(DESK, DESK_PASSWORD, desk.page)
    desk.go(f"{place}/ledger/new")
    [[since, until]] = served.sql(
        "SELECT day_from, day_to FROM rights_ledger_quarter"
        f" WHERE state = 'open' AND merchant_id = {place.rsplit('/', 1)[1]}"
    )
    page = desk.page
    asked = {
        "content": "毛毯起球，要求退货",
        "consumer_name": "罗示成",
        "consumer_phone": "16900007777",
        "goods_name": "毛毯",
        "price": "260",
    }
    for name, value in asked.items():
        page.fill(f"[name={name}]", value)
    page.locator("#ledger summary").tap()
    page.fill("[name=entry_date]", str(until))
    desk.check()
    pressed = time.monotonic()
    page.locator("#ledger button[type=submit]").tap()
    page.locator("[data-says]:visible").wait_for(timeout=LONG)
    by_hand = A_KEY * len("".join(asked.values())) + A_TAP * (len(asked) + 1)
    assert by_hand + time.monotonic() - pressed < AN_ENTRY
    desk.check()
    [entry, state] = waits_for_row(
        served, "SELECT id, state FROM rights_merchant_ledger WHERE goods_name = '毛毯'"
    )
    assert state == "confirmed", page.locator("[data-says]").inner_text()

    desk.go(f"{place}/ledger/{entry}")
    desk.tap("summary", "更正")
    correct = page.locator(f"form[action$='/ledger/{entry}/correct']")
    correct.locator("[name=price]").fill("206")
    correct.locator("[name=reason]").fill("价格抄写错误")
    desk.check()
    correct.locator("button[type=submit]").tap()
    page.get_by_text("价格抄写错误").first.wait_for(timeout=LONG)
    desk.check()
    page.goto(f"{served.url}{place}/quarters")  # that is the manager's: it does not exist here
    assert page.get_by_role("button", name="报送本季度台账").count() == 0

    manager.go(f"{place}/quarters")
    manager.page.fill("[name=analysis]", "纺织品起球投诉增多，已要求供应商改进。")
    if manager.page.locator("[name=opinions]").count():
        manager.page.fill("[name=opinions]", "消费者建议延长退换期限。")
    manager.page.locator("form[action$='/quarters/submit'] button[type=submit]").tap()
    manager.page.locator("form[action$='/quarters/submit']").wait_for(state="detached")
    manager.check()
    [receipt, state] = waits_for_row(
        served,
        "SELECT receipt_number, state FROM rights_ledger_quarter"
        f" WHERE merchant_id = {place.rsplit('/', 1)[1]} AND day_from = '{since}'",
    )
    assert state == "submitted"
    manager.sees(receipt)
    [[price, corrections]] = served.sql(
        f"SELECT price, (SELECT count(*) FROM rights_merchant_ledger_amendment"
        f" WHERE entry_id = l.id) FROM rights_merchant_ledger l WHERE id = {entry}"
    )
    assert (float(price), int(corrections)) == (260, 1)  # the entry stays, the correction is beside


def test_mer_10_the_page_opens_without_a_connection(served, phone):
    """MER-10: reloaded in the cellar, filled in, and sent once when there is a signal again; after
    the log-out nothing of it is left."""
    place = place_of(served, MALL)
    desk = phone("merchant")
    page = desk.page
    desk.go(f"{place}/ledger/new")
    page.wait_for_function(
        "async (path) => !!navigator.serviceWorker.controller && !!(await caches.match(path))",
        arg=f"{place}/ledger/new",
        timeout=LONG,
    )
    page.context.set_offline(True)
    page.reload()
    page.fill("[name=content]", "地下一层购买的雨伞开裂")
    page.fill("[name=consumer_name]", "罗示伞")
    page.fill("[name=consumer_phone]", "16900007778")
    page.fill("[name=goods_name]", "雨伞")
    page.fill("[name=price]", "59")
    page.locator("#ledger button[type=submit]").tap()
    page.locator("[data-waits]:visible").wait_for(timeout=LONG)
    page.reload()  # the phone was put away meanwhile
    page.locator("[data-waits]:visible").wait_for(timeout=LONG)
    page.context.set_offline(False)
    page.locator("[data-waits]").wait_for(state="hidden", timeout=LONG)
    rows = served.sql("SELECT state FROM rights_merchant_ledger WHERE goods_name = '雨伞'")
    assert rows == [["confirmed"]]
    page.get_by_role("link", name="退出登录").tap()
    page.wait_for_url(lambda address: address.endswith("/rights"))
    assert page.evaluate("caches.has('rights-ledger')") is False


# -- merchant answers and settles ------------------------------------------------------------------


def consumer_proposes(consumer, case, amount, day, summary=None):
    consumer.go(f"/rights/case/{case}")
    if summary:
        consumer.tap("summary", summary)
    page = consumer.page
    page.fill("[name=what_1]", "退还会费余额")
    page.fill("[name=amount_1]", amount)
    page.fill("[name=due_date_1]", day)
    consumer.tap("button", "发出方案")
    page.get_by_role("status").get_by_text("方案已发出").wait_for(timeout=LONG)


class Notices:
    """What the merchant is sent about one complaint, and the taps that begin with it."""

    def __init__(self, served, merchant, case):
        self.served, self.merchant, self.case = served, merchant, case

    def open_newest(self):
        """The first tap: the link of the message, by somebody who is logged in."""
        Provider.texts.clear()
        self.served.shell(SEND.format(case=self.case))
        [path] = re.findall(rf"https?://[^/ ]+(/rights/merchant/{self.case}) ", Provider.texts[-1])
        self.merchant.page.goto(self.served.url + path)
        self.merchant.taps = 1
        self.merchant.page.locator("h1").wait_for(timeout=LONG)
        self.merchant.check()


def hands_in_evidence(merchant):
    page = merchant.page
    page.fill("#add [name=statement]", "已核对会员卡余额，见付款记录。")
    merchant.taps += 1  # on the field that opens the camera
    page.locator("#add [type=file]").set_input_files(jpeg())
    page.locator("#add [data-state=ready]").wait_for(timeout=LONG)
    merchant.taps += 1
    page.locator("#add button[type=submit]").tap()
    page.get_by_role("status").get_by_text("已提交").or_(
        page.locator("#add .words", has_text="付款记录")
    ).first.wait_for(timeout=LONG)


def test_med_07_a_merchant_answers_proves_and_signs_in_four_taps(served, phone, provider):
    """MED-07, MER-17: from the notice to the answer, the evidence, the agreement, the signature."""
    [[day]] = served.sql("SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date + 7")
    [taken] = served.sql("SELECT coalesce(json_agg(case_id), '[]') FROM rights_settlement_step")
    case = printed(served, TALK.format(merchant=CLUB, taken=taken[0], url=provider), "CASE")
    consumer, merchant = phone("consumer"), phone("merchant")
    notices, page = Notices(served, merchant, case), merchant.page
    consumer_proposes(consumer, case, "480", str(day))

    notices.open_newest()
    merchant.tap("summary", "提出其他方案")
    page.fill("[name=what_1]", "退还一半余额")
    page.fill("[name=amount_1]", "240")
    page.fill("[name=due_date_1]", str(day))
    merchant.tap("button", "发出方案")
    page.get_by_role("status").get_by_text("方案已发出").wait_for(timeout=LONG)
    assert merchant.taps <= TAPS

    consumer_proposes(consumer, case, "300", str(day), "提出其他方案")
    notices.open_newest()
    hands_in_evidence(merchant)
    merchant.check()
    assert merchant.taps <= TAPS
    given = served.sql(
        f"SELECT count(*) FROM rights_case_evidence WHERE case_id = {case}"
        " AND provider = 'respondent'"
    )
    assert given == [["2"]]
    merchant.tap("button", "同意该方案")
    merchant.sees("双方已达成一致")
    merchant.check()
    assert merchant.taps <= TAPS

    served.shell(OFFER.format(case=case))
    notices.open_newest()
    merchant.tap("button", "我已阅读，发送验证码")
    page.locator("canvas.signature").wait_for(timeout=LONG)
    draw_name(page)
    page.fill("[name=code]", newest_code())
    merchant.tap("button", "签署调解书")
    page.get_by_text("您已签署").first.wait_for(timeout=LONG)
    merchant.check()
    assert merchant.taps <= TAPS
    acts = served.sql(
        f"SELECT side, act FROM rights_settlement_step WHERE case_id = {case} ORDER BY number"
    )
    assert [tuple(row) for row in acts] == [
        ("consumer", "proposed"),
        ("merchant", "countered"),
        ("consumer", "countered"),
        ("merchant", "accepted"),
    ]


# -- notice to delisting ---------------------------------------------------------------------------


def test_prd_05_from_the_notice_to_the_empty_shelf(served, phone, desk):
    """PRD-04, PRD-05: sent from the desk, confirmed on a phone with quantities and a photo."""
    notice = printed(served, NOTICE.format(merchant=MALL), "NOTICE")
    office = desk("district", "rights_product_notice_action", notice)
    press(office, "action_send")
    agree(office)
    stands(office, "通报生效中")
    place = place_of(served, MALL)
    receipt = (
        "SELECT id, state, quantity_found, quantity_removed FROM rights_product_receipt"
        f" WHERE notice_id = {notice} AND merchant_id = {place.rsplit('/', 1)[1]}"
    )
    [row, state, *_numbers] = waits_for_row(served, receipt)
    assert state == "waiting"

    merchant = phone("merchant")
    merchant.go(place)
    merchant.tap("link", "立即填报")
    page = merchant.page
    form = page.locator(f"form[action$='/products/{row}']")
    form.wait_for(timeout=LONG)
    merchant.check()
    form.locator("[name=quantity_found]").fill("12")
    form.locator("[name=quantity_removed]").fill("12")
    form.locator("button[type=submit]").tap()  # goods were found, and there is no photo
    merchant.page.get_by_role("alert").first.wait_for(timeout=LONG)
    merchant.check()
    form.locator("[name=quantity_found]").fill("12")
    form.locator("[name=quantity_removed]").fill("12")
    form.locator("[name=photo]").set_input_files(jpeg())
    form.locator("button[type=submit]").tap()
    form.wait_for(state="detached", timeout=LONG)
    merchant.check()
    [_row, state, *numbers] = waits_for_row(served, receipt)
    assert (state, [float(number) for number in numbers]) == ("confirmed", [12, 12])

    office.reload()
    office.click("button[name=action_view_receipts]", timeout=LONG)
    office.click(row_of(MALL), timeout=LONG)
    office.wait_for_selector(".o_form_view [name=photo] img", timeout=LONG)


# -- patrol to rectification -----------------------------------------------------------------------


def test_ins_08_a_patrol_without_a_signal_becomes_a_rectification(served, phone, desk):
    """INS-02, INS-08, INS-09: filled in without a signal, answered, and checked."""
    [patrol, merchant_id] = waits_for_row(
        served,
        "SELECT i.id, i.merchant_id FROM rights_inspection i JOIN res_users u ON u.id = i.user_id"
        " WHERE i.state = 'planned' AND u.login = 'station' ORDER BY i.id",
    )
    [[name]] = served.sql(
        "SELECT p.name FROM rights_merchant m JOIN res_partner p ON p.id = m.partner_id"
        f" WHERE m.id = {merchant_id}"
    )
    officer = phone("station")
    page = officer.page
    officer.go("/my/patrols")
    officer.tap("link", name, exact=False)
    page.locator("#patrol").wait_for(timeout=LONG)
    officer.check()
    page.context.set_offline(True)
    says = page.locator("[data-says]")
    fields = page.locator("#patrol fieldset.grades")
    for number in range(fields.count()):
        first = fields.nth(number).locator("input[type=radio]").first
        first.check()
    fault = fields.first
    fault.locator("input[value=violation]").check()
    fault.locator("input[maxlength='500']").fill("货架上有三盒过期饼干")
    page.fill("[name=causes]", "临期商品没有及时下架")
    page.fill("[name=guidance]", "每周检查保质期")
    page.locator("[name=camera]").set_input_files(jpeg())
    page.locator("[data-photos] input").fill("二楼食品区")
    page.locator("#patrol button[type=submit]").tap()
    says.get_by_text("网络中断").wait_for(timeout=LONG)
    officer.check()
    [[state]] = served.sql(f"SELECT state FROM rights_inspection WHERE id = {patrol}")
    assert state == "planned"
    page.context.set_offline(False)
    says.get_by_text("巡查记录已提交").wait_for(timeout=LONG)
    officer.check()
    [state, photos] = waits_for_row(
        served,
        "SELECT state, (SELECT count(*) FROM rights_inspection_photo WHERE inspection_id = i.id)"
        f" FROM rights_inspection i WHERE id = {patrol}",
    )
    assert (state, int(photos)) == ("submitted", 1)
    found = (
        "SELECT r.id, r.state FROM rights_merchant_rectification r"
        " JOIN rights_inspection_line l ON l.id = r.inspection_line_id"
        f" WHERE l.inspection_id = {patrol} AND r.finding LIKE '%过期饼干%'"
    )
    [row, state] = waits_for_row(served, found)
    assert state == "open"

    answer_and_check(served, phone, desk, merchant_id, row)


def answer_and_check(served, phone, desk, merchant_id, row):
    """The merchant says on a phone what it did; the station finds it enough."""
    merchant = phone("merchant")
    merchant.go(f"/my/merchant/{merchant_id}/duties")
    form = merchant.page.locator(f"form[action$='/duties/{row}']")
    form.locator("[name=answer]").fill("已全部下架并登记销毁")
    form.locator("[name=photo]").set_input_files(jpeg())
    form.locator("button[type=submit]").tap()
    form.wait_for(state="detached", timeout=LONG)
    merchant.sees("已全部下架并登记销毁")
    merchant.check()
    office = desk("station", "rights_merchant_rectification_action", row)
    press(office, "action_close")
    office.wait_for_selector("button[name=action_close]", state="detached", timeout=LONG)
    [[state]] = served.sql(f"SELECT state FROM rights_merchant_rectification WHERE id = {row}")
    assert state == "closed"


# -- undercover visit ------------------------------------------------------------------------------


def test_ins_06_an_undercover_visit(served, phone, desk):
    """INS-06, INS-07: five items; released by the station; the merchant never learns who."""
    [visit, merchant_id, person] = waits_for_row(
        served,
        "SELECT v.id, v.merchant_id, s.name FROM rights_covert_visit v"
        " JOIN rights_social_supervisor s ON s.id = v.supervisor_id"
        " WHERE v.state = 'assigned' ORDER BY v.id",
    )
    visitor = phone("supervisor")
    page = visitor.page
    visitor.go("/my/visits")
    page.locator(f"a[href='/my/visits/{visit}']").tap()
    fields = page.locator("fieldset.grades")
    fields.first.wait_for(timeout=LONG)
    visitor.check()
    assert fields.count() == 5
    for number in range(5):
        fields.nth(number).locator("input[value=sound]").check()
    fields.nth(1).locator("input[value=fault]").check()
    fields.nth(1).locator("input[maxlength='500']").fill("酸奶已过保质期两天")
    page.locator("[name=photo]").set_input_files(jpeg())
    page.fill("[name=place]", "冷柜前")
    visitor.tap("button", "提交记录")
    page.wait_for_url(re.compile(r"/my/visits\?done"))
    visitor.check()

    merchant = phone("merchant")
    merchant.go(f"/my/merchant/{merchant_id}/duties")
    assert "酸奶已过保质期" not in merchant.page.content(), "not before the release"
    office = desk("station", "rights_covert_visit_action", visit)
    press(office, "action_release")
    if office.locator(".modal-footer .btn-primary").count():
        agree(office)
    office.wait_for_selector("button[name=action_release]", state="detached", timeout=LONG)
    merchant.go(f"/my/merchant/{merchant_id}/duties")
    shown = merchant.page.content()
    assert "酸奶已过保质期" in shown
    assert person not in shown
    [row, state] = waits_for_row(
        served,
        "SELECT r.id, r.state FROM rights_merchant_rectification r"
        " JOIN rights_covert_line l ON l.id = r.covert_line_id"
        f" WHERE l.visit_id = {visit} AND l.item = 'shelf_life'",
    )
    assert state == "open"
    answer_and_check(served, phone, desk, merchant_id, row)


# -- training --------------------------------------------------------------------------------------


def test_trn_07_sign_in_by_the_code_of_the_day_and_pass_the_test(served, phone, new_page):
    """TRN-01, TRN-07: no account is needed; code, name, test, certificate; the merchant sees it."""
    out = served.shell(COURSE.format(merchant=MALL))
    code, course = re.search(r"^CODE (\d+) (\d+)", out, re.M).groups()
    person = Phone(new_page(**PHONE), served.url)
    page = person.page
    person.go("/rights/training")
    page.fill("[name=code]", code)
    person.tap("button", "继续")
    page.locator("[name=employer]").wait_for(timeout=LONG)
    person.check()
    page.fill("[name=name]", "秦示训")
    page.fill("[name=employer]", MALL)
    person.tap("button", "签到")
    page.get_by_label("客服人员", exact=True).wait_for(timeout=LONG)
    person.check()
    page.get_by_label("客服人员", exact=True).check()
    person.tap("button", "交卷")
    page.locator("a[href$='/certificate']").wait_for(timeout=LONG)
    person.check()
    answer = page.request.get(served.url + page.get_attribute("a[href$='/certificate']", "href"))
    assert answer.body().startswith(b"%PDF-")
    rows = served.sql(
        "SELECT name, score, is_passed, way FROM rights_training_attendance"
        f" WHERE course_id = {course}"
    )
    assert [(name, int(score), way) for name, score, _passed, way in rows] == [
        ("秦示训", 100, "code")
    ]
    merchant = phone("merchant")
    merchant.go(f"{place_of(served, MALL)}/training")
    merchant.sees("秦示训")
