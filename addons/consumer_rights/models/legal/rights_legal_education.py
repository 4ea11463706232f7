from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_date


class RightsLegalEducation(models.Model):
    """An activity of law education: planned, then recorded with audience and materials (LAW-11).

    who                  may
    legal adviser        write, own unit
    unit head            read, own unit and below
    """

    _name = "rights.legal.education"
    _inherit = ["rights.legal.record"]
    _description = "Legal education"
    _order = "date desc, id desc"
    _rec_name = "topic"

    topic = fields.Char(required=True)
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    place = fields.Char()
    audience = fields.Char(required=True)
    audience_count = fields.Integer("People reached", aggregator="sum")
    materials = fields.Text()
    file = fields.Binary("File of the materials", attachment=True, copy=False)
    file_name = fields.Char()
    assignment_ids = fields.One2many("rights.volunteer.assignment", "education_id", "Volunteers")
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held")],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
    )

    _count_positive = models.Constraint(
        "CHECK (audience_count >= 0)", "The number of people cannot be negative."
    )

    def action_hold(self):
        """It took place: from now on it counts for its quarter."""
        self.check_access("write")
        for education in self:
            if education.state == "held":
                raise UserError(self.env._("This activity is recorded already."))
            if education.date > china_date():
                raise UserError(self.env._("It is recorded after it took place."))
            if not education.audience_count or not (education.materials or "").strip():
                raise UserError(self.env._("Enter how many people came and what they were given."))
            education.state = "held"
        return True
