from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.consumer_rights.tools.china_time import china_date

from ..tools.periods import before, span_of

CAUSE = (
    "投诉集中在预付式消费和售后服务两类：部分经营者资金周转困难、停业前未妥善处置预收款；"
    "售后网点收缩，维修周期拉长。（演示）"
)
ADVICE = "建议对预付式消费经营者开展备案检查，约谈投诉居前的经营者，发布消费警示。（演示）"
LESSON = "保留消费凭证，发现问题及时投诉，有利于尽快解决纠纷。（演示）"
ITEMS = (
    ("农贸市场公平秤抽查情况", "抽查农贸市场3家，更换不合格公平秤2台。（演示）"),
    ("暑期培训消费提醒进社区", "开展宣传活动2场，发放提示单300份。（演示）"),
)


class RightsDemo(models.AbstractModel):
    """Reports of two months with their hot spots, a bulletin, typical cases, information items, a
    focus list (STA-06 to STA-11, DIS-07, DIS-08, ARC-12)."""

    _inherit = "rights.demo"

    @api.model
    def _load_analysis(self):
        """Called once, after the year of work."""
        # figures are frozen while demonstration data load: their names are needed in Chinese now
        self.env["ir.module.module"]._load_module_terms(["rights_reports"], ["zh_CN"])
        self.env.registry.clear_cache()
        demo = self.sudo().with_context(lang="zh_CN", tracking_disable=True)
        users = {
            login: demo._user(login)
            for login in ("statistician", "head", "district", "station", "archivist")
        }
        if not all(users.values()) or demo.env["rights.analysis.report"].search([], limit=1):
            return
        last = before(span_of("month", china_date()))
        city = [
            demo._demo_report(users["statistician"], span, users["head"])
            for span in (before(last), last)
        ]
        demo._demo_report(users["district"], last, users["head"])
        demo._demo_report(users["station"], last)  # not written yet: on the to-do page of its unit
        demo._demo_anonymised(users)
        demo._demo_items(users)
        bulletin = city[0].action_make_bulletin()
        paper = city[0].env["rights.analysis.paper"].browse(bulletin["res_id"])
        paper.recipient = "云川市人民政府分管领导（演示）"
        paper.action_ask_approval()
        growing = city[1].hotspot_ids.filtered("is_growing") or city[1].hotspot_ids
        growing[:1].action_add_to_focus()

    def _demo_report(self, user, span, approver=None):
        """A report of the unit of this person, finalised in time where somebody approves it."""
        reports = self.env["rights.analysis.report"].with_user(user)
        report = reports.create({"kind": span.kind, "date_from": span.first, "date_to": span.last})
        if not approver:
            return report
        # two days after the month, which no click in the demonstration could be any more
        finished = min(span.edges[1] + timedelta(hours=34), fields.Datetime.now())
        periods = self.env["rights.closed.period"].with_user(user).sudo()
        periods = periods.with_context(default_closed_at=finished - timedelta(hours=5))
        periods._freeze(report.station_id, span)
        report.action_take_figures()
        report.action_propose_trend()
        report.write({"cause_text": CAUSE, "advice_text": ADVICE})
        report.action_ask_approval()
        number = self.env["ir.sequence"].next_by_code(reports._name, sequence_date=china_date())
        report._go(
            "approved",
            name=number,
            approved_at=finished,
            approved_by_id=approver.id,
        )
        report._finalise()
        return report

    def _demo_anonymised(self, users):
        cases = self.env["rights.case"].search(
            [("kind", "=", "complaint"), ("stage_code", "=", "archived"), ("facts", "!=", False)],
            order="id",
            limit=2,
        )
        for place, case in enumerate(cases):
            action = case.with_user(users["archivist"]).action_mark_typical()
            typical = self.env["rights.typical.case"].browse(action["res_id"])
            typical = typical.with_user(users["archivist"])
            typical.lesson = LESSON
            typical.action_mask_again()
            if not (place or typical.leak):
                typical.action_ask_approval()
                typical.with_user(users["head"]).action_approve()

    def _demo_items(self, users):
        items = self.env["rights.information.item"].with_user(users["station"])
        items = items.create([{"title": title, "text": text} for title, text in ITEMS])
        items[0].with_user(users["district"]).action_adopt()
