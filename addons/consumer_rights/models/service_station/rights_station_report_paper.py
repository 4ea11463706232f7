from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import paper_text
from ...tools.china_time import china_date, spell_day

TEMPLATE, PAPER = "DOC-31", "station_quarter"
REPORT = "consumer_rights.rights_station_report_paper"
HEAD = "季报"
ROWS = "类别"
HEAD_PLACES = (
    *("站点", "站点类型", "上级单位", "协调员", "年度", "季度", "起始日期", "截止日期"),
    *("受理数", "和解数", "移送数", "挽回金额", "上季受理数", "趋势", "投诉热点", "整改措施"),
    *("改进建议", "报送日期", "打印日期"),
)
ROW_PLACES = ("序号", "名称", "受理数", "和解数", "移送数", "挽回金额")
QUARTERS = {"1": "第一季度", "2": "第二季度", "3": "第三季度", "4": "第四季度"}


class RightsStationReport(models.Model):
    """The quarterly report of a station on paper (DOC-31, T8)."""

    _inherit = "rights.station.report"

    def _get_print_values(self):
        """The page, as plain values. Called in superuser mode for who may read the report."""
        self.ensure_one()
        template = self.env["rights.document.template"]._of_code(TEMPLATE).sudo()
        if not template.active:
            raise UserError(self.env._("There is no template for the quarterly report."))
        chinese = self.with_context(lang=self.env["rights.case"]._in_chinese().env.lang)
        paper = paper_text.fill(template.version_id.text, chinese._get_paper_values())
        return template.version_id._get_page_values(
            number=f"{self.station_id.code} {self.year}-{self.quarter}",
            body=Markup(paper.html),  # of our own engine, which escapes what it fills in
            unit=self.profile_id.name,
            issued_on=self.submitted_at and china_date(self.submitted_at),
            is_draft=self.state == "open",
        )

    def _get_paper_values(self):
        profile = self.profile_id
        kinds = dict(profile._fields["kind"]._description_selection(self.env))
        trend = self._trend()
        head = {
            "站点": profile.name,
            "站点类型": kinds[profile.kind],
            "上级单位": profile.superior_id.name,
            "协调员": profile.coordinator_id.name,
            "年度": str(self.year),
            "季度": QUARTERS[self.quarter],
            "起始日期": spell_day(self.day_from),
            "截止日期": spell_day(self.day_to),
            "受理数": str(self.received),
            "和解数": str(self.settled),
            "移送数": str(self.escalated),
            "挽回金额": f"{self.amount:,.2f}",
            "上季受理数": str(self.received_before),
            "趋势": f"增加{trend}件" if trend > 0 else f"减少{-trend}件" if trend else "持平",
            "投诉热点": self.hot_spots,
            "整改措施": self.measures,
            "改进建议": self.suggestions,
            "报送日期": self.submitted_at and spell_day(china_date(self.submitted_at)),
            "打印日期": spell_day(china_date()),
        }
        rows = [
            {
                "序号": str(place),
                "名称": line.category_id.complete_name or "未分类",
                "受理数": str(line.received),
                "和解数": str(line.settled),
                "移送数": str(line.escalated),
                "挽回金额": f"{line.amount:,.2f}",
            }
            for place, line in enumerate(self.line_ids, 1)
        ]
        return paper_text.pieces({HEAD: head}, {ROWS: rows})

    def _print(self):
        """(file name, PDF) of this report, for who may read it."""
        report = self.env.ref(REPORT)
        content = report._render_weasyprint(report, self.ids).content
        return f"{self.station_id.code}-{self.year}-{self.quarter}.pdf", content


class RightsDocumentTemplate(models.Model):
    """The wording of the quarterly report is a template beside those of cases."""

    _inherit = "rights.document.template"

    recipient = fields.Selection(
        selection_add=[(PAPER, "Superior unit: the quarterly report of a service station")],
        ondelete={PAPER: "cascade"},
    )

    @api.model
    def _get_own_papers(self):
        head = (
            "示例百货消费维权服务站",
            "经营者服务站",
            "示例市场监管所",
            "张晓明",
            "2026",
            "第一季度",
        )
        head += ("2026年1月1日", "2026年3月31日", "6", "4", "1", "1,280.00", "4", "增加2件")
        head += ("家用电器维修拖延", "增设维修专柜，三日内答复", "建议组织维修企业约谈")
        head += ("2026年4月3日", "2026年4月3日")
        row = ("1", "家用电子电器类", "6", "4", "1", "1,280.00")
        paper = paper_text.invented({HEAD: (HEAD_PLACES, head)}, {ROWS: (ROW_PLACES, row)})
        return super()._get_own_papers() | {PAPER: paper}


class ReportRightsStationReport(models.AbstractModel):
    """Values for the page of a station's quarterly report."""

    _name = "report.consumer_rights.report_rights_station_report"
    _inherit = ["rights.paper.report"]
    _description = "Quarterly report of a service station on paper"
    _paper_model = "rights.station.report"
