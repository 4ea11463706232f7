"""A mediator, a consumer and a merchant see and hear each other, each in a browser (MED-21)."""

import json
import re

import pytest
from accessibility import check_page
from cases import LONG, PASSWORD, action
from playwright.sync_api import TimeoutError, sync_playwright

# cameras and microphones of the browser's own making; no way from one page to another but loopback
MEDIA = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--use-fake-device-for-media-stream=fps=5",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
]
# a meeting, beginning now; prints its id, its mediator and the digits that open the links
MEETING = """
import json
from odoo.addons.consumer_rights.tools.masking import phone_tail
mediation = env["rights.mediation"].search([("state", "=", "open"),
    ("recusal_ids", "=", False), ("case_id.is_confidential", "=", False)], limit=1)
mediator = mediation.mediator_id
meetings = env["rights.mediation.meeting"]
meetings.search([("mediator_id", "=", mediator.id), ("state", "=", "planned")])._cancel()
case = mediation.case_id
env["rights.mediation.consent"].create(
    [{"case_id": case.id, "side": side, "mode": "video"} for side in ("consumer", "merchant")])
meeting = meetings.create({"mediation_id": mediation.id, "mode": "video"})
phones = case._get_person_address()["phone"], case.respondent_phone
env.cr.commit()
print("MEETING " + json.dumps([meeting.id, mediator.login, *map(phone_tail, phones)]))
"""
KEEP_CALLS = """
window.calls = [];
const Connection = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Connection {
    constructor(...args) {
        super(...args);
        window.calls.push(this);
    }
};
"""
CONNECTED = "calls.filter((call) => call.connectionState === 'connected').length >= 2"
SEEN = """(pictures) => [...document.querySelectorAll("video")].filter(
    (video) => video.videoWidth && video.currentTime > 0 && !video.paused
).length >= pictures"""
HEARD = """Promise.all(calls.map((call) => call.getStats())).then((all) =>
    all.flatMap((stats) => [...stats.values()]).filter(
        (row) => row.type === "inbound-rtp" && row.kind === "audio" && row.bytesReceived
    ).length >= 2)"""
ASKED = "[...new Set(calls.flatMap((call) => call.getConfiguration().iceServers[0].urls))]"


PHONE = {"viewport": {"width": 375, "height": 667}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=MEDIA)
        yield chromium
        chromium.close()


@pytest.fixture
def seat(new_page, served):
    """Somebody's browser with a camera; nothing it loads comes from elsewhere."""
    foreign = []

    def begin(**options):
        page = new_page(permissions=["camera", "microphone"], **options)
        page.add_init_script(KEEP_CALLS)
        page.on("request", lambda request: foreign.append(request.url))
        return page

    yield begin
    own = re.compile(rf"(http|ws)s?://{re.escape(served.url.partition('://')[2])}/|blob:|data:")
    assert [url for url in foreign if not own.match(url)] == []


def make_meeting(served):
    output = served.shell(MEETING)
    line = next(line for line in output.splitlines() if line.startswith("MEETING "))
    return json.loads(line.removeprefix("MEETING "))


def admit(mediator, role):
    """The notice is drawn anew while the call begins: press until it is gone."""
    notice = mediator.locator(f".o_notification:has-text('{role}')")
    notice.first.wait_for(timeout=LONG)
    for _attempt in range(6):
        notice.first.locator("button:has-text('准入')").click()
        try:
            notice.first.wait_for(state="detached", timeout=5000)
            return
        except TimeoutError:
            continue
    raise AssertionError(f"{role} is not admitted")


def wait_for_call(page, pictures):
    """The two others are there with sound and picture, and nobody outside was asked for the way."""
    page.wait_for_function(CONNECTED, timeout=LONG)
    page.wait_for_function(SEEN, arg=pictures, timeout=LONG)
    page.wait_for_function(HEARD, timeout=LONG)
    assert page.evaluate(ASKED) == ["stun:127.0.0.1:9"]


def test_med_21_three_browsers_one_call(served, seat, log_in):
    """MED-03, MED-21: one link each, a waiting page, the call, its attendance and its end."""
    meeting, login, *digits = make_meeting(served)
    mediator = log_in(login, PASSWORD, page=seat())
    mediator.goto(f"{action(served, 'rights_mediation_meeting_action')}/{meeting}")
    mediator.click("button:has-text('发出链接')", timeout=LONG)
    fields = mediator.locator(".modal .input-group input")
    fields.nth(1).wait_for(timeout=LONG)
    addresses = [fields.nth(place).input_value() for place in range(2)]
    mediator.click(".modal button:has-text('关闭')")

    parties = []
    for address, tail, device in zip(addresses, digits, (PHONE, {}), strict=True):
        party = seat(**device)
        party.goto(address.replace(address.partition("/rights/")[0], served.url))
        check_page(party)
        party.fill("[name=tail]", tail)
        party.check("[name=consent]")
        party.click("button:has-text('进入等候室')")
        party.click("[data-device-try]")
        party.wait_for_selector("text=摄像头和麦克风正常")
        check_page(party)
        parties.append(party)

    stranger = seat()
    stranger.goto(parties[0].url)
    stranger.wait_for_selector("h1:has-text('链接已被使用')")

    mediator.click("button:has-text('开始视频')")
    for role in ("消费者", "经营者"):
        admit(mediator, role)
    # a phone shows whoever speaks, a desk everybody
    for page, pictures in zip((mediator, *parties), (3, 1, 3), strict=True):
        wait_for_call(page, pictures)

    mediator.click("button[name=action_end_video]")
    mediator.click(".modal button.btn-primary")
    for party in parties:
        party.wait_for_selector("h1:has-text('视频调解已结束')", timeout=LONG)
    mediator.wait_for_selector("[name=action_end_video]", state="detached", timeout=LONG)
    assert "调解员" in mediator.input_value("[name=participants] input")
    assert served.sql(
        "SELECT side, bool_and(left_at >= joined_at), bool_and(is_noted)"
        f" FROM rights_mediation_attendance WHERE meeting_id = {meeting}"
        " GROUP BY side ORDER BY side"
    ) == [["consumer", "t", "t"], ["mediator", "t", "t"], ["merchant", "t", "t"]]
