"""Service desks of merchants that all enter at once, over HTTP, as their pages send it.

Every fifth entry is sent a second time, as a page does that did not hear the answer: it is one.
"""

import re
import secrets
import threading
import time

import requests

DESKS = 50
# fifty desks at ten merchants
PREPARE = f"""
from odoo.fields import Command
group = env.ref("consumer_rights.consumer_rights_group_merchant_user")
unit = env["rights.station"].create({{"name": "压测中心", "code": "YC", "level": "city_center"}})
merchants = env["rights.merchant"].create([
    {{"name": f"压测商场{{n}}", "station_id": unit.id}} for n in range(10)
])
users = env["res.users"].with_context(no_reset_password=True).create([
    {{"name": f"desk{{n}}", "login": f"bench_desk{{n}}", "password": f"bench_desk{{n}}",
     "group_ids": [Command.set([group.id])]}}
    for n in range({DESKS})
])
env["rights.merchant.member"].create([
    {{"merchant_id": merchants[n % 10].id, "user_id": user.id, "role": "desk"}}
    for n, user in enumerate(users)
])
env.cr.commit()
print("MERCHANTS", *merchants.ids)
"""
ENTRY = {
    "consumer_name": "孙示测",
    "consumer_phone": "16900000001",
    "content": "衬衫洗后褪色，要求退货",
    "goods_name": "男式衬衫",
    "price": "268",
    "quantity": "1",
    "returned": "returned",
    "disposal": "producer",
    "outcome": "settled",
}


class Desk:
    """One desk, logged in."""

    def __init__(self, url, number, merchants):
        self.session = requests.Session()
        login = f"bench_desk{number}"
        self.place = f"{url}/my/merchant/{merchants[number % len(merchants)]}/ledger"
        token = self.token(f"{url}/web/login")
        answer = self.session.post(
            f"{url}/web/login",
            data={"login": login, "password": login, "csrf_token": token},
            timeout=120,
        )
        answer.raise_for_status()
        self.csrf = self.token(f"{self.place}/new")

    def token(self, address):
        answer = self.session.get(address, timeout=120)
        answer.raise_for_status()
        return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)[1]

    def enter(self, key):
        """(id of the entry, seconds)"""
        begun = time.perf_counter()
        answer = self.session.post(
            f"{self.place}/enter", data={**ENTRY, "key": key, "csrf_token": self.csrf}, timeout=120
        )
        assert answer.status_code == 200, f"{answer.status_code}: {answer.text[:200]}"
        return answer.json()["id"], time.perf_counter() - begun


def enter_at_once(url, merchants, seconds=60):
    """({key: id} of what was acknowledged, seconds of each, errors)"""
    desks = [Desk(url, number, merchants) for number in range(DESKS)]
    entered, times, errors = {}, [], []
    until = time.monotonic() + seconds

    def work(desk):
        count = 0
        while time.monotonic() < until:
            key, count = secrets.token_hex(24), count + 1
            try:
                entered[key], took = desk.enter(key)
                times.append(took)
                if count % 5 == 0:
                    again, _took = desk.enter(key)
                    assert again == entered[key], "one key, two entries"
            except Exception as error:
                errors.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return entered, sorted(times), errors
