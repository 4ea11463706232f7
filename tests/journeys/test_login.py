"""A person opens the address that ./config/serve prints."""


def test_the_login_page_is_chinese(served, page):
    page.goto(f"{served.url}/web/login")
    assert page.title().strip()
    assert page.locator("label[for=password]").inner_text() == "密码"


def test_the_web_client_opens_in_chinese(served, page, log_in):
    log_in("admin", "admin")
    page.wait_for_selector(".o_main_navbar")
    assert page.evaluate("luxon.Settings.defaultLocale || navigator.language").startswith("zh")
    assert page.evaluate("luxon.Settings.defaultZone.name") == "Asia/Shanghai"
