"""The public form as the wire sees it: what a page weighs, and people who file all at once.

Plain HTTP, no browser: each visitor has a session of its own and works its proof out itself.
"""

import base64
import gzip
import hashlib
import json
import re
import secrets
import threading
import time
from urllib.parse import urljoin

import requests

PART = re.compile(r'<(?:script|link)[^>]+(?:src|href)="([^"]+\.(?:js|css)[^"]*)"')
FORM = {
    "kind": "complaint",
    "merchants": [{"name": "云川市压测示范商店", "address": "云川市演示街1号", "phone": ""}],
    "subject": "电动车刹车失灵",
    "facts": "买了两天，下坡时刹车失灵。",
    "request": "退车退款",
    "amount": "2680",
    "name": "王示范",
    "phone": "16900003333",
    "address": "云川市演示街2号",
}


def page_weight(url):
    """[(address, bytes, bytes as a proxy compresses them)] of the page and what it loads."""
    session = requests.Session()
    page = session.get(url, timeout=60)
    rows = [("page", page.content)]
    for address in PART.findall(page.text):
        part = session.get(urljoin(url, address), timeout=60)
        rows.append((address.rpartition("/")[2], part.content))
    return [(name, len(content), len(gzip.compress(content, 6))) for name, content in rows]


class Visitor:
    """One person at one browser."""

    def __init__(self, url):
        self.url = url
        self.session = requests.Session()

    def prove(self, purpose="file"):
        address = f"{self.url}/rights/file/token?purpose={purpose}"
        answer = self.session.get(address, timeout=120).json()
        challenge = answer["challenge"]
        salt = challenge["salt"].encode()
        for number in range(challenge["maxnumber"] + 1):
            if hashlib.sha256(salt + b"%d" % number).hexdigest() == challenge["challenge"]:
                proof = json.dumps({**challenge, "number": number}).encode()
                return answer["csrf"], base64.b64encode(proof).decode()
        raise AssertionError("no number fits")

    def post(self, path, **values):
        answer = self.session.post(f"{self.url}{path}", data=values, timeout=120)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.json()

    def file_one(self):
        """(receipt, seconds of the two requests that begin and send)."""
        token, proof = self.prove()
        key = secrets.token_hex(24)
        start = time.monotonic()
        self.post("/rights/file/begin", csrf_token=token, key=key, proof=proof)
        form = json.dumps(FORM)
        answer = self.post("/rights/file/send", csrf_token=token, key=key, form=form)
        return answer["receipt"], time.monotonic() - start

    def track(self, number, code):
        """Seconds from sending number and code until the page of the case is there."""
        token, proof = self.prove("query")
        values = {"csrf_token": token, "number": number, "proof": code, "altcha": proof}
        start = time.monotonic()
        page = self.session.post(f"{self.url}/rights/track", data=values, timeout=120)
        took = time.monotonic() - start
        assert "/rights/case/" in page.url and number in page.text, page.url
        return took


def file_at_once(url, people=50, seconds=60):
    """(numbers, seconds of each, errors) of people who file one after the other for a while."""
    numbers, times, errors = [], [], []
    until = time.monotonic() + seconds

    def work():
        visitor = Visitor(url)
        while time.monotonic() < until:
            try:
                receipt, took = visitor.file_one()
            except Exception as error:
                errors.append(f"{type(error).__name__}: {error}")
            else:
                numbers.append(receipt["cases"][0]["number"])
                times.append(took)

    threads = [threading.Thread(target=work) for _person in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return numbers, sorted(times), errors
