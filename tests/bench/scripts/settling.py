"""Two parties who settle: each step over HTTP, as their pages send it."""

import re
import time

import requests

# a case in mediation between two new accounts, brought there past the gate; prints its id
PREPARE = """
from odoo.fields import Command
group = "consumer_rights.consumer_rights_group_"
users = env["res.users"].with_context(no_reset_password=True).create([
    {"name": login, "login": login, "password": login,
     "group_ids": [Command.set([env.ref(group + role).id])]}
    for login, role in (("bench_seller", "merchant_user"), ("bench_buyer", "consumer"))
])
unit = env["rights.station"].search([], limit=1)
merchant = env["rights.merchant"].create({"name": "计时商店", "station_id": unit.id})
env["rights.merchant.member"].create(
    {"merchant_id": merchant.id, "user_id": users[0].id, "role": "manager"})
case = env["rights.case"].search([("kind", "=", "complaint"), ("is_closed", "=", False)], limit=1)
case.respondent_id = merchant
case._gate_write({"stage_id": env.ref("consumer_rights.stage_mediating").id})
env["rights.mediation"]._open_for(case)
case._give_access(users[1].partner_id)
env.cr.commit()
print("CASE", case.id)
"""


class Party:
    """One side, logged in."""

    def __init__(self, url, door, login, case):
        self.session = requests.Session()
        self.page = f"{url}/rights/{door}/{case}"
        token = self.token(f"{url}/web/login")
        answer = self.session.post(
            f"{url}/web/login", data={"login": login, "password": login, "csrf_token": token}
        )
        answer.raise_for_status()
        self.csrf = self.token(self.page)

    def token(self, address):
        answer = self.session.get(address)
        answer.raise_for_status()
        return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)[1]

    def step(self, act, seen, **terms):
        """Seconds from the press of the button to the page that shows the step."""
        begun = time.perf_counter()
        values = {"csrf_token": self.csrf, "act": act, "seen": seen, **terms}
        answer = self.session.post(f"{self.page}/settle", data=values)
        answer.raise_for_status()
        assert "done=" in answer.url, answer.url
        return time.perf_counter() - begun


def round_trips(seller, buyer, day, rounds=8):
    """Seconds of a proposal and its counter-proposal together, each with its page."""
    took, seen = [], 0
    act = "proposed"
    for number in range(rounds):
        terms = {"what_1": "退还货款", "amount_1": str(100 + number), "due_date_1": day}
        one = seller.step(act, seen, **terms)
        two = buyer.step("countered", seen + 1, **terms)
        took.append(one + two)
        seen, act = seen + 2, "countered"
    return took
