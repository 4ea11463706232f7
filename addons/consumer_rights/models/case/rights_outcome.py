from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .rights_case_kinds import KINDS

FIELD_OF_KIND = {kind: f"for_{kind}" for kind, _label in KINDS}


class RightsOutcome(models.Model):
    """How a matter ended (result codes of Annex B, HND-13).

    One tick per kind of matter says where the result may be chosen. ``kinds`` holds the ticked
    keys in one text, so that a view can offer what fits: ``[("kinds", "like", kind)]``.
    """

    _name = "rights.outcome"
    _inherit = "rights.code.mixin"
    _description = "Result"

    for_consultation = fields.Boolean("Consultations")
    for_complaint = fields.Boolean("Complaints")
    for_report = fields.Boolean("Reports")
    for_suggestion = fields.Boolean("Suggestions")
    for_discipline = fields.Boolean("Staff-discipline reports")
    kinds = fields.Char(compute="_compute_kinds", store=True, precompute=True)

    _code_unique = models.Constraint("UNIQUE (code)", "Another result has this code.")

    @api.depends(*FIELD_OF_KIND.values())
    def _compute_kinds(self):
        for outcome in self:
            outcome.kinds = ",".join(kind for kind, name in FIELD_OF_KIND.items() if outcome[name])

    @api.constrains("code", *FIELD_OF_KIND.values())
    def _check_some_kind(self):
        for outcome in self:
            if not outcome.kinds:
                raise ValidationError(
                    self.env._(
                        "Say for which kinds of matter the result %(result)s can be chosen.",
                        result=outcome.name,
                    )
                )

    def _fits(self, kind):
        self.ensure_one()
        return kind in (self.kinds or "").split(",")
