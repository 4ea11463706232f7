from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.sampling import draw_strata, share

SERVICE_LEVELS = ("service_station", "service_point")


class RightsAssessmentSample(models.Model):
    """The cases of one unit drawn for assessment calls in a month (RPL-09, RPL-13).

    who                              may
    quality officer                  read, own unit and below
    head, dispatcher, follow-up      read, own unit and below
    """

    _name = "rights.assessment.sample"
    _description = "Assessment sample"
    _order = "month_id desc, station_id"
    _rec_name = "station_id"

    month_id = fields.Many2one(
        "rights.assessment.month", required=True, readonly=True, index=True, ondelete="restrict"
    )
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, readonly=True, index=True, ondelete="restrict"
    )
    is_service_station = fields.Boolean(
        "Service station", compute="_compute_is_service_station", store=True
    )
    percent = fields.Integer("Share in percent", readonly=True, aggregator=None)
    population = fields.Integer("Concluded", readonly=True)
    numbers = fields.Text("Numbers drawn from", readonly=True)
    strata = fields.Json(
        readonly=True, groups=fields.NO_ACCESS, help="The handler of each number, as a stratum."
    )
    size = fields.Integer("Drawn", readonly=True)
    line_ids = fields.One2many("rights.assessment.line", "sample_id", "Drawn cases")
    open_count = fields.Integer("Calls open", compute="_compute_open_count")

    _unit_unique = models.UniqueIndex(
        "(month_id, station_id)", "The sample of this unit is drawn already."
    )

    @api.depends("station_id.level")
    def _compute_is_service_station(self):
        for sample in self:
            sample.is_service_station = sample.station_id.level in SERVICE_LEVELS

    @api.depends("line_ids.state")
    def _compute_open_count(self):
        for sample in self:
            sample.open_count = len(sample.line_ids.filtered(lambda row: row.state == "open"))

    @api.model
    def _draw(self, assessment):
        """Samples of the units that have none yet; each drawn case gets an open call."""
        percent = self.env["rights.network.parameter"]._value("assessment_percent")
        drawn = assessment.sample_ids.station_id
        for station, cases in assessment._get_population().items():
            if station in drawn:
                continue
            of_number = {case.name: case for case in cases}
            numbers = sorted(of_number)
            # each handler has the same share of the sample as of the conclusions (QUA-06)
            strata = {number: str(of_number[number].user_id.id or 0) for number in numbers}
            chosen = draw_strata(
                self._get_seed(assessment, station), strata, share(len(numbers), percent)
            )
            sample = self.create(
                {
                    "month_id": assessment.id,
                    "station_id": station.id,
                    "percent": percent,
                    "population": len(numbers),
                    "numbers": "\n".join(numbers),
                    "strata": strata,
                    "size": len(chosen),
                }
            )
            sample._open_calls([of_number[number] for number in chosen])

    @api.model
    def _get_seed(self, assessment, station):
        return f"{assessment.seed}/{station.code}"

    def _open_calls(self, cases):
        followups = self.env["rights.followup"]
        for case in cases:
            followup = followups._open(case, purpose="sample")
            case._gate_write({"sampled": True})
            self.env["rights.assessment.line"].create(
                {"sample_id": self.id, "case_id": case.id, "followup_id": followup.id}
            )

    def _draw_again(self):
        """The numbers that the stored seed draws from the stored list."""
        self.ensure_one()
        seed = self._get_seed(self.month_id, self.station_id)
        # what was drawn before handlers were strata has one stratum
        strata = self.sudo().strata or dict.fromkeys(self.numbers.splitlines(), "")
        return draw_strata(seed, strata, self.size)

    def action_draw_again(self):
        """Show that the stored seed gives the same cases."""
        self.ensure_one()
        self.check_access("read")
        same = set(self._draw_again()) == set(self.sudo().line_ids.case_id.mapped("name"))
        message = (
            self.env._("The stored seed draws the same cases.")
            if same
            else self.env._("The stored seed draws other cases: the sample was changed.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": "success" if same else "danger"},
        }


class RightsAssessmentLine(models.Model):
    """One drawn case: what the officers see of it while its call is open (Annex A2)."""

    _name = "rights.assessment.line"
    _description = "Drawn case"
    _order = "sample_id, id"
    _rec_name = "number"

    sample_id = fields.Many2one(
        "rights.assessment.sample", required=True, readonly=True, index=True, ondelete="restrict"
    )
    month_id = fields.Many2one(related="sample_id.month_id", store=True, index=True)
    station_id = fields.Many2one(related="sample_id.station_id", store=True, index=True)
    is_service_station = fields.Boolean(related="sample_id.is_service_station")
    case_id = fields.Many2one(
        "rights.case", required=True, readonly=True, ondelete="restrict", groups=fields.NO_ACCESS
    )
    followup_id = fields.Many2one(
        "rights.followup",
        required=True,
        readonly=True,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
    )
    number = fields.Char(compute="_compute_facts", compute_sudo=True)
    subject = fields.Char(compute="_compute_facts", compute_sudo=True)
    result_text = fields.Text("Result in words", compute="_compute_facts", compute_sudo=True)
    reply_text = fields.Text("Reply", compute="_compute_facts", compute_sudo=True)
    state = fields.Selection(related="followup_id.state", related_sudo=True)
    user_id = fields.Many2one(
        "res.users",
        "Assigned to",
        related="followup_id.user_id",
        related_sudo=True,
        readonly=False,
    )
    sat_overall = fields.Selection(
        related="followup_id.sat_overall", related_sudo=True, string="Overall"
    )
    refusal = fields.Char("Station does not cooperate", help="RPL-13; goes to its assessment.")

    _case_once = models.UniqueIndex("(sample_id, case_id)", "This case is drawn already.")

    @api.depends("case_id.subject", "case_id.result_text", "followup_id.state")
    def _compute_facts(self):
        for line in self:
            case, is_open = line.case_id, line.followup_id.state == "open"
            line.number = case.name
            line.subject = is_open and case.subject
            line.result_text = is_open and case.result_text
            line.reply_text = is_open and case.reply_ids[-1:].text

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if set(vals) - {"refusal", "user_id"}:
            raise AccessError(self.env._("A drawn sample stays as it was drawn."))
        vals = dict(vals)
        if "user_id" in vals:
            self._assign(vals.pop("user_id"))
        return super().write(vals)

    @api.constrains("refusal")
    def _check_refusal(self):
        for line in self:
            if line.refusal and not line.is_service_station:
                raise UserError(self.env._("Only a service station is asked to cooperate."))

    def _assign(self, user_id):
        """Give the call to a dedicated officer; the handler is refused (RPL-05)."""
        self.env.user._rights_check_role("quality")
        self.check_access("write")
        for line in self.sudo():  # the officer was checked above, the independence is below
            if line.state != "open":
                raise UserError(self.env._("%(case)s has its result.", case=line.number))
            line.followup_id.user_id = user_id

    def action_call(self):
        """The dialog for one call of a drawn case."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assessment call: %(case)s", case=self.number),
            "res_model": "rights.followup.call",
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_id": self.id},
        }
