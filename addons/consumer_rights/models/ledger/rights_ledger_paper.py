from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import paper_text
from ...tools.china_time import china_date, spell_day

TEMPLATE, PAPER = "DOC-21", "quarter"
REPORT = "consumer_rights.rights_ledger_quarter_report"
# entries of one paper: what is laid out while somebody waits
LONGEST = 2000
# what the template may say: of the quarter, and of each of its entries
HEAD = "台账"
ROWS = "记录"
HEAD_PLACES = (
    *("经营者", "信用代码", "监管单位", "起始日期", "截止日期", "回执编号", "报送日期"),
    *("记录数", "未结数", "解决数", "退换数", "赔付金额", "原因与改进", "消费者意见", "打印日期"),
)
ROW_PLACES = (
    *("序号", "日期", "消费者", "电话", "投诉内容", "商品", "价格", "数量"),
    *("退换情况", "退回商品处理", "处理结果", "更正次数"),
)


class RightsLedgerQuarter(models.Model):
    """The ledger of a quarter on paper (DOC-21, MER-10), as it stands with its corrections.

    who                           reads consumers' names and phones
    manager of the merchant       clear: it is the own book
    station, dispatcher, head     masked (MER-12)
    """

    _inherit = "rights.ledger.quarter"

    def _get_print_values(self):
        """The page, as plain values. Called in superuser mode for who may read the quarter."""
        self.ensure_one()
        template = self.env["rights.document.template"]._of_code(TEMPLATE).sudo()
        if not template.active:
            raise UserError(self.env._("There is no template for the ledger."))
        chinese = self.with_context(lang=self.env["rights.case"]._in_chinese().env.lang)
        paper = paper_text.fill(template.version_id.text, chinese._get_ledger_values())
        return template.version_id._get_page_values(
            number=self.receipt_number or "未报送",
            body=Markup(paper.html),  # of our own engine, which escapes what it fills in
            unit=self.merchant_id.name,
            issued_on=None,
        )

    def _get_ledger_values(self):
        entries = self.env["rights.merchant.ledger"].search(
            self._entry_domain(), order="entry_date, id", limit=LONGEST + 1
        )
        if len(entries) > LONGEST:
            raise UserError(
                self.env._(
                    "The quarter has more than %(count)s entries: too many for one paper.",
                    count=LONGEST,
                )
            )
        is_own = self.merchant_id._may("manager")
        figures = self._figures()
        head = {
            "经营者": self.merchant_id.name,
            "信用代码": self.merchant_id.uscc,
            "监管单位": self.station_id.name,
            "起始日期": spell_day(self.day_from),
            "截止日期": spell_day(self.day_to),
            "回执编号": self.receipt_number,
            "报送日期": self.submitted_at and spell_day(china_date(self.submitted_at)),
            "记录数": str(figures["entry_count"]),
            "未结数": str(figures["open_count"]),
            "解决数": str(figures["settled_count"]),
            "退换数": str(figures["returned_count"]),
            "赔付金额": f"{figures['amount_paid']:,.2f}元",
            "原因与改进": self.analysis,
            "消费者意见": self.opinions,
            "打印日期": spell_day(china_date()),
        }
        rows = [entry._get_paper_row(place, is_own) for place, entry in enumerate(entries, 1)]
        return paper_text.pieces({HEAD: head}, {ROWS: rows})


class RightsMerchantLedger(models.Model):
    _inherit = "rights.merchant.ledger"

    def _get_paper_row(self, place, is_own):
        """The entry as a line of the paper, with its corrections.

        :param is_own: the merchant's own people read names and phones, others read them masked
        """
        form = self.env["rights.ledger.form"]
        says = self._current()

        def word(name):
            return form._say_value(name, says[name]) if says[name] else ""

        return {
            "序号": str(place),
            "日期": f"{self.entry_date:%m-%d}",
            "消费者": says["consumer_name"] if is_own else word("consumer_name"),
            "电话": says["consumer_phone"] if is_own else word("consumer_phone"),
            "投诉内容": says["content"],
            "商品": says["goods_name"],
            "价格": word("price"),
            "数量": word("quantity"),
            "退换情况": word("returned"),
            "退回商品处理": word("disposal"),
            "处理结果": word("outcome"),
            "更正次数": str(self.amendment_count or ""),
        }


class RightsDocumentTemplate(models.Model):
    """The wording of the ledger is a template beside those of cases; no case makes it."""

    _inherit = "rights.document.template"

    recipient = fields.Selection(
        selection_add=[(PAPER, "Merchant: its ledger of a quarter")], ondelete={PAPER: "cascade"}
    )

    @api.model
    def _get_own_papers(self):
        head = ("示例百货有限公司", "91000000000000000X", "示例区市场监督管理所", "2026年1月1日")
        head += ("2026年3月31日", "TZ2026-1-000001", "2026年4月3日", "1", "0", "1", "1")
        head += ("268.00元", "面料色牢度不足，已更换供应商", "问卷50份，满意度98%", "2026年4月3日")
        row = ("1", "03-09", "张晓明", "13800000000", "衬衫洗后褪色，要求退货", "男式衬衫")
        row += ("268", "1", "退货", "退回生产者或者供货者", "经营者已解决", "")
        paper = paper_text.invented({HEAD: (HEAD_PLACES, head)}, {ROWS: (ROW_PLACES, row)})
        return super()._get_own_papers() | {PAPER: paper}


class ReportRightsLedgerQuarter(models.AbstractModel):
    """Values for the page of a quarter's ledger."""

    _name = "report.consumer_rights.report_rights_ledger_quarter"
    _inherit = ["rights.paper.report"]
    _description = "Ledger of a quarter on paper"
    _paper_model = "rights.ledger.quarter"


class RightsMerchant(models.Model):
    _inherit = "rights.merchant"

    def _print_quarter(self, quarter_id):
        """(file name, PDF) of an own quarter, or None; called in superuser mode on a served one."""
        quarter = self.quarter_ids.filtered(lambda row: row.id == quarter_id)
        if not quarter:
            return None
        report = self.env.ref(REPORT)
        content = report._render_weasyprint(report, quarter.ids).content
        return f"{quarter.receipt_number or quarter.id}.pdf", content
