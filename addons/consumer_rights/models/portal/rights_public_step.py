from odoo import api, fields, models

from ..case.rights_case_kinds import KINDS


class RightsPublicStep(models.Model):
    """What a consumer reads about a stage: plain words, what comes next, and by when (OPN-07).

    who                     may
    staff                   read
    business administrator  change the words

    One line a stage; a line with a kind goes before the line for all kinds.
    """

    _name = "rights.public.step"
    _description = "Public words of a stage"
    _inherit = "rights.configured"
    _order = "stage_id, kind"

    stage_id = fields.Many2one("rights.case.stage", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(KINDS, help="Empty for every kind of matter.")
    name = fields.Char("Where the matter is", required=True, translate=True)
    next_step = fields.Char("What comes next", translate=True)
    clock_codes = fields.Char(
        "Promised by",
        help="Numbers of the limits whose date is shown, such as TL-05 TL-08; the earliest counts.",
    )

    _once = models.UniqueIndex(
        "(stage_id, coalesce(kind, ''))", "This stage has its public words already."
    )

    @api.depends("name")
    def _compute_display_name(self):
        for step in self:
            step.display_name = step.name

    @api.model
    def _of(self, stage, kind):
        """The words for a matter of a kind at a stage; empty when nobody wrote any."""
        steps = self.sudo().search([("stage_id", "=", stage.id), ("kind", "in", (kind, False))])
        return steps.filtered("kind")[:1] or steps[:1]
