from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools import paper_text
from ...tools.china_time import china_date, china_naive, year_begins

TEMPLATE, PAPER = "DOC-15", "matters"
# lines of one volume: what still binds and lays out in seconds
VOLUME = 1000
# what the template of the ledger may say: of the volume, and of each of its matters
HEAD = "台账"
ROWS = "案卷"
HEAD_PLACES = (
    *("单位", "年度", "类别", "册", "册数", "件数", "起始编号", "截止编号"),
    *("空号", "转出件数", "未归档件数", "制表人", "制表日期"),
)
ROW_PLACES = (
    *("序号", "编号", "案由", "当事人", "被诉方", "受理日期", "处理结果", "办结日期", "承办人"),
)


class RightsCaseLedger(models.Model):
    """The archived matters of a unit in one year, in the order of their numbers (DOC-15, ARC-04).

    who              may
    archivist        make it for the own unit and below, from the matters that he reads
    head of a unit   read those of the own unit and below

    A volume has a cover and its lines, numbered and fixed when it is made. A gap in the numbers
    is explained: void, handled by another unit, or not archived yet. Persons stand masked, a
    reporter not at all.
    """

    _name = "rights.case.ledger"
    _inherit = ["rights.listing.paper"]
    _description = "Ledger of matters"
    _entered = frozenset(("station_id", "year", "kind", "volume"))

    year = fields.Integer(required=True, default=lambda self: china_date().year, aggregator=None)
    kind = fields.Selection(
        [
            ("complaint", "Complaints"),
            ("report", "Reports"),
            ("consultation", "Consultations"),
            ("suggestion", "Suggestions"),
        ],
        required=True,
        default="complaint",
    )
    volume = fields.Integer(
        "Volume of the year", required=True, default=1, help=f"Each has {VOLUME} lines."
    )
    volume_count = fields.Integer("Volumes of the year", readonly=True)
    case_count = fields.Integer("Matters", readonly=True)
    number_from = fields.Char("First number", readonly=True)
    number_to = fields.Char("Last number", readonly=True)
    void_numbers = fields.Text("Void numbers", readonly=True)

    _in_range = models.Constraint(
        "CHECK (year BETWEEN 1990 AND 2200 AND volume > 0)",
        "A ledger is of a year, and its volumes count from one.",
    )

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A ledger stays as it was made. Make another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A ledger that has its number is never deleted."))

    def action_print(self):
        self.ensure_one()
        return self.env["ir.actions.report"]._show_paper(
            "consumer_rights.report_rights_case_ledger", self, self.name
        )

    # -- what it says -----------------------------------------------------------------------------

    def _fill(self):
        template = self.env["rights.document.template"]._of_code(TEMPLATE).sudo()
        if not template.active:
            raise UserError(self.env._("There is no template for the ledger."))
        if self.year > china_date().year:
            raise UserError(self.env._("This year has not begun."))
        domain = self._get_case_domain()
        count = self.env["rights.case"].search_count(domain)
        volumes = max(-(-count // VOLUME), 1)
        if self.volume > volumes:
            raise UserError(
                self.env._("The ledger of this year has %(count)s volumes.", count=volumes)
            )
        cases = self.env["rights.case"].search(
            domain, order="name", limit=VOLUME, offset=(self.volume - 1) * VOLUME
        )
        [number] = self.env["rights.document.number"]._allocate([(self.station_id, template)])
        self.sudo().write(  # the rest was entered by whoever may make it
            {
                "name": number,
                "version_id": template.version_id.id,
                "volume_count": volumes,
                "case_count": len(cases),
                "number_from": cases[:1].name,
                "number_to": cases[-1:].name,
                "void_numbers": "、".join(self._get_void_numbers()),
            }
        )
        paper = paper_text.fill(template.version_id.text, self._get_ledger_values(cases))
        self.sudo().body = paper.html

    def _get_year_domain(self):
        return (
            Domain("kind", "=", self.kind)
            & Domain("received_at", ">=", year_begins(self.year))
            & Domain("received_at", "<", year_begins(self.year + 1))
        )

    def _get_case_domain(self):
        return (
            self._get_year_domain()
            & Domain("station_id", "=", self.station_id.id)
            & Domain("stage_code", "=", "archived")
        )

    def _get_series(self):
        """How the numbers that the unit gave in the year begin (REG-04)."""
        letter = self.env["rights.case"]._kind_letter(self.kind)
        return f"{self.station_id.code}{letter}{self.year}"

    def _get_void_numbers(self):
        counters_sudo = self.env["rights.case.number"].sudo()  # numbers that no matter has
        return [
            f"{counter.prefix}{int(number):04d}"
            for counter in counters_sudo.search(
                [("prefix", "=like", f"{self._get_series()}%")], order="prefix"
            )
            for number in (counter.void_numbers or "").split(", ")
            if number
        ]

    def _get_ledger_values(self, cases):
        cases_sudo = self.env["rights.case"].sudo()  # counts, for the explanation of the gaps
        given = self._get_year_domain() & Domain("name", "=like", f"{self._get_series()}%")
        own = Domain("station_id", "=", self.station_id.id)
        chinese = cases._in_chinese()  # of what was found for the archivist
        head = {
            "单位": self.station_id.name,
            "年度": str(self.year),
            "类别": self._get_kind_word(),
            "册": str(self.volume),
            "册数": str(self.volume_count),
            "件数": str(self.case_count),
            "起始编号": self.number_from,
            "截止编号": self.number_to,
            "空号": self.void_numbers,
            "转出件数": str(cases_sudo.search_count(given & ~own)),
            "未归档件数": str(
                cases_sudo.search_count(given & own & Domain("stage_code", "!=", "archived"))
            ),
            "制表人": self.env.user.name,
            "制表日期": chinese._china_day(fields.Datetime.now()),
        }
        first = (self.volume - 1) * VOLUME + 1
        rows = [case._get_ledger_row(place) for place, case in enumerate(chinese, first)]
        return paper_text.pieces({HEAD: head}, {ROWS: rows})

    def _get_kind_word(self):
        chinese = self.env["rights.case"]._in_chinese()
        return dict(chinese._fields["kind"]._description_selection(chinese.env))[self.kind]

    def _get_print_values(self):
        """The page and its cover, as plain values."""
        self.ensure_one()
        chinese = self.env["rights.case"]._in_chinese()
        span = f"{self.number_from} 至 {self.number_to}" if self.case_count else "无"
        return self.version_id._get_page_values(
            number=self.name,
            body=self.body,
            unit=self.station_id.name,
            issued_on=chinese._china_day(self.create_date),
            cover=[
                ("年　　度", f"{self.year}年"),
                ("类　　别", self._get_kind_word()),
                ("起止编号", span),
                ("件　　数", f"{self.case_count}件"),
                ("册　　次", f"第{self.volume}册　共{self.volume_count}册"),
                ("立账日期", chinese._china_day(self.create_date)),
            ],
        )


class RightsCase(models.Model):
    _inherit = "rights.case"

    def _get_ledger_row(self, place):
        """The matter as a line of the ledger; called in Chinese."""

        def day(moment):
            return f"{china_naive(moment):%Y-%m-%d}" if moment else ""

        return {
            "序号": str(place),
            "编号": self.name,
            "案由": self.subject,
            "当事人": self.party_masked,
            "被诉方": self.respondent_name,
            "受理日期": day(self.accepted_at or self.registered_at),
            "处理结果": self.outcome_id.name,
            "办结日期": day(self.concluded_at),
            "承办人": self.user_id.name,
        }


class RightsDocumentTemplate(models.Model):
    """The wording of the ledger is a template beside those of cases; no case makes it."""

    _inherit = "rights.document.template"

    recipient = fields.Selection(
        selection_add=[(PAPER, "Unit: its ledger of matters")], ondelete={PAPER: "cascade"}
    )

    @api.model
    def _get_own_papers(self):
        head = ("示例中心", "2026", "投诉", "1", "1", "1", "SLTS202603090001", "SLTS202603090001")
        head += ("SLTS202603090002", "12", "3", "赵档案", "2027年1月8日")
        row = ("1", "SLTS202603090001", "新购手机屏幕自行碎裂，商家拒绝退货", "张**")
        row += ("示例百货有限公司", "2026-03-10", "调解成功", "2026-03-18", "陈承办")
        paper = paper_text.invented({HEAD: (HEAD_PLACES, head)}, {ROWS: (ROW_PLACES, row)})
        return super()._get_own_papers() | {PAPER: paper}


class RightsDocumentNumber(models.Model):
    _inherit = "rights.document.number"

    @api.model
    def _get_numbered(self):
        return [*super()._get_numbered(), ("rights_case_ledger", "name")]


class ReportRightsCaseLedger(models.AbstractModel):
    """Values for the pages of the ledger."""

    _name = "report.consumer_rights.report_rights_case_ledger"
    _inherit = ["rights.paper.report"]
    _description = "Ledger of matters on paper"
    _paper_model = "rights.case.ledger"

    def _before_print(self, paper):
        """Noted with the number of its matters (SEC-05)."""
        self.env["rights.audit.log"]._log("print", paper._name, paper.id, count=paper.case_count)
