from odoo import fields, models


class RightsCaseEvent(models.Model):
    """What the timeline shows of an entry of the process record."""

    _inherit = "rights.case.event"

    step_name = fields.Char(related="transition_id.name", string="Name of the step")
