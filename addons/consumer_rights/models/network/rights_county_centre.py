from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsCountyCentre(models.Model):
    """A county complaint centre: the consumer-protection section and the council's secretariat
    under one head (ORG-17).

    who                     may
    staff                   read
    business administrator  write
    """

    _name = "rights.county.centre"
    _description = "County complaint centre"
    _inherit = "rights.configured"
    _order = "station_id"

    name = fields.Char(required=True)
    station_id = fields.Many2one(
        "rights.station",
        "District unit",
        required=True,
        ondelete="restrict",
        domain=[("level", "=", "district_center")],
    )
    section_id = fields.Many2one(
        "rights.division",
        "Consumer-protection section",
        required=True,
        ondelete="restrict",
        domain=[("part", "=", "lead")],
    )
    council_id = fields.Many2one(
        "rights.partner.body",
        "Consumer council",
        required=True,
        ondelete="restrict",
        domain=[("kind", "=", "council")],
    )
    # Not a choice: the head of the section is the head of the centre
    head_id = fields.Many2one(related="section_id.head_id", string="Head", store=True)
    has_head = fields.Boolean(compute="_compute_has_head")
    section_member_ids = fields.Many2many(
        "res.users", "rights_county_centre_section_rel", string="Members from the section"
    )
    council_member_ids = fields.Many2many(
        "res.users", "rights_county_centre_council_rel", string="Members from the secretariat"
    )
    active = fields.Boolean(default=True)

    _one_per_unit = models.UniqueIndex(
        "(station_id) WHERE active IS TRUE", "This unit already has a county complaint centre."
    )

    @api.depends("head_id", "head_id.active")
    def _compute_has_head(self):
        for centre in self:
            centre.has_head = bool(centre.head_id.active)

    @api.constrains("station_id", "section_id", "council_id")
    def _check_parts(self):
        for centre in self:
            if centre.station_id.level != "district_center":
                raise ValidationError(
                    self.env._(
                        "A county complaint centre belongs to a district unit, not to %(unit)s.",
                        unit=centre.station_id.name,
                    )
                )
            if centre.section_id.part != "lead":
                raise ValidationError(
                    self.env._(
                        "%(division)s is no consumer-protection section.",
                        division=centre.section_id.name,
                    )
                )
            if centre.council_id.kind != "council":
                raise ValidationError(
                    self.env._("%(body)s is no consumer council.", body=centre.council_id.name)
                )

    @api.constrains("section_member_ids", "council_member_ids")
    def _check_members(self):
        for centre in self:
            if not centre.section_member_ids or not centre.council_member_ids:
                raise ValidationError(
                    self.env._(
                        "%(centre)s needs members of both the section and the secretariat.",
                        centre=centre.name,
                    )
                )
