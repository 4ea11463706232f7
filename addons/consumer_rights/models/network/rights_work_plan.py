from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from ...tools.china_time import china_date


class RightsWorkPlan(models.Model):
    """The yearly plan of a legal services or rights service studio (ORG-13).

    who                     may
    staff                   read
    head of the studio      write, own unit and below
    """

    _name = "rights.work.plan"
    _description = "Work plan"
    _inherit = "rights.own.unit"
    _order = "year desc, studio_id"

    name = fields.Char("Plan title", required=True)
    studio_id = fields.Many2one(
        "rights.studio",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("kind", "in", ["legal", "rights"])],
    )
    station_id = fields.Many2one(related="studio_id.station_id", store=True, index=True)
    year = fields.Integer(required=True, default=lambda self: china_date().year, aggregator=None)
    date_filed = fields.Date("Filed on", required=True, default=lambda self: china_date())
    content = fields.Html()
    file = fields.Binary("Signed plan", attachment=True)
    file_name = fields.Char()
    is_late = fields.Boolean("Filed late", compute="_compute_is_late")

    _one_per_year = models.UniqueIndex(
        "(studio_id, year)", "This studio already has a plan for that year."
    )

    @api.depends("year", "date_filed")
    def _compute_is_late(self):
        for plan in self:
            due = self._due_date(plan.year) if plan.year else None
            plan.is_late = bool(due and plan.date_filed and plan.date_filed > due)

    @api.model
    def _due_date(self, year):
        value = self.env["rights.network.parameter"]._value
        return date(year, value("work_plan_due_month"), value("work_plan_due_day"))

    @api.constrains("studio_id")
    def _check_studio(self):
        for plan in self:
            if plan.studio_id.kind not in ("legal", "rights"):
                raise ValidationError(
                    self.env._(
                        "%(studio)s keeps no work plan. The legal services and rights service"
                        " studios do.",
                        studio=plan.studio_id.name,
                    )
                )

    @api.constrains("content", "file")
    def _check_content(self):
        for plan in self:
            if is_html_empty(plan.content) and not plan.file:
                raise ValidationError(
                    self.env._(
                        "%(plan)s is empty. Write the plan or attach the signed paper.",
                        plan=plan.name,
                    )
                )
