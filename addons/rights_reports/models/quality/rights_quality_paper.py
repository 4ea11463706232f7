from markupsafe import Markup
from odoo import api, fields, models
from odoo.addons.consumer_rights.clock.due import last_day
from odoo.addons.consumer_rights.models.case.rights_case_kinds import SECRET_KINDS
from odoo.addons.consumer_rights.tools import paper_text
from odoo.addons.consumer_rights.tools.china_time import china_date, spell_day
from odoo.exceptions import AccessError, UserError

from .rights_quality_bulletin import HEAD, OFFICER
from .rights_quality_deduction import COUNTED
from .rights_quality_item import PARTS
from .rights_quality_score import OFFICIAL

TEMPLATE, PAPER = "DOC-22", "quality"
REPORT = "rights_reports.rights_quality_bulletin_report"
# what the template may say: of the month, and of each unit, deduction and cause
MONTH, SCORES, LOST, CAUSES = "通报", "得分", "扣分", "情形"
HEAD_PLACES = (
    *("单位", "年月", "单位数", "平均分", "满分数", "扣分项数", "扣分合计", "现场检查项数"),
    *("撤销项数", "整改项数", "整改期限", "说明", "制表人", "审核人", "签发日期"),
)
SCORE_PLACES = (
    *("序号", "单位", "数据质量", "办结质量", "服务质量", "信息上报", "总分", "扣分项数"),
    "调解成功率",
)
LOST_PLACES = ("序号", "单位", "事项", "依据", "案件", "件数", "分值", "来源", "整改")
CAUSE_PLACES = ("序号", "情形", "单位", "次数", "分值")
# numbers of matters in one cell of the paper; the system lists all
NUMBERS = 6


def _number(value):
    return f"{value:.1f}".removesuffix(".0")


class RightsQualityBulletin(models.Model):
    """The bulletin on paper: DOC-22, numbered and sealed when it is published (QUA-09)."""

    _inherit = "rights.quality.bulletin"

    number = fields.Char("Bulletin number", readonly=True)
    version_id = fields.Many2one(
        "rights.document.template.version", "Template version", readonly=True, ondelete="restrict"
    )
    body = fields.Html("Wording", readonly=True, sanitize=False)
    file_ids = fields.One2many("rights.quality.bulletin.file", "bulletin_id", "Sealed file")

    def _make_paper(self):
        """Fill, number and seal; without its paper nothing is published."""
        self.ensure_one()
        template = self._get_template()
        self.write(self._get_wording() | {"version_id": template.version_id.id})
        [self.number] = self.env["rights.document.number"]._allocate([(self.station_id, template)])
        report_sudo = self.env.ref(REPORT).sudo()
        rendered = report_sudo._render_weasyprint(report_sudo, self.ids)
        content = self.env["rights.signing.certificate"]._seal_pdf(
            self.station_id, rendered.content, "质量通报签发"
        )
        files = self.env["rights.quality.bulletin.file"]
        files._keep_file(f"{self.number}.pdf", content, {"bulletin_id": self.id})

    @api.model
    def _get_template(self):
        template = self.env["rights.document.template"]._of_code(TEMPLATE).sudo()
        if not template.active:
            raise UserError(self.env._("There is no template %(code)s.", code=TEMPLATE))
        return template

    def _get_wording(self):
        text = self._get_template().version_id.text
        chinese = self.with_context(lang=self.env["rights.case"]._paper_language())
        paper = paper_text.fill(text, chinese._get_paper_values())
        return {"body": Markup(paper.html)}  # of our own engine, which escapes what it fills in

    def _get_paper_values(self):
        counted = self.deduction_ids.filtered(lambda one: one.state in COUNTED)
        scores = self.score_ids.filtered(lambda one: one.level in OFFICIAL)
        lists = {
            SCORES: [one._get_paper_row() for one in scores.sorted(self._rank)],
            LOST: self._get_lost_rows(counted),
            CAUSES: self._get_cause_rows(counted),
        }
        head = self._get_paper_head(counted, scores.filtered(lambda one: not one.studio_id))
        numbered = {
            group: [{"序号": str(place)} | row for place, row in enumerate(rows, 1)]
            for group, rows in lists.items()
        }
        return paper_text.pieces({MONTH: head}, numbered)

    @api.model
    def _rank(self, score):
        """Unit by unit of a level, the best first; studios after their centre."""
        return OFFICIAL.index(score.level), bool(score.studio_id), -score.total, score.station_id.id

    def _get_paper_head(self, counted, units):
        open_ones = counted.filtered(lambda one: one.rectification == "open")
        due = max(open_ones.mapped("due_at"), default=None)
        revoked = self.deduction_ids.filtered(lambda one: one.state == "revoked")
        mean = sum(units.mapped("total")) / len(units) if units else 0
        return {
            "单位": self.station_id.name,
            "年月": f"{self.month.year}年{self.month.month}月",
            "单位数": str(len(units)),
            "平均分": _number(round(mean, 1)),
            "满分数": str(len(units.filtered(lambda one: one.total == 100))),
            "扣分项数": str(len(counted)),
            "扣分合计": _number(sum(counted.mapped("points"))),
            "现场检查项数": str(len(counted.filtered(lambda one: one.source == "on_site"))),
            "撤销项数": str(len(revoked)),
            "整改项数": str(len(open_ones)),
            "整改期限": due and spell_day(last_day(due)),
            "说明": self.remarks,
            "制表人": self.submitted_by_id.name,
            "审核人": self.reviewed_by_id.name,
            "签发日期": spell_day(china_date(self.published_at or fields.Datetime.now())),
        }

    @api.model
    def _get_lost_rows(self, counted):
        """One row a unit and line of the list, with the numbers of the matters."""
        sources = dict(counted._fields["source"]._description_selection(self.env))
        rows = []
        for (station, item, source), ones in counted.grouped(
            lambda one: (one.station_id, one.item_id, one.source)
        ).items():
            open_ones = ones.filtered(lambda one: one.rectification == "open")
            rows.append(
                {
                    "单位": station.name,
                    "事项": item.name,
                    "依据": item.rule,
                    "案件": ones._say_matters(),
                    "件数": str(len(ones)),
                    "分值": _number(sum(ones.mapped("points"))),
                    "来源": sources[source],
                    "整改": f"须整改{len(open_ones)}项" if open_ones else "",
                }
            )
        return rows

    @api.model
    def _get_cause_rows(self, counted):
        return [
            {
                "情形": cause.name,
                "单位": "、".join(ones.station_id.mapped("name")),
                "次数": str(len(ones)),
                "分值": _number(sum(ones.mapped("points"))),
            }
            for cause, ones in sorted(
                counted.grouped("cause_id").items(), key=lambda pair: pair[0].sequence
            )
        ]

    # -- looking at it -----------------------------------------------------------------------------

    def action_print(self):
        """The sealed paper, or what it would say now."""
        self.ensure_one()
        self.check_access("read")
        return self.env["ir.actions.report"]._show_paper(
            "rights_reports.report_rights_quality_bulletin", self, self.number or self.display_name
        )

    def _get_print_values(self):
        """The page, as plain values. Called in superuser mode for who may read the bulletin."""
        version = self.version_id or self._get_template().version_id
        is_draft = self.state != "published"
        return version._get_page_values(
            number=self.number or "",
            body=(self._get_wording() if is_draft else self)["body"],
            unit=self.station_id.name,
            issued_on=None if is_draft else spell_day(china_date(self.published_at)),
            is_draft=is_draft,
        )


class RightsQualityBulletinFile(models.Model):
    """The sealed PDF of a published bulletin, written once (ARC-09)."""

    _name = "rights.quality.bulletin.file"
    _inherit = ["rights.kept.file"]
    _description = "File of a bulletin"
    _rec_name = "sha256"

    bulletin_id = fields.Many2one(
        "rights.quality.bulletin", required=True, index=True, ondelete="restrict"
    )

    _once = models.UniqueIndex("(bulletin_id)", "This bulletin has its file already.")

    def _log_reading(self, name):
        self.env["rights.audit.log"]._log("print", self._name, self.id)


class RightsQualityDeduction(models.Model):
    _inherit = "rights.quality.deduction"

    def _say_matters(self):
        """Numbers of the matters; a report is not named to all staff (SEC-02)."""
        numbers = dict.fromkeys(
            one.case_number
            for one in self
            if one.case_number and one.case_id.kind not in SECRET_KINDS
        )
        shown = "、".join(list(numbers)[:NUMBERS])
        return f"{shown}等{len(numbers)}件" if len(numbers) > NUMBERS else shown


class RightsQualityScore(models.Model):
    _inherit = "rights.quality.score"

    def _get_paper_row(self):
        names = dict(zip(PARTS, SCORE_PLACES[2:6], strict=True))
        return {
            "单位": f"{self.station_id.name}{self.studio_id.name or ''}",
            **{name: _number(self[f"{part}_points"]) for part, name in names.items()},
            "总分": _number(self.total),
            "扣分项数": str(self.deduction_count),
            "调解成功率": f"{self.success_rate:.2f}%" if self.success_rate else "",
        }


class RightsDocumentTemplate(models.Model):
    """The wording of the bulletin is a template beside those of cases; no case makes it."""

    _inherit = "rights.document.template"

    recipient = fields.Selection(
        selection_add=[(PAPER, "Network: its quality bulletin")], ondelete={PAPER: "cascade"}
    )

    @api.model
    def _get_own_papers(self):
        head = ("示例中心", "2026年3月", "2", "98.5", "1", "2", "3", "1", "0", "1")
        head += ("2026年4月15日", "各单位应按期整改。", "李登记", "王审核", "2026年4月8日")
        score = ("1", "示例区受理中心", "37", "30", "20", "10", "97", "2", "92.50%")
        lost = ("1", "示例区受理中心", "超期办结", "HND-04", "示〔2026〕T000001", "1", "2")
        lost += ("系统数据", "须整改1项")
        cause = ("1", "4 未及时联系、处理", "示例区受理中心", "1", "2")
        paper = paper_text.invented(
            {MONTH: (HEAD_PLACES, head)},
            {
                SCORES: (SCORE_PLACES, score),
                LOST: (LOST_PLACES, lost),
                CAUSES: (CAUSE_PLACES, cause),
            },
        )
        return super()._get_own_papers() | {PAPER: paper}


class RightsDocumentNumber(models.Model):
    _inherit = "rights.document.number"

    @api.model
    def _get_numbered(self):
        return [*super()._get_numbered(), ("rights_quality_bulletin", "number")]


class ReportRightsQualityBulletin(models.AbstractModel):
    """Values for the page of a bulletin."""

    _name = "report.rights_reports.report_rights_quality_bulletin"
    _inherit = ["rights.paper.report"]
    _description = "Quality bulletin on paper"
    _paper_model = "rights.quality.bulletin"

    def _before_print(self, paper):
        """A draft is for who makes it; of a published one the reading of its file is noted."""
        if paper.state == "published" or self.env.su:
            return
        user = self.env.user
        makes = user.has_group(OFFICER) or user.has_group(HEAD)
        if not makes or paper.station_id not in user.rights_station_ids:
            raise AccessError(
                self.env._("%(month)s is not published yet.", month=paper.display_name)
            )


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_sealed_paper(self, report_sudo, record):
        if report_sudo == self.env.ref(REPORT).sudo():
            record.check_access("read")
            if file_sudo := record.sudo().file_ids:
                file_sudo.sudo(False)._log_reading(record.number)
                return file_sudo.attachment_id
        return super()._get_sealed_paper(report_sudo, record)
