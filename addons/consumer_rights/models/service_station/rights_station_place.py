from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class RightsStationPlaceKind(models.Model):
    """Where there should be a service station or a point (STN-01)."""

    _name = "rights.station.place.kind"
    _inherit = ["rights.code.mixin"]
    _description = "Kind of place for a service station"

    _code_unique = models.Constraint("UNIQUE (code)", "Another kind has this code.")


class RightsStationPlace(models.Model):
    """A township, a village, a mall: a place that a service station should cover (STN-01).

    who                              may
    staff                            read
    dispatcher of the district       keep the list of the own district
    """

    _name = "rights.station.place"
    _inherit = ["rights.own.unit"]
    _description = "Place to be covered by a service station"
    _order = "district_id, kind_id, name"

    name = fields.Char(required=True)
    kind_id = fields.Many2one("rights.station.place.kind", required=True, ondelete="restrict")
    district_id = fields.Many2one(
        "rights.station",
        "District centre",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("level", "=", "district_center")],
        default=lambda self: self.env.user.rights_station_ids.filtered(
            lambda unit: unit.level == "district_center"
        )[:1],
    )
    profile_id = fields.Many2one(
        "rights.station.profile",
        "Covered by",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('district_id', '=', district_id)]",
    )
    is_covered = fields.Boolean("Covered", compute="_compute_is_covered", store=True, index=True)
    active = fields.Boolean(default=True)

    _once = models.UniqueIndex("(district_id, name) WHERE active", "This place is listed already.")

    @api.depends("profile_id.active")
    def _compute_is_covered(self):
        for place in self:
            place.is_covered = place.profile_id.active

    @api.constrains("district_id", "profile_id")
    def _check_district(self):
        for place in self:
            if place.district_id.level != "district_center":
                raise ValidationError(
                    self.env._("%(unit)s is no district centre.", unit=place.district_id.name)
                )
            if place.profile_id and place.profile_id.district_id != place.district_id:
                raise ValidationError(
                    self.env._(
                        "%(station)s belongs to another district than %(place)s.",
                        station=place.profile_id.name,
                        place=place.name,
                    )
                )


class RightsStationCoverage(models.Model):
    """How many of the listed places of a district have their service station (STN-01)."""

    _name = "rights.station.coverage"
    _description = "Coverage by service stations"
    _auto = False
    _order = "district_id"
    _rec_name = "district_id"
    _depends = {"rights.station.place": ["active", "district_id", "is_covered"]}

    district_id = fields.Many2one("rights.station", "District centre", readonly=True)
    listed = fields.Integer("Listed places", readonly=True)
    covered = fields.Integer(readonly=True)
    uncovered = fields.Integer("Not covered", readonly=True)
    rate = fields.Float("Coverage (%)", digits=(5, 2), readonly=True, aggregator=None)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT district_id AS id, district_id, count(*)::int AS listed,
                   count(*) FILTER (WHERE is_covered)::int AS covered,
                   count(*) FILTER (WHERE is_covered IS NOT TRUE)::int AS uncovered,
                   round(100.0 * count(*) FILTER (WHERE is_covered) / count(*), 2)::float AS rate
              FROM rights_station_place
             WHERE active
             GROUP BY district_id
            """
        )

    def action_uncovered(self):
        """The places of the district that have no service station."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "consumer_rights.rights_station_place_action"
        )
        return action | {
            "domain": [("district_id", "=", self.district_id.id), ("is_covered", "=", False)],
            "context": {"default_district_id": self.district_id.id},
        }
