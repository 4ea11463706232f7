import secrets

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.china_time import china_date, day_begins


class RightsAssessmentMonth(models.Model):
    """A month of the quality assessment: its seed, its samples, open until it is closed (RPL-09).

    who               may
    quality officer   open, draw and close a month
    head              read
    """

    _name = "rights.assessment.month"
    _description = "Month of the assessment"
    _order = "month desc"
    _rec_name = "month"

    month = fields.Date(
        required=True, default=lambda self: china_date() + relativedelta(months=-1, day=1)
    )
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")], default="open", required=True, readonly=True
    )
    seed = fields.Char(readonly=True, copy=False, help="The same seed draws the same cases.")
    drawn_at = fields.Datetime("Drawn at", readonly=True)
    drawn_by_id = fields.Many2one("res.users", "Drawn by", readonly=True, ondelete="restrict")
    sample_ids = fields.One2many("rights.assessment.sample", "month_id", "Samples")
    closed_at = fields.Datetime("Closed on", readonly=True)
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, ondelete="restrict")

    _month_unique = models.UniqueIndex("(month)", "This month is there already.")

    @api.depends("month")
    def _compute_display_name(self):
        for assessment in self:
            assessment.display_name = assessment.month and f"{assessment.month:%Y-%m}"

    @api.constrains("month")
    def _check_month(self):
        for assessment in self:
            if assessment.month.day != 1:
                raise ValidationError(self.env._("Enter the first day of the month."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A month of the assessment is never deleted."))

    def _get_edges(self):
        """(first moment, first moment after) of the month in China, as naive UTC."""
        first = self.month
        edges = (first, first + relativedelta(months=1))
        return tuple(day_begins(day) for day in edges)

    def _get_population(self):
        """{unit: complaints concluded in this month}, those taken up again since included."""
        self.ensure_one()
        start, end = self._get_edges()
        span = [("concluded_at", ">=", start), ("concluded_at", "<", end)]
        # the draw looks at numbers of all units; the officer sees the drawn cases only
        cases = self.env["rights.case"].sudo().search([("kind", "=", "complaint"), *span])
        cases = cases.filtered(lambda case: not case.is_history)
        cycles = self.env["rights.case.cycle"].sudo().search(span)
        concluded = {case: case.station_id for case in cases}
        for cycle in cycles.filtered(lambda row: row.case_id.kind == "complaint"):
            concluded.setdefault(cycle.case_id, cycle.station_id)
        population = {}
        for case, station in concluded.items():
            population.setdefault(station, case.browse())
            population[station] |= case
        return population

    def _check_officer(self):
        self.env.user._rights_check_role("quality")
        self.check_access("write")
        for assessment in self:
            if assessment.state == "closed":
                raise UserError(self.env._("%(month)s is closed.", month=assessment.display_name))

    def action_draw(self):
        """Draw for every unit with conclusions; a second call adds only what was missing."""
        self._check_officer()
        for assessment in self:
            if china_date() < assessment.month + relativedelta(months=1):
                raise UserError(
                    self.env._(
                        "%(month)s is not over. Draw when all its conclusions are known.",
                        month=assessment.display_name,
                    )
                )
            if not assessment.seed:
                assessment.write(
                    {
                        "seed": secrets.token_hex(8),
                        "drawn_at": fields.Datetime.now(),
                        "drawn_by_id": self.env.uid,
                    }
                )
            self.env["rights.assessment.sample"].sudo()._draw(assessment)
        return True

    def _get_undrawn(self):
        """Units with conclusions and without a sample."""
        return self.env["rights.station"].union(*self._get_population()) - (
            self.sudo().sample_ids.station_id
        )

    def action_close(self):
        """No month is closed without its draw (RPL-09)."""
        self._check_officer()
        for assessment in self:
            undrawn = assessment._get_undrawn()
            if not assessment.seed or undrawn:
                raise UserError(
                    self.env._(
                        "%(month)s cannot be closed: the sample is not drawn (%(units)s).",
                        month=assessment.display_name,
                        units=", ".join(undrawn.sudo().mapped("name")) or "–",
                    )
                )
        self.sudo().write(
            {
                "state": "closed",
                "closed_at": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
            }
        )
        return True
