from odoo import models


class RightsCase(models.Model):
    """A period is read by the moments that matters belong to it by (STA-12)."""

    _inherit = "rights.case"

    # whole: a figure asks for registered matters in its own condition, which no partial index meets
    _received = models.Index("(received_at)")
    _accepted = models.Index("(accepted_at) WHERE accepted_at IS NOT NULL")
    _concluded = models.Index("(concluded_at) WHERE concluded_at IS NOT NULL")
    _replied = models.Index("(replied_at) WHERE replied_at IS NOT NULL")


class RightsDeadline(models.Model):
    _inherit = "rights.deadline"

    _due = models.Index("(due_at)")
