from odoo import api, fields, models


class RightsCaseReferral(models.Model):
    """Whether the merchant answered in time, as its own page counts it (MER-15, TRI-19)."""

    _inherit = "rights.case.referral"

    is_in_time = fields.Boolean("Answered in time", compute="_compute_is_in_time", store=True)

    _sent = models.Index("(sent_at)")
    _ended = models.Index("(ended_at) WHERE ended_at IS NOT NULL")

    @api.depends("result", "ended_at", "due_at")
    def _compute_is_in_time(self):
        for referral in self:
            answered = referral.result in ("settled", "failed")
            due, ended = referral.due_at, referral.ended_at
            referral.is_in_time = bool(answered and due and ended and ended <= due)
