"""Cases that stand ready when a journey begins, and where to look at them."""

import json

PASSWORD = "demo2026"
LONG = 120000
# a registered complaint of a clerk, with the first contact made; prints its id
CASE = """
import json
from odoo.addons.consumer_rights.tools.china_time import china_date
kind = lambda name: env["rights.category"].search([("kind", "=", name)], limit=1).id
clerk = env["res.users"].search([("login", "=", "clerk")])
case = env["rights.case"].with_user(clerk).create({{
    "subject": "演示热水器漏水", "facts": "安装后漏水", "request": "更换",
    "received_at": "{received}", "duplicate_choice": "new",
    "respondent_id": env["rights.merchant"].search([("phone", "!=", False)], limit=1).id,
    "item_class_id": kind("goods"), "category_id": kind("nature"),
    "party_ids": [(0, 0, {{"role": "complainant", "name": "李示范", "phone": "16900002222",
                           "address": "云川市演示街2号"}})],
}})
step = case._transitions().filtered(lambda step: step.code == "register")
case.action_move(step.id, case.stage_id.id)
env["rights.contact.log"].with_user(clerk).create({{"case_id": case.id, "reached": True}})
{more}
env.cr.commit()
print("CASE " + json.dumps(case.id))
"""


def make_case(served, received, more=""):
    output = served.shell(CASE.format(received=received, more=more))
    line = next(line for line in output.splitlines() if line.startswith("CASE "))
    return json.loads(line.removeprefix("CASE "))


def clock(served, case, code, column="due_at"):
    [[value]] = served.sql(
        f"SELECT {column} FROM rights_deadline WHERE case_id = {case} AND code = '{code}'"
    )
    return value


def enter(page, log_in, login):
    log_in(login, PASSWORD)
    page.wait_for_selector(".o_main_navbar", timeout=LONG)  # the first page builds the scripts


def action(served, name):
    return f"{served.url}/odoo/action-consumer_rights.{name}"
