"""shot.py URL LOGIN PASSWORD PATH OUT.png [WIDTHxHEIGHT]: log in and take a full-page picture.
For more: import `session` and drive the page yourself."""
import sys
from contextlib import contextmanager
from playwright.sync_api import sync_playwright
@contextmanager
def session(url, login=None, password="demo2026", size="1366x768", **options):
    w, h = map(int, size.split("x"))
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = b.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": w, "height": h}, **options).new_page()
        page.on("pageerror", lambda e: print("PAGEERROR", e)); page.on("console", lambda m: m.type == "error" and print("CONSOLE", m.text[:300]))
        if login:
            page.goto(f"{url}/web/login"); page.fill("input[name=login]", login); page.fill("input[name=password]", password)
            page.click("button[type=submit]"); page.wait_for_url(lambda u: "/web/login" not in u)
        yield page
        b.close()
if __name__ == "__main__":
    url, login, password, path, out, *size = sys.argv[1:]
    with session(url, login if login != "-" else None, password, *(size or ["1366x768"])) as page:
        page.goto(url + path); page.wait_for_load_state("networkidle"); page.wait_for_timeout(1500)
        page.screenshot(path=out, full_page=True)
