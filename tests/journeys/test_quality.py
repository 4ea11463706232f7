"""A unit contests a deduction and is right; the bulletin is published with the right score."""

import json

import pytest
from cases import LONG, PASSWORD
from waiting import agree, open_waiting, press, row_of, stands

# Last month stands with the division head; one deduction of a station is about to be shown, and
# what was contested before is decided. Prints the number of the matter, the month and the station.
READY = """
import json
from odoo import fields
user = lambda login: env["res.users"].search([("login", "=", login)])
bulletin = env["rights.quality.bulletin"].search([("state", "=", "reviewed")], limit=1)
quality, city = user("quality"), bulletin.station_id
found = bulletin.deduction_ids.filtered(lambda one: one.state == "contested")
for one in found:
    one.with_user(user("head")).with_context(lang="zh_CN")._decide_objection(False, "维持")
env.flush_all()
env.cr.execute(
    "UPDATE rights_quality_bulletin SET state = 'draft', reviewed_at = NULL WHERE id = %s",
    [bulletin.id])
env.invalidate_all()
station = user("station2").rights_station_ids[0]
item = env.ref("rights_reports.quality_item_other")
env["rights.quality.deduction"].sudo().create({
    **item._get_deduction_vals(), "bulletin_id": bulletin.id, "month": bulletin.month,
    "station_id": station.id, "source": "on_site", "state": "confirmed",
    "confirmed_by_id": quality.id, "entered_by_id": quality.id,
    "evidence": "演示：现场检查时公示栏缺两项内容。"})
bulletin._count_scores()
score = bulletin.score_ids.filtered(lambda one: one.station_id == station and not one.studio_id)
second = env["res.users"].with_context(no_reset_password=True).create(
    {"name": "演示考核员", "login": "quality2", "password": "demo2026", "lang": "zh_CN",
     "tz": "Asia/Shanghai"})
env["rights.post"].create({
    "user_id": second.id, "station_id": city.id, "date_from": "2020-01-01",
    "role_id": env.ref("consumer_rights.post_template_quality").id})
env.cr.commit()
print("READY " + json.dumps([bulletin.id, str(bulletin.month)[:7], score.id, score.total]))
"""
# of all others the time to object has gone by
OVER = """
UPDATE rights_deadline SET due_at = now() AT TIME ZONE 'UTC' - interval '1 minute'
 WHERE res_model = 'rights.quality.deduction' AND code = 'TL-70' AND stopped_at IS NULL
   AND res_id NOT IN (SELECT id FROM rights_quality_deduction WHERE evidence LIKE '演示：现场%')
"""
GROUNDS = "检查当日正在更换公示栏，已向区县中心报备。"


def action(served, name):
    return f"{served.url}/odoo/action-rights_reports.rights_quality_deduction_action_{name}"


def score_of(served, score):
    [[total]] = served.sql(f"SELECT total FROM rights_quality_score WHERE id = {score}")
    return float(total)


def write_words(page, text):
    page.fill(".modal div[name=text] textarea", text, timeout=LONG)
    page.click(".modal-footer button[name=action_save]", timeout=LONG)
    page.wait_for_selector(".modal", state="detached", timeout=LONG)


@pytest.mark.timeout(900)
def test_contest_a_deduction(served, new_page, log_in):
    """QUA-09, QUA-11: reviewed, contested, decided by another officer, published."""
    output = served.shell(READY)
    line = next(line for line in output.splitlines() if line.startswith("READY "))
    bulletin, month, score, before = json.loads(line.removeprefix("READY "))

    def desk(login):
        page = log_in(login, PASSWORD, page=new_page())
        page.wait_for_selector(".o_main_navbar", timeout=LONG)
        return page

    head = desk("head")
    open_waiting(head, "待审核、发布的质量通报", month)
    press(head, "action_review")
    stands(head, "已审核")
    served.sql(OVER)

    unit = desk("station2")
    open_waiting(unit, "本单位扣分项", "现场检查时公示栏")
    press(unit, "action_ask_contest")
    write_words(unit, GROUNDS)
    stands(unit, "申诉中")
    assert score_of(served, score) == before, "until it is decided it counts"

    officer = desk("quality2")
    officer.goto(action(served, "contested"))
    officer.click(row_of("现场检查时公示栏"), timeout=LONG)
    officer.wait_for_selector(f"div[name=contest_text]:has-text('{GROUNDS}')", timeout=LONG)
    press(officer, "action_ask_revoke")
    write_words(officer, "经核实属实，予以撤销。")
    stands(officer, "申诉后撤销")

    head.reload()
    press(head, "action_publish")
    agree(head)
    stands(head, "已发布")
    [[number, state]] = served.sql(
        f"SELECT number, state FROM rights_quality_bulletin WHERE id = {bulletin}"
    )
    assert state == "published"
    assert score_of(served, score) == before + 1

    # whoever works in the network reads the sealed paper
    clerk = desk("clerk")
    clerk.goto(f"{served.url}/odoo/action-rights_reports.rights_quality_bulletin_action")
    clerk.click(row_of(number), timeout=LONG)
    paper = clerk.request.get(
        f"{served.url}/report/pdf/rights_reports.report_rights_quality_bulletin/{bulletin}"
    )
    assert paper.status == 200
    assert paper.body().startswith(b"%PDF")
    assert b"/ByteRange" in paper.body(), "it is sealed"
