from odoo import api, fields, models
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.exceptions import AccessError, UserError, ValidationError

CENTRES = ("city_center", "district_center")
MONTHLY = ("month",)
FORMS = ("month", "quarter")


class RightsAnalysisPaper(models.Model):
    """What a finalised report is passed on as: a bulletin for decision makers, the table and
    typical cases for the government, advice to a department (STA-09, STA-10, STA-14).

    who                                 may
    statistician, dispatcher            draw up, choose the cases, note that it was sent
    division head, unit head            approve what somebody else drew up
    staff with figures                  read those of own units and of those below
    """

    _name = "rights.analysis.paper"
    _inherit = ["rights.approved.paper"]
    _description = "Paper of an analysis"
    _order = "id desc"
    _rec_name = "subject"
    _needed = ("subject", "recipient", "content")

    name = fields.Char("Paper number")
    kind = fields.Selection(
        [
            ("bulletin", "Work bulletin"),
            ("submission", "Submission to the government"),
            ("advice", "Advice on supervision and enforcement"),
        ],
        required=True,
        readonly=True,
        default="advice",
    )
    report_id = fields.Many2one(
        "rights.analysis.report", "From the report", readonly=True, index=True, ondelete="restrict"
    )
    date_to = fields.Date(related="report_id.date_to", store=True)
    subject = fields.Char(required=True)
    recipient = fields.Char(help="The decision maker, office or department that it goes to.")
    content = fields.Text()
    with_tables = fields.Boolean("With the tables of the report", default=True)
    typical_ids = fields.Many2many(
        "rights.typical.case", string="Typical cases", domain=[("state", "=", "approved")]
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_approve", "To approve"),
            ("approved", "Approved"),
            ("sent", "Sent"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    sent_on = fields.Date("Sent on", readonly=True, copy=False)
    sent_by_id = fields.Many2one(
        "res.users", "Sent by", readonly=True, copy=False, ondelete="restrict"
    )

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for paper in self:
            paper.display_name = " ".join(filter(None, (paper.name, paper.subject)))

    @api.constrains("typical_ids")
    def _check_typical(self):
        for paper in self:
            if paper.sudo().typical_ids.filtered(lambda one: one.state != "approved"):
                raise ValidationError(self.env._("Only approved typical cases are passed on."))

    @api.model
    def _unit_of(self, vals):
        report = self.env["rights.analysis.report"].browse(vals.get("report_id"))
        own = self.env.user.rights_station_ids.filtered(lambda unit: unit.level in CENTRES)
        unit = report.station_id or own[:1]
        if unit not in own:
            raise UserError(self.env._("Papers of an analysis are written by the own centre."))
        return unit

    # -- made from a report in one step ------------------------------------------------------------

    @api.model
    def _make(self, report, kind):
        """A draft with the words of the report and the typical cases approved in its period."""
        labels = dict(self._fields["kind"]._description_selection(self.env))
        report_sudo = report.sudo()
        period = self.env["rights.report.table"]._span_name(report_sudo._span())
        since = report_sudo._span().edges[0]
        typical = self.env["rights.typical.case"].search(
            [("state", "=", "approved"), ("approved_at", ">=", since)]
        )
        texts = (report_sudo.trend_text, report_sudo.cause_text, report_sudo.advice_text)
        # the kind and the report are closed to clients; who may make it was checked
        paper_sudo = self.sudo().create(
            {
                "kind": kind,
                "report_id": report.id,
                "subject": f"{labels[kind]} {period}",
                "content": "\n\n".join(filter(None, texts)),
                "typical_ids": [fields.Command.set(typical.ids)] if kind != "advice" else [],
            }
        )
        return paper_sudo.sudo(False)

    # -- its course --------------------------------------------------------------------------------

    def action_ask_approval(self):
        self.typical_ids._check_may_leave()
        return super().action_ask_approval()

    def action_approve(self):
        self.typical_ids._check_may_leave()
        return super().action_approve()

    def action_send(self):
        """Note that it went to its recipient (STA-14)."""
        self._check_in("approved")
        return self._go("sent", sent_on=china_date(), sent_by_id=self.env.uid)


class RightsAnalysisReport(models.Model):
    _inherit = "rights.analysis.report"

    paper_ids = fields.One2many("rights.analysis.paper", "report_id", "Passed on as")

    def action_make_bulletin(self):
        """The monthly bulletin for decision makers (STA-09)."""
        return self._make_paper("bulletin", MONTHLY)

    def action_make_submission(self):
        """The statistics table and typical cases for the government, in one step (STA-10)."""
        return self._make_paper("submission", FORMS)

    def action_make_advice(self):
        """Advice on supervision and enforcement to a department (STA-14)."""
        return self._make_paper("advice")

    def _make_paper(self, kind, periods=None):
        self.ensure_one()
        self.check_access("read")
        papers = self.env["rights.analysis.paper"]
        papers.check_access("create")
        if self.station_id not in self.env.user.rights_station_ids:
            raise AccessError(self.env._("A unit passes its own reports on."))
        if self.state not in ("approved", "received"):
            raise UserError(self.env._("Only a finalised report is passed on."))
        if self.station_id.level not in CENTRES or (periods and self.kind not in periods):
            raise UserError(
                self.env._("There is no such paper of this unit and this kind of period.")
            )
        known = self.sudo().paper_ids.filtered(lambda one: one.kind == kind)
        if kind == "advice" or not known:
            known = papers._make(self, kind)
        return {
            "type": "ir.actions.act_window",
            "res_model": papers._name,
            "res_id": known[:1].id,
            "view_mode": "form",
        }
