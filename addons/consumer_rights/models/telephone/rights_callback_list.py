from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools import paper_text
from ...tools.china_time import china_date, china_naive, spell_day

TEMPLATE, PAPER = "DOC-24", "callbacks"
LONGEST = 31
# what the template of the list may say: of the list, and of each of its rows
HEAD = "清单"
ROWS = "回拨"
HEAD_PLACES = (
    *("单位", "起始日期", "截止日期", "来电次数", "应回拨", "已办结", "未办结", "逾期"),
    *("制表人", "制表日期"),
)
ROW_PLACES = (
    *("序号", "来电日期", "来电时间", "来电号码", "类型", "回拨期限", "首次回拨", "回拨次数"),
    *("结果", "回拨人", "是否逾期"),
)


class RightsCallbackList(models.Model):
    """The missed calls of a unit over some days and what became of them, on paper (DOC-24, INT-04).

    who                                              may
    operator, office, station                        make it for the own unit
    dispatcher, head                                 make it for the own unit and below
    quality, statistician                            read those of the own unit and below

    Its wording is a template. It is fixed and numbered when it is made. It names nobody who called:
    numbers are masked.
    """

    _name = "rights.callback.list"
    _inherit = ["rights.listing.paper"]
    _description = "Call-back list"
    _entered = frozenset(("station_id", "date_from", "date_to"))

    date_from = fields.Date("List from", required=True, default=lambda self: china_date())
    date_to = fields.Date("List until", required=True, default=lambda self: china_date())

    _in_order = models.Constraint(
        f"CHECK (date_to >= date_from AND date_to - date_from < {LONGEST})",
        "A list ends after it begins, and within a month.",
    )

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A list stays as it was made. Make another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A list that has its number is never deleted."))

    def action_print(self):
        self.ensure_one()
        return self.env["ir.actions.report"]._show_paper(
            "consumer_rights.report_rights_callback_list", self, self.name
        )

    # -- what it says ------------------------------------------------------------------------------

    def _fill(self):
        template = self.env["rights.document.template"]._of_code(TEMPLATE).sudo()
        if not template.active:
            raise UserError(self.env._("There is no template for the call-back list."))
        if self.date_to > china_date():
            raise UserError(self.env._("A list ends today at the latest."))
        paper = paper_text.fill(template.version_id.text, self._get_list_values())
        [number] = self.env["rights.document.number"]._allocate([(self.station_id, template)])
        self.sudo().write(  # the rest was entered by whoever may make it
            {"name": number, "version_id": template.version_id.id, "body": paper.html}
        )

    def _get_list_values(self):
        tasks = self.env["rights.callback.task"].sudo().with_context(lang="zh_CN")  # masked
        tasks = tasks.search(
            Domain("station_id", "=", self.station_id.id)
            & Domain("day", ">=", self.date_from)
            & Domain("day", "<=", self.date_to),
            order="first_call_at, id",
        )
        closed = tasks.filtered("closed_at")
        head = {
            "单位": self.station_id.name,
            "起始日期": spell_day(self.date_from),
            "截止日期": spell_day(self.date_to),
            "来电次数": str(sum(tasks.mapped("call_count"))),
            "应回拨": str(len(tasks)),
            "已办结": str(len(closed)),
            "未办结": str(len(tasks - closed)),
            "逾期": str(len(tasks.filtered(lambda task: task._is_late()))),
            "制表人": self.env.user.name,
            "制表日期": spell_day(china_date()),
        }
        rows = [task._get_list_row(number) for number, task in enumerate(tasks, 1)]
        return paper_text.pieces({HEAD: head}, {ROWS: rows})

    def _get_print_values(self):
        """The page, as plain values."""
        self.ensure_one()
        return self.version_id._get_page_values(
            number=self.name,
            body=self.body,
            unit=self.station_id.name,
            issued_on=spell_day(china_naive(self.create_date)),
        )


class RightsCallbackTask(models.Model):
    _inherit = "rights.callback.task"

    def _is_late(self):
        """Missed its limit, whether it was called since or not."""
        return bool(self.clock_ids.breach_ids) or self.light == "missed"

    def _get_list_row(self, number):
        def label(name):
            return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

        def minute(moment):
            return f"{china_naive(moment):%m-%d %H:%M}" if moment else ""

        first = self.attempt_ids.sorted("at")[:1]
        due = self.clock_ids.sorted("id")[-1:].due_at
        return {
            "序号": str(number),
            "来电日期": f"{self.day:%m-%d}",
            "来电时间": self.call_times,
            "来电号码": self.caller_masked,
            "类型": label("kind"),
            "回拨期限": minute(due),
            "首次回拨": minute(first.at),
            "回拨次数": str(self.attempt_count),
            "结果": label("outcome"),
            "回拨人": (self.closed_by_id or first.user_id).name,
            "是否逾期": "是" if self._is_late() else "否",
        }


class RightsDocumentTemplate(models.Model):
    """The wording of the list is a template beside those of cases; no case makes it."""

    _inherit = "rights.document.template"

    recipient = fields.Selection(
        selection_add=[(PAPER, "Unit: its call-back list")], ondelete={PAPER: "cascade"}
    )

    @api.model
    def _get_own_papers(self):
        head = ("示例中心", "2026年3月2日", "2026年3月8日", "3", "1", "1", "0", "0", "李登记")
        head += ("2026年3月9日",)
        row = ("1", "03-02", "12:10, 12:14", "138****0000", "未接来电", "03-02 17:30")
        row += ("03-02 14:05", "1", "已接通：已解答", "李登记", "否")
        paper = paper_text.invented({HEAD: (HEAD_PLACES, head)}, {ROWS: (ROW_PLACES, row)})
        return super()._get_own_papers() | {PAPER: paper}


class RightsDocumentNumber(models.Model):
    _inherit = "rights.document.number"

    @api.model
    def _get_numbered(self):
        return [*super()._get_numbered(), ("rights_callback_list", "name")]


class ReportRightsCallbackList(models.AbstractModel):
    """Values for the page of the list."""

    _name = "report.consumer_rights.report_rights_callback_list"
    _inherit = ["rights.paper.report"]
    _description = "Call-back list on paper"
    _paper_model = "rights.callback.list"

    def _before_print(self, paper):
        """It names nobody who called: its print is not noted."""
