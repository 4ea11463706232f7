from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ...tools.address import carriageway, longest_matches, normalise, split_names


class RightsTerritory(models.Model):
    """The area a unit is responsible for: a list of streets and villages, or a named zone (ORG-10).

    who                     may
    staff                   read
    dispatcher              write, own unit and below
    business administrator  write
    """

    _name = "rights.territory"
    _description = "Territory"
    _inherit = ["rights.own.unit", "rights.configured", "rights.remembered"]
    _order = "station_id, name, id"

    name = fields.Char(required=True)
    station_id = fields.Many2one(
        "rights.station",
        "Responsible unit",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("level", "in", ["district_center", "local_station"])],
    )
    kind = fields.Selection(
        [("list", "Streets and villages"), ("zone", "Named zone")], required=True, default="list"
    )
    active = fields.Boolean(default=True)
    place_ids = fields.One2many(
        "rights.territory.place", "territory_id", "Streets and villages", copy=True
    )
    boundary_ids = fields.One2many(
        "rights.territory.boundary", "territory_id", "Boundary roads", copy=True
    )
    note = fields.Text()

    @api.constrains("station_id", "active")
    def _check_station(self):
        for territory in self:
            if territory.station_id.level not in ("district_center", "local_station"):
                raise ValidationError(
                    self.env._(
                        "%(unit)s has no territory: only district centres and local stations do.",
                        unit=territory.station_id.name,
                    )
                )
        self._check_overlap()

    @api.constrains("kind", "boundary_ids")
    def _check_kind(self):
        for territory in self:
            if territory.boundary_ids and territory.kind != "zone":
                raise ValidationError(
                    self.env._(
                        "%(territory)s is a list of streets. Only a named zone has boundary roads.",
                        territory=territory.name,
                    )
                )

    def _check_overlap(self):
        """ORG-10: no place and no carriageway belongs to two sibling units."""
        for territory in self.filtered("active"):
            others = self.search(
                [
                    ("station_id.parent_id", "=", territory.station_id.parent_id.id),
                    ("station_id", "!=", territory.station_id.id),
                    ("station_id.active", "=", True),
                ]
            )
            clash = territory._find_clash(others)
            if clash:
                place, other = clash
                raise ValidationError(
                    self.env._(
                        "%(place)s already belongs to %(territory)s of %(unit)s. Remove it there"
                        " first: sibling units cannot share a place.",
                        place=place,
                        territory=other.name,
                        unit=other.station_id.name,
                    )
                )

    def _find_clash(self, others):
        """(name of the shared place, the other territory) or None."""
        taken = {key: place for place in others.place_ids for key in place._keys()}
        for place in self.place_ids:
            for key in place._keys():
                if key in taken:
                    return place.name, taken[key].territory_id
        for mine in self.boundary_ids:
            for theirs in others.boundary_ids:
                if mine._overlaps(theirs):
                    return mine.display_name, theirs.territory_id
        return None

    # -- routing (TRI-04, TRI-05) ----------------------------------------------------------------

    @api.model
    def _resolve(self, address):
        """(unit, "") for an address that belongs to one unit, else (no unit, why it is manual).

        A boundary road decides before the names beside it, because an address on it belongs to
        one carriageway. A district named in the address tells equal street names apart.
        """
        stations = self.env["rights.station"].sudo()  # routing reads the whole map
        text = normalise(address)
        if not text:
            return stations, self.env._("No address is given.")
        places, boundaries = self._lookup()
        names = longest_matches(text, [*places, *boundaries])
        hits = stations.browse({unit for name in names & places.keys() for unit in places[name]})
        roads = names & boundaries.keys()
        if roads:
            units, unclear = self._on_boundary(text, roads, boundaries)
            if unclear:
                return stations, self.env._(
                    "%(road)s is a boundary road and the address does not say which carriageway.",
                    road=unclear,
                )
            if units:
                # of the names beside the road only the districts count
                hits = hits.filtered(lambda unit: unit.level == "district_center")
                hits |= stations.browse(units)
        if not hits:
            return stations, self.env._("The address lies in no territory.")
        return self._narrow(hits)

    @api.model
    def _on_boundary(self, text, roads, boundaries):
        """(ids of units that own the carriageway the address is on, name of an unclear road)."""
        units = set()
        for road in roads:
            side = carriageway(text, road)
            rows = [row for row in boundaries[road] if not row[2] or row[2] in text]
            if side:
                units |= {unit for unit, own, _section, _name in rows if own in (side, "whole")}
            elif len({unit for unit, *_rest in rows}) == 1:
                units |= {rows[0][0]}
            elif rows:
                return set(), rows[0][3]
        return units, None

    @api.model
    def _narrow(self, hits):
        """The one lowest unit among those an address names, or why there is none."""
        above = {unit: unit._with_above() - unit for unit in hits}
        lowest = hits.filtered(lambda unit: not any(unit in above[other] for other in hits))
        named_above = {unit: len(above[unit] & hits) for unit in lowest}
        most = max(named_above.values())
        lowest = lowest.filtered(lambda unit: named_above[unit] == most)
        if len(lowest) == 1:
            return lowest, ""
        return self.env["rights.station"], self.env._(
            "The address fits several units: %(units)s.", units=", ".join(lowest.mapped("name"))
        )

    @api.model
    @tools.ormcache()
    def _lookup(self):
        """({place: unit ids}, {road: (unit id, carriageway, section, name)}) of units that work."""
        working = [("station_id.active", "=", True)]
        places, boundaries = {}, {}
        for territory in self.sudo().search(working):  # routing reads the whole map
            unit = territory.station_id.id
            for place in territory.place_ids:
                for key in place._keys():
                    places.setdefault(key, set()).add(unit)
            for row in territory.boundary_ids:
                section = normalise(row.section)
                boundaries.setdefault(normalise(row.road), set()).add(
                    (unit, row.carriageway, section, row.road)
                )
        return (
            {key: frozenset(units) for key, units in places.items()},
            {key: tuple(sorted(rows)) for key, rows in boundaries.items()},
        )


class RightsTerritoryPlace(models.Model):
    """A street, village, community or zone by the name addresses use."""

    _name = "rights.territory.place"
    _description = "Place of a territory"
    _inherit = ["rights.own.unit", "rights.configured", "rights.remembered"]
    _order = "territory_id, name, id"

    territory_id = fields.Many2one(
        "rights.territory", required=True, index=True, ondelete="cascade"
    )
    station_id = fields.Many2one(related="territory_id.station_id", store=True, index=True)
    name = fields.Char("Street, village or zone", required=True)
    aliases = fields.Char("Other names", help="Separate several with commas")

    def _keys(self):
        return {normalise(self.name), *split_names(self.aliases)} - {""}

    @api.constrains("name", "aliases", "territory_id")
    def _check_place(self):
        for place in self:
            if any(len(key) < 2 for key in place._keys()) or not normalise(place.name):
                raise ValidationError(
                    self.env._(
                        "“%(place)s”: a name of one character would match every address.",
                        place=place.name,
                    )
                )
        self.territory_id._check_overlap()


class RightsTerritoryBoundary(models.Model):
    """A road around a zone, and the carriageway of it that belongs to the zone (TRI-05)."""

    _name = "rights.territory.boundary"
    _description = "Boundary road of a zone"
    _inherit = ["rights.own.unit", "rights.configured", "rights.remembered"]
    _order = "territory_id, road, id"

    territory_id = fields.Many2one(
        "rights.territory", required=True, index=True, ondelete="cascade"
    )
    station_id = fields.Many2one(related="territory_id.station_id", store=True, index=True)
    road = fields.Char("Boundary road", required=True)
    carriageway = fields.Selection(
        [
            ("inner", "Inner carriageway"),
            ("outer", "Outer carriageway"),
            ("whole", "Whole road"),
        ],
        required=True,
        help="The side of the road that belongs to this zone",
    )
    section = fields.Char(
        "Stretch of road",
        help="A place name, when only the stretch of the road there belongs to the zone",
    )

    @api.depends("road", "carriageway", "section")
    def _compute_display_name(self):
        labels = dict(self._fields["carriageway"]._description_selection(self.env))
        for row in self:
            parts = (row.road, row.section, labels.get(row.carriageway))
            row.display_name = " ".join(part for part in parts if part)

    def _overlaps(self, other):
        same_road = normalise(self.road) == normalise(other.road)
        sides = {self.carriageway, other.carriageway}
        same_side = len(sides) == 1 or "whole" in sides
        sections = {normalise(self.section), normalise(other.section)}
        return same_road and same_side and (len(sections) == 1 or "" in sections)

    @api.constrains("road", "carriageway", "section", "territory_id")
    def _check_boundary(self):
        for row in self:
            if len(normalise(row.road)) < 2:
                raise ValidationError(
                    self.env._(
                        "“%(place)s”: a name of one character would match every address.",
                        place=row.road,
                    )
                )
        self.territory_id._check_kind()
        self.territory_id._check_overlap()
