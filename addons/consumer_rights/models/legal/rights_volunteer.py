from datetime import date

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.china_time import china_date


class RightsVolunteer(models.Model):
    """A volunteer for consumer rights and the training behind the work (LAW-07).

    who                  may
    legal adviser        write, own unit
    unit head            read, own unit and below
    """

    _name = "rights.volunteer"
    _inherit = ["rights.own.unit", "rights.masked.phone"]
    _description = "Volunteer"
    _order = "name, id"

    name = fields.Char("Name of the volunteer", required=True)
    employer = fields.Char()
    skills = fields.Char("Good at")
    date_from = fields.Date("Volunteer since", required=True, default=lambda self: china_date())
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    active = fields.Boolean(default=True)
    training_ids = fields.One2many("rights.volunteer.training", "volunteer_id", "Trainings")
    assignment_ids = fields.One2many("rights.volunteer.assignment", "volunteer_id", "Assignments")
    last_training_on = fields.Date(
        "Last trained on", compute="_compute_last_training_on", store=True
    )
    trained_until = fields.Date("Training valid until", compute="_compute_is_trained")
    is_trained = fields.Boolean(
        "Training valid", compute="_compute_is_trained", search="_search_is_trained"
    )

    @api.depends("training_ids.date")
    def _compute_last_training_on(self):
        for volunteer in self:
            volunteer.last_training_on = max(volunteer.training_ids.mapped("date"), default=False)

    @api.depends("last_training_on")
    def _compute_is_trained(self):
        today = china_date()
        for volunteer in self:
            last = volunteer.last_training_on
            volunteer.trained_until = last and last + self._validity()
            volunteer.is_trained = volunteer._is_trained_on(today)

    def _search_is_trained(self, operator, value):
        if operator != "in":
            return NotImplemented
        first = china_date() - self._validity()
        trained = Domain("last_training_on", ">=", first)
        return Domain.OR(
            trained if one else ~trained | Domain("last_training_on", "=", False) for one in value
        )

    @api.model
    def _validity(self):
        years = self.env["rights.network.parameter"]._value("volunteer_training_years")
        return relativedelta(years=years)

    def _is_trained_on(self, day):
        """Whether a training before that day still counts on it."""
        self.ensure_one()
        days = [training for training in self.training_ids.mapped("date") if training <= day]
        return bool(days) and day <= max(days) + self._validity()


class RightsVolunteerTraining(models.Model):
    """A course that a volunteer attended; what was attended stays."""

    _name = "rights.volunteer.training"
    _inherit = ["rights.own.unit"]
    _description = "Training of a volunteer"
    _order = "date desc, id desc"
    _rec_name = "course"

    volunteer_id = fields.Many2one(
        "rights.volunteer", required=True, index=True, ondelete="cascade"
    )
    station_id = fields.Many2one(related="volunteer_id.station_id", store=True, index=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    course = fields.Char("Course attended", required=True)
    hours = fields.Float(aggregator=None)

    @api.constrains("date")
    def _check_date(self):
        for training in self:
            if training.date > china_date() or training.date < date(2000, 1, 1):
                raise ValidationError(self.env._("A training is entered after it took place."))
