from odoo import api, fields, models
from odoo.addons.consumer_rights.tools import paper_text
from odoo.addons.consumer_rights.tools.china_time import spell_day
from odoo.exceptions import UserError

TEMPLATE, PAPER = "ARC-01", "destruction"
# what the template of the certificate may say: of the act, and of each volume
HEAD = "销毁"
ROWS = "案卷"
HEAD_PLACES = (
    *("单位", "鉴定编号", "鉴定理由", "册数", "页数", "鉴定人", "批准人", "批准日期"),
    *("销毁方式", "销毁人", "监销人", "销毁日期"),
)
ROW_PLACES = ("序号", "编号", "题名", "类别", "年度", "件数", "页数", "保管期满")


class RightsArchiveAppraisal(models.Model):
    """The certificate of destruction, numbered and fixed when the volumes are destroyed."""

    _inherit = "rights.archive.appraisal"

    certificate_number = fields.Char("Certificate of destruction", readonly=True, copy=False)
    version_id = fields.Many2one(
        "rights.document.template.version",
        "Template version",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    body = fields.Html("Wording", readonly=True, copy=False, sanitize=False)

    def _make_certificate(self, lines):
        self.ensure_one()
        template = self.env["rights.document.template"]._of_code(TEMPLATE).sudo()
        if not template.active:
            raise UserError(self.env._("There is no template for the certificate of destruction."))
        paper = paper_text.fill(template.version_id.text, self._get_certificate_values(lines))
        [number] = self.env["rights.document.number"]._allocate([(self.station_id, template)])
        self.sudo().write(  # the paper of an act that was checked
            {
                "certificate_number": number,
                "version_id": template.version_id.id,
                "body": paper.html,
            }
        )

    def _get_certificate_values(self, lines):
        chinese = self.env["rights.case"]._in_chinese().env.lang
        this, lines = (
            self.sudo().with_context(lang=chinese),
            lines.sudo().with_context(lang=chinese),
        )
        day = this.env["rights.case"]._china_day
        head = (
            *(this.station_id.name, this.name, this.grounds),
            *(str(len(lines)), str(sum(lines.mapped("page_count")))),
            *(this.asked_by_id.name, this.approved_by_id.name, day(this.approved_at)),
            *(this.method, this.destroyed_by_id.name, this.witness_id.name),
            day(this.destroyed_at),
        )
        rows = [line._get_certificate_row(place) for place, line in enumerate(lines, 1)]
        return paper_text.pieces({HEAD: dict(zip(HEAD_PLACES, head, strict=True))}, {ROWS: rows})

    def action_print(self):
        self.ensure_one()
        return self.env["ir.actions.report"]._show_paper(
            "rights_reports.report_rights_archive_certificate", self, self.certificate_number
        )

    def _get_print_values(self):
        """The page, as plain values."""
        self.ensure_one()
        return self.version_id._get_page_values(
            number=self.certificate_number,
            body=self.body,
            unit=self.station_id.name,
            issued_on=self.env["rights.case"]._china_day(self.destroyed_at),
        )


class RightsArchiveAppraisalLine(models.Model):
    _inherit = "rights.archive.appraisal.line"

    def _get_certificate_row(self, place):
        volume = self.volume_id
        row = (
            *(str(place), volume.name, volume.title, volume.class_id.display_name),
            *(str(volume.year), str(volume.item_count), str(volume.page_count)),
            spell_day(volume._get_keep_until()),
        )
        return dict(zip(ROW_PLACES, row, strict=True))


class RightsDocumentTemplate(models.Model):
    """The wording of the certificate is a template beside those of cases; no case makes it."""

    _inherit = "rights.document.template"

    recipient = fields.Selection(
        selection_add=[(PAPER, "Archive: certificate of destruction")],
        ondelete={PAPER: "cascade"},
    )

    @api.model
    def _get_own_papers(self):
        head = ("示例中心", "档鉴〔2026〕1号", "保管期满，不再具有查考价值。", "1", "120", "赵档案")
        head += ("钱主任", "2026年3月9日", "送定点单位粉碎", "赵档案", "孙监销", "2026年3月10日")
        row = ("1", "档2022-0003", "经营者消费投诉台账", "数据报送 / 经营者台账", "2022", "12")
        row += ("120", "2024年12月31日")
        paper = paper_text.invented({HEAD: (HEAD_PLACES, head)}, {ROWS: (ROW_PLACES, row)})
        return super()._get_own_papers() | {PAPER: paper}


class RightsDocumentNumber(models.Model):
    _inherit = "rights.document.number"

    @api.model
    def _get_numbered(self):
        return [*super()._get_numbered(), ("rights_archive_appraisal", "certificate_number")]


class ReportRightsArchiveCertificate(models.AbstractModel):
    """Values for the page of the certificate."""

    _name = "report.rights_reports.report_rights_archive_certificate"
    _inherit = ["rights.paper.report"]
    _description = "Certificate of destruction on paper"
    _paper_model = "rights.archive.appraisal"

    def _before_print(self, paper):
        if not paper.certificate_number:
            raise UserError(self.env._("Nothing was destroyed yet: there is no certificate."))
        return super()._before_print(paper)
