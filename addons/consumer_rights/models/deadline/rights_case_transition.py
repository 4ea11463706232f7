from odoo import api, fields, models


class RightsCaseTransition(models.Model):
    """A step of the case line brings about events, and the events start and stop clocks."""

    _inherit = "rights.case.transition"

    deadline_event_ids = fields.Many2many(
        "rights.deadline.event",
        "rights_case_transition_event_rel",
        string="Events of the clocks",
        help="Which clocks these events start and stop is said by the limits.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        self.env.registry.clear_cache()  # the book of the limits knows the steps
        return steps

    def write(self, vals):
        result = super().write(vals)
        if "deadline_event_ids" in vals:
            self.env.registry.clear_cache()
        return result


class RightsOutcome(models.Model):
    """A result may bring about events of its own, such as the decision to file a case."""

    _inherit = "rights.outcome"

    deadline_event_ids = fields.Many2many(
        "rights.deadline.event",
        "rights_outcome_event_rel",
        string="Events of the clocks",
        help="Happen when a matter is concluded with this result.",
    )


class RightsChannel(models.Model):
    _inherit = "rights.channel"

    is_live = fields.Boolean(
        "Live conversation",
        help="The person is spoken to at intake, which counts as the first contact when the unit "
        "keeps the matter (INT-15).",
    )
    is_platform = fields.Boolean(
        "Online platform", help="The limits of platform matters apply (ACC-07, HND-05)."
    )
