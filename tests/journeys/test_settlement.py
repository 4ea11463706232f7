"""Consumer and merchant settle on their phones and sign, each in a browser of their own."""

import re

from accessibility import check_page
from texts import draw_name, newest_code

PASSWORD = "demo2026"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
# a matter in mediation between the two accounts, and where text messages go
PREPARE = """
users = env["res.users"].search([("login", "in", ("consumer", "merchant"))]).grouped("login")
merchant = env["rights.merchant"].search(
    [("partner_id", "=", users["merchant"].partner_id.parent_id.id)])
case = env["rights.case"].search([("mediation_ids.state", "=", "open"),
    ("is_confidential", "=", False), ("mediation_ids.recusal_ids", "=", False),
    ("agreement_ids", "=", False), ("station_id.level", "=", "local_station")], limit=1)
case.write({{"respondent_id": merchant.id, "respondent_phone": "16900005678"}})
case.party_ids.phone = "16900001234"
case._open_to_merchant()
case._give_access(users["consumer"].partner_id)
case.mediation_id.cooperation = "active"
env["rights.sms.gateway"].create({{"name": "演示", "url": "{url}"}})
env.cr.commit()
print("CASE", case.id, case.mediation_id.mediator_id.login)
"""
OFFER = """
case = env["rights.case"].browse({case})
mediator = case.mediation_id.mediator_id
case.agreement_ids.with_user(mediator).with_context(lang="zh_CN").action_offer()
env.cr.commit()
"""


class Party:
    """One side with a phone in hand."""

    def __init__(self, page, url):
        self.page, self.url = page, url

    def look(self):
        self.page.goto(self.url)
        check_page(self.page)

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def open(self, name):
        self.page.locator("summary", has_text=name).click()

    def propose(self, what, amount, day):
        page = self.page
        page.fill("[name=what_1]", what)
        page.fill("[name=amount_1]", amount)
        page.fill("[name=due_date_1]", day)
        self.press("发出方案")
        page.get_by_role("status").get_by_text("方案已发出").wait_for()
        check_page(page)

    def sign(self):
        """Read, ask for the code, draw with the finger, confirm."""
        page = self.page
        self.look()
        page.get_by_role("button", name=re.compile("发送验证码")).click()
        page.locator("canvas.signature").wait_for()
        check_page(page)
        draw_name(page)
        page.fill("[name=code]", newest_code())
        self.press("签署调解书")


def test_med07_consumer_and_merchant_settle_and_sign(served, new_page, log_in, provider):
    """MED-03, MED-07, MED-17: offer, counter-offer, agreement, two signatures, money received."""
    out = served.shell(PREPARE.format(url=provider))
    case = re.search(r"^CASE (\d+)", out, re.M)[1]
    [[day]] = served.sql("SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date + 7")
    parties = {}
    for login, door in (("merchant", "merchant"), ("consumer", "case")):
        page = log_in(login, PASSWORD, page=new_page(**PHONE))
        parties[login] = Party(page, f"{served.url}/rights/{door}/{case}")
    merchant, consumer = parties["merchant"], parties["consumer"]

    merchant.page.goto(f"{served.url}/rights/merchant")
    check_page(merchant.page)
    merchant.page.locator(f"a[href='/rights/merchant/{case}']").click()
    merchant.propose("退还一半会费", "340", str(day))
    consumer.look()
    consumer.open("提出其他方案")
    consumer.propose("退还剩余会费", "500.50", str(day))
    merchant.look()
    merchant.press("同意该方案")
    merchant.page.get_by_role("status").wait_for()

    served.shell(OFFER.format(case=case))
    consumer.sign()
    consumer.page.get_by_text("您已签署").first.wait_for()
    merchant.sign()
    merchant.page.get_by_text("调解书已生效").wait_for()
    check_page(merchant.page)
    consumer.look()
    consumer.press("已收到")
    consumer.page.get_by_text("已履行").first.wait_for()
    check_page(consumer.page)
    rows = served.sql(
        "SELECT state, amount FROM rights_mediation_agreement"
        f" WHERE case_id = {case} AND state = 'concluded'"
    )
    assert [(state, float(amount)) for state, amount in rows] == [("concluded", 500.5)]
