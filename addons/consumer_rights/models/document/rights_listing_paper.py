from odoo import api, fields, models


class RightsListingPaper(models.AbstractModel):
    """A list of a unit on paper, filled and numbered when it is made, and fixed from then on.

    Whoever makes it enters ``_entered`` and nothing else; ``_fill`` writes the rest.
    """

    _name = "rights.listing.paper"
    _description = "List on paper"
    _order = "id desc"
    _entered = frozenset()

    name = fields.Char("Number", readonly=True)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    version_id = fields.Many2one(
        "rights.document.template.version", "Template version", readonly=True, ondelete="restrict"
    )
    body = fields.Html("Wording", readonly=True, sanitize=False)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {name: value for name, value in vals.items() if name in self._entered}
                for vals in vals_list
            ]
        papers = super().create(vals_list)
        for paper in papers:
            paper._fill()
        return papers

    def _fill(self):
        """Take up what the list holds; each list knows what."""
