"""Papers: a wording that the next case uses, and the way of a notice into the dossier."""

import io

import pytest
from cases import LONG, PASSWORD, action, clock, enter, make_case
from hands import Hands
from line import (
    archive,
    conclude,
    follow_up,
    keep,
    open_from_todo,
    reply,
    stage_of,
    step,
    take_dossier,
)
from PIL import Image
from pypdf import PdfReader

RECEIPT = "受理登记回执"
SENTENCE = "本中心节假日照常接待。"
BY_LETTER = 'case.sudo().channel_id = env.ref("consumer_rights.channel_letter")'
RESULT = "经营者免费更换热水器。"


def read_text(content):
    reader = PdfReader(io.BytesIO(content))
    return "".join("".join(page.extract_text() for page in reader.pages).split())


def open_paper(page, served, case, title):
    """The file of a paper as the person sees it behind the button on the case."""
    page.goto(f"{action(served, 'rights_case_action_complaint')}/{case}")
    page.click(".o_notebook a[name=papers]", timeout=LONG)
    page.click(f".o_data_row:has-text('{title}') button[name=action_open_file]")
    frame = page.wait_for_selector(".modal iframe", timeout=LONG)
    answer = page.request.get(f"{served.url}{frame.get_attribute('src')}")
    assert answer.headers["content-type"] == "application/pdf"
    return read_text(answer.body())


@pytest.mark.timeout(900)
def test_a_changed_limit_and_template_hold_for_the_next_case(served, page, new_page, log_in):
    """LIM-01, DAT-05: set by a business administrator; what runs and what was issued stay."""
    first = make_case(served, "2026-11-16 02:00:00")
    before = clock(served, first, "TL-04")
    enter(page, log_in, "admin_biz")
    page.goto(action(served, "rights_deadline_policy_action"))
    page.click(".o_data_row td:has-text('TL-04')", timeout=LONG)
    page.fill("div[name=amount] input", "3", timeout=LONG)
    save(page)
    page.goto(action(served, "rights_document_template_action"))
    page.click(f".o_data_row td:has-text('{RECEIPT}')", timeout=LONG)
    box = page.wait_for_selector("div[name=text] textarea", timeout=LONG)
    box.fill(f"{box.input_value()}\n　　{SENTENCE}")
    save(page)
    page.click("button[name=action_preview]")
    shown = page.wait_for_selector(".modal div[name=body]", timeout=LONG).inner_text()
    assert SENTENCE in shown and "张晓明" in shown, shown

    second = make_case(served, "2026-11-16 02:00:00")
    assert clock(served, second, "TL-04") == "2026-11-19 16:00:00"
    assert clock(served, first, "TL-04") == before
    clerk = log_in("clerk", PASSWORD, page=new_page())
    assert SENTENCE in open_paper(clerk, served, second, RECEIPT)
    assert SENTENCE not in open_paper(clerk, served, first, RECEIPT)


def save(page):
    page.click(".o_form_button_save")
    page.wait_for_selector(".o_form_status_indicator_buttons.invisible", state="attached")


@pytest.mark.timeout(900)
def test_from_the_acceptance_notice_to_the_dossier(served, new_page, log_in, tmp_path):
    """ACC-10, ARC-02, ARC-10: decided, handed over with its proof, bound, sealed, checked."""
    scan = tmp_path / "送达回证.png"
    Image.new("RGB", (400, 200), "white").save(scan)
    case = make_case(served, "2026-11-16 02:00:00", BY_LETTER)
    [[number]] = served.sql(f"SELECT name FROM rights_case WHERE id = {case}")

    def come_in(login):
        hands = Hands(log_in(login, PASSWORD, page=new_page()), login)
        hands.sees(".o_view_controller")
        return hands

    clerk = come_in("clerk")
    clerk.page.goto(f"{action(served, 'rights_case_action_complaint')}/{case}")
    clerk.click(step("accept"))
    clerk.sees(".o_rights_move_dialog")
    clerk.press("Control+Enter")
    clerk.misses(".modal")
    clerk.click("button[name=action_deliver_waiting]")
    clerk.click(".modal div[name=way] input[data-value=in_person]")
    clerk.sees(".modal div[name=signature]")  # the way is known, the fields for it stand
    clerk.page.set_input_files(".modal div[name=proof] input[type=file]", str(scan))
    clerk.sees(".modal div[name=proof] input:not([type=file])")
    clerk.click(".modal button[name=action_deliver]")
    clerk.misses(".modal")
    assert stage_of(served, number) == "accepted"
    keep(clerk)
    conclude(clerk, RESULT, "300")
    reply(clerk, RESULT)
    clerk.misses(step("reply"))

    follower = come_in("followup")
    open_from_todo(follower, number)
    follow_up(follower)
    archivist = come_in("archivist")
    open_from_todo(archivist, number)
    archive(archivist)
    dossier = take_dossier(archivist, number)
    titles = [entry.title for entry in PdfReader(io.BytesIO(dossier)).outline]
    assert titles[:2] == ["封面", "卷内目录"]
    bound = [title for title in titles if title in ("投诉受理决定书", "答复单", "回访登记表")]
    assert bound == ["投诉受理决定书", "答复单", "回访登记表"]
    assert "送达及签名凭证" in titles
