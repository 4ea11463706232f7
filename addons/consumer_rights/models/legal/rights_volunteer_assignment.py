from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class RightsVolunteerAssignment(models.Model):
    """An activity that a trained volunteer was assigned to (LAW-07).

    who                  may
    legal adviser        write, own unit
    unit head            read, own unit and below
    """

    _name = "rights.volunteer.assignment"
    _inherit = ["rights.legal.record"]
    _description = "Assignment of a volunteer"
    _order = "date desc, id desc"
    _archive_class = "volunteer"

    volunteer_id = fields.Many2one(
        "rights.volunteer",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('station_id', '=', station_id), ('is_trained', '=', True)]",
    )
    activity = fields.Char(required=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    place = fields.Char()
    hours = fields.Float()
    education_id = fields.Many2one(
        "rights.legal.education", index="btree_not_null", ondelete="restrict"
    )
    result = fields.Text()
    state = fields.Selection(
        [("assigned", "Assigned"), ("done", "Done")],
        required=True,
        default="assigned",
        readonly=True,
        copy=False,
    )

    @api.depends("volunteer_id", "activity")
    def _compute_display_name(self):
        for assignment in self:
            names = (assignment.volunteer_id.name, assignment.activity)
            assignment.display_name = " ".join(filter(None, names))

    @api.constrains("volunteer_id", "date")
    def _check_trained(self):
        for assignment in self:
            volunteer = assignment.volunteer_id
            if not volunteer.active or not volunteer._is_trained_on(assignment.date):
                raise ValidationError(
                    self.env._(
                        "%(volunteer)s has no valid training on %(day)s and cannot be assigned."
                        " Enter a training first.",
                        volunteer=volunteer.name,
                        day=assignment.date,
                    )
                )

    def action_done(self):
        self.check_access("write")
        for assignment in self:
            if assignment.state == "done":
                raise UserError(self.env._("This assignment is done already."))
            if not (assignment.result or "").strip():
                raise UserError(self.env._("Write down what was done first."))
            assignment.state = "done"
            assignment._file()
        return True
