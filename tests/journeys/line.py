"""Steps of the case line as people make them, by keyboard alone, and what they see of them."""

import hashlib

DIALOG = ".o_rights_move_dialog"


def step(code):
    return f".o_rights_transitions [data-code={code}]:enabled"


def take_call(hands, complaint):
    """From the start page to a registered complaint. Returns its number."""
    hands.sees(".o_list_button_add")
    hands.press("Alt+c")
    name, phone, address = complaint["person"]
    hands.fill("name", name)
    hands.fill("phone", phone)
    hands.fill("address", address)
    hands.skip("role")
    hands.choose("respondent_id", complaint["merchant"])
    if "phone" in complaint:  # nothing is known of this merchant yet, so Tab stops here
        hands.fill("respondent_phone", complaint["phone"])
        hands.skip("respondent_address")
        hands.skip("respondent_contact")
    hands.fill("subject", complaint["subject"])
    hands.fill("facts", complaint["facts"])
    hands.fill("request", complaint["request"], leave=None)
    hands.press("Alt+r")
    hands.sees(step("accept"))
    return hands.page.inner_text("h2 [name=name]")


def accept(hands):
    hands.sees(step("accept"))
    hands.press("Alt+a")
    hands.choose("item_class_id", "交通工具类")
    hands.choose("category_id", "质量", leave=None)
    confirm(hands)


def keep(hands):
    """The centre sends cases down; one that stays has a reason (TRI-16)."""
    hands.sees(step("take"))
    hands.press("Alt+h")
    hands.choose("keep_reason_id", "重大案件", leave=None)
    confirm(hands)


def conclude(hands, result, recovered=None):
    """The recovered amount is asked the first time only."""
    hands.sees(step("conclude"))
    hands.press("Alt+c")
    hands.choose("outcome_id", "调解成功")
    hands.fill("result_text", result, leave=recovered and "Tab")
    if recovered:
        hands.fill("amount_recovered", recovered, leave=None)
    confirm(hands)


def reply(hands, result):
    """The result stands there as the reply; it is read out on the phone and confirmed."""
    hands.sees(step("reply"))
    hands.press("Alt+y")
    hands.at("reply_text")
    assert hands.page.input_value(f"{DIALOG} [name=reply_text] textarea") == result
    confirm(hands)


def confirm(hands):
    hands.press("Control+Enter")
    hands.misses(".modal")


def search(hands, number):
    """The search box has the focus; what is typed there and taken with Enter is one field."""
    hands.sees(".o_searchview_input:focus")
    hands.type(number)
    hands.sees(f".o_searchview_autocomplete :text('{number}')")
    hands.page.keyboard.press("Enter")
    hands.sees(f".o_searchview_facet:has-text('{number}')")


def open_from_todo(hands, number):
    """From the start page: search, down to the only case left, open it."""
    search(hands, number)
    hands.page.wait_for_function("document.querySelectorAll('.o_data_row').length === 1")
    for place in ("thead", ".o_group_header", ".o_data_row"):
        hands.press("ArrowDown")
        hands.sees(f"{place}:has(:focus), {place} :focus")
    hands.press("Enter")
    hands.sees(f"h2 [name=name]:has-text('{number}')")


def follow_up(hands):
    hands.sees(step("follow_up"))
    hands.press("Alt+w")
    hands.select("sat_attitude", "满意")
    hands.select("sat_result", "基本满意")
    hands.select("sat_overall", "满意")
    confirm(hands)


def archive(hands):
    """Asked once, since it cannot be undone. Binding the dossier takes a moment."""
    hands.sees(step("archive"))
    hands.press("Alt+v")
    hands.sees(".modal .btn-primary:focus")
    confirm(hands)
    hands.sees(".o_arrow_button_current[data-value]:has-text('已归档')")


def take_dossier(hands, number):
    """The PDF as it comes to the archivist, held against the hash that was noted at sealing."""
    hands.press("Alt+Shift+d")
    hands.sees("[name=sha256]")
    with hands.page.context.expect_page() as opened:
        hands.press("Alt+q")
    answer = hands.page.request.get(opened.value.url)
    opened.value.close()
    pdf = answer.body()
    assert answer.headers["content-type"] == "application/pdf"
    assert pdf.startswith(b"%PDF-")
    assert hashlib.sha256(pdf).hexdigest() == hands.page.inner_text("[name=sha256]")
    hands.press("Alt+k")
    hands.sees(f".o_notification:has-text('{number}'):has-text('未变')")
    return pdf


def column(stage):
    return f".o_kanban_group:has(.o_column_title:has-text('{stage}'))"


def stage_of(served, number):
    [[code]] = served.sql(f"SELECT stage_code FROM rights_case WHERE name = '{number}'")
    return code
