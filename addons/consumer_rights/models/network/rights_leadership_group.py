from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsLeadershipGroup(models.Model):
    """Who leads the consumer-rights work of a city or district, and the office below (ORG-07).

    who                     may
    staff                   read
    business administrator  write
    """

    _name = "rights.leadership.group"
    _description = "Leadership group"
    _inherit = "rights.configured"
    _order = "station_id, active desc, id desc"
    _rec_name = "station_id"

    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        ondelete="restrict",
        domain=[("level", "in", ["city_center", "district_center"])],
    )
    leader_id = fields.Many2one(
        "res.users",
        required=True,
        domain=[("share", "=", False)],
        help="The principal head of the bureau",
    )
    deputy_ids = fields.Many2many(
        "res.users",
        "rights_leadership_deputy_rel",
        string="Deputy leaders",
        domain=[("share", "=", False)],
    )
    member_ids = fields.Many2many(
        "res.users",
        "rights_leadership_member_rel",
        string="Members",
        domain=[("share", "=", False)],
    )
    date_from = fields.Date("In office since")
    active = fields.Boolean(default=True)
    document = fields.Char("Founding document")

    # The office, which the studios of the unit belong to
    office_name = fields.Char("Office")
    office_division_id = fields.Many2one(
        "rights.division",
        "Office sits in",
        ondelete="restrict",
        default=lambda self: self.env["rights.division"].search([("part", "=", "lead")], limit=1),
    )
    office_head_id = fields.Many2one("res.users", "Head of the office")
    studio_ids = fields.One2many(related="station_id.studio_ids")

    _one_active_per_unit = models.UniqueIndex(
        "(station_id) WHERE active IS TRUE", "This unit already has an active leadership group."
    )

    @api.constrains("station_id")
    def _check_level(self):
        for group in self:
            if group.station_id.level not in ("city_center", "district_center"):
                raise ValidationError(
                    self.env._(
                        "Only a city or district unit has a leadership group, not %(unit)s.",
                        unit=group.station_id.name,
                    )
                )

    @api.constrains("leader_id", "deputy_ids", "member_ids")
    def _check_one_seat_each(self):
        for group in self:
            twice = (
                group.leader_id & (group.deputy_ids | group.member_ids)
                | group.deputy_ids & group.member_ids
            )
            if twice:
                raise ValidationError(
                    self.env._(
                        "%(person)s sits in the group twice. Leave one place.", person=twice[0].name
                    )
                )
