from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools.flag_search import search_flag

# From the top of the network to its ends (ORG-01)
LEVELS = [
    ("city_center", "City command centre"),
    ("district_center", "District acceptance centre"),
    ("local_station", "Local station"),
    ("service_station", "Service station"),
    ("service_point", "Service point"),
]
RANK = {level: rank for rank, (level, _label) in enumerate(LEVELS)}
OFFICIAL_LEVELS = {"city_center", "district_center", "local_station"}
CENTRE_LEVELS = {"city_center", "district_center"}
# The six functions of a command centre (ORG-02); each has a group of the same name
FUNCTIONS = [
    "fn_accept_assign",
    "fn_review",
    "fn_direct",
    "fn_command",
    "fn_circulate",
    "fn_suggest",
]
# What the head of a unit keeps current
HEAD_FIELDS = {"address", "phone"}


class RightsStation(models.Model):
    """A unit of the network, of any level: from the city command centre to a village point.

    who                     may
    staff                   read
    business administrator  write everything
    unit head               address and telephone of the own unit and below

    The tree decides who supervises whom, and so who reads which case (Annex A2).
    """

    _name = "rights.station"
    _description = "Unit of the network"
    _inherit = "rights.configured"
    _parent_store = True
    _order = "complete_name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True)
    # The first part of every case number (REG-04)
    code = fields.Char(
        "Unit code",
        required=True,
        copy=False,
        help="Capital letters and digits; starts case numbers",
    )
    level = fields.Selection(LEVELS, required=True, index=True)
    parent_id = fields.Many2one("rights.station", "Superior unit", index=True, ondelete="restrict")
    child_ids = fields.One2many("rights.station", "parent_id", "Subordinate units")
    parent_path = fields.Char(index=True)
    complete_name = fields.Char(
        "Full name", compute="_compute_complete_name", store=True, recursive=True
    )
    active = fields.Boolean(default=True)
    address = fields.Char()
    phone = fields.Char("Telephone")

    # Functions of a command centre (ORG-02)
    fn_accept_assign = fields.Boolean(
        "Accept and assign", compute="_compute_functions", store=True, readonly=False
    )
    fn_review = fields.Boolean(
        "Supervise and review", compute="_compute_functions", store=True, readonly=False
    )
    fn_direct = fields.Boolean(
        "Handle special cases directly", compute="_compute_functions", store=True, readonly=False
    )
    fn_command = fields.Boolean(
        "Dispatch command", compute="_compute_functions", store=True, readonly=False
    )
    fn_circulate = fields.Boolean(
        "Circulated notices", compute="_compute_functions", store=True, readonly=False
    )
    fn_suggest = fields.Boolean(
        "Suggestions", compute="_compute_functions", store=True, readonly=False
    )
    is_enforcement = fields.Boolean("Enforcement squadron")
    is_dispatch_centre = fields.Boolean(
        "Dispatch centre",
        compute="_compute_is_dispatch_centre",
        store=True,
        readonly=False,
        help="Matters of every source are dispatched by the dispatch centre of their level",
    )

    # People
    studio_ids = fields.One2many("rights.studio", "station_id", "Studios")
    studio_count = fields.Integer(compute="_compute_studio_count")
    post_ids = fields.One2many("rights.post", "station_id", "Posts", context={"active_test": False})
    min_dedicated = fields.Integer(
        "Least dedicated staff", compute="_compute_min_dedicated", store=True, readonly=False
    )
    dedicated_count = fields.Integer("Dedicated staff", compute="_compute_dedicated_count")
    # Area and standard
    territory_ids = fields.One2many("rights.territory", "station_id", "Territories")
    checklist_ids = fields.One2many("rights.centre.checklist", "station_id", "Assessments")
    is_standardised = fields.Boolean("Standardised", compute="_compute_is_standardised")
    gap_count = fields.Integer(
        "Gaps", compute="_compute_gap_count", help="Red items of this unit on the staffing board"
    )

    is_mine = fields.Boolean("My unit", compute="_compute_is_mine", search="_search_is_mine")
    is_supervised = fields.Boolean(
        "My unit and below", compute="_compute_is_mine", search="_search_is_supervised"
    )

    _code_unique = models.UniqueIndex("(code)", "Another unit has this code already.")
    _code_form = models.Constraint(
        "CHECK (code ~ '^[A-Z][A-Z0-9]{1,11}$')",
        "A unit code has 2 to 12 capital letters and digits and starts with a letter.",
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for station in self:
            above = station.parent_id.complete_name
            station.complete_name = f"{above} / {station.name}" if above else station.name

    @api.depends("level")
    def _compute_functions(self):
        for station in self:
            station.update(dict.fromkeys(FUNCTIONS, station.level == "city_center"))

    @api.depends("level")
    def _compute_is_dispatch_centre(self):
        for station in self:
            station.is_dispatch_centre = station.level in CENTRE_LEVELS

    @api.depends("level")
    def _compute_min_dedicated(self):
        """ORG-08: every unit of the three official levels."""
        least = self.env["rights.network.parameter"]._value("min_dedicated")
        for station in self:
            station.min_dedicated = least if station.level in OFFICIAL_LEVELS else 0

    @api.depends("studio_ids")
    def _compute_studio_count(self):
        for station in self:
            station.studio_count = len(station.studio_ids)

    @api.depends("post_ids.active", "post_ids.is_dedicated", "post_ids.user_id.active")
    def _compute_dedicated_count(self):
        for station in self:
            posts = station.post_ids.filtered(lambda post: post.active and post.is_dedicated)
            station.dedicated_count = len(posts.user_id.filtered("active"))

    @api.depends("checklist_ids.is_standardised", "checklist_ids.date")
    def _compute_is_standardised(self):
        """The latest assessment counts (ORG-09)."""
        for station in self:
            station.is_standardised = station.checklist_ids[:1].is_standardised

    def _compute_gap_count(self):
        gaps = self.env["rights.network.gap"].sudo()  # a number on the unit's card, no case content
        counts = dict(
            gaps._read_group(
                [("station_id", "in", self.ids), ("is_red", "=", True)],
                ["station_id"],
                ["__count"],
            )
        )
        for station in self:
            station.gap_count = counts.get(station._origin, 0)

    @api.depends_context("uid")
    def _compute_is_mine(self):
        user = self.env.user
        for station in self:
            station.is_mine = station in user.rights_station_ids
            station.is_supervised = station in user.rights_supervised_station_ids

    def _search_is_mine(self, operator, value):
        return self._search_among(self.env.user.rights_station_ids, operator, value)

    def _search_is_supervised(self, operator, value):
        return self._search_among(self.env.user.rights_supervised_station_ids, operator, value)

    @api.model
    def _search_among(self, stations, operator, value):
        inside = Domain("id", "in", stations.ids)
        return search_flag(inside, operator, value)

    @api.constrains("parent_id", "level")
    def _check_parent_level(self):
        """ORG-01: exactly one city command centre on top of a branch, levels strictly descend."""
        labels = dict(self._fields["level"]._description_selection(self.env))
        for station in self:
            parent = station.parent_id
            if station.level == "city_center" and parent:
                raise ValidationError(
                    self.env._(
                        "%(unit)s is a city command centre and cannot stand below %(parent)s.",
                        unit=station.name,
                        parent=parent.name,
                    )
                )
            if station.level != "city_center" and not parent:
                raise ValidationError(
                    self.env._("%(unit)s needs a superior unit. Choose one.", unit=station.name)
                )
            for below, above in (
                (station, parent),
                *((child, station) for child in station.child_ids),
            ):
                if above and RANK[above.level] >= RANK[below.level]:
                    raise ValidationError(
                        self.env._(
                            "%(unit)s (%(level)s) cannot stand below %(parent)s, which is of the"
                            " level %(parent_level)s. Choose a superior of a higher level.",
                            unit=below.name,
                            level=labels[below.level],
                            parent=above.name,
                            parent_level=labels[above.level],
                        )
                    )

    @api.constrains("level", *FUNCTIONS)
    def _check_functions(self):
        """ORG-02: the six functions belong to the city command centre alone."""
        for station in self:
            given = [name for name in FUNCTIONS if station[name]]
            if given and station.level != "city_center":
                raise ValidationError(
                    self.env._(
                        "%(unit)s is no city command centre and cannot have the function"
                        " “%(function)s”.",
                        unit=station.name,
                        function=station._function_label(given[0]),
                    )
                )

    @api.constrains("active")
    def _check_archive(self):
        for station in self:
            if station.active:
                continue
            if station.child_ids.filtered("active"):
                raise ValidationError(
                    self.env._(
                        "%(unit)s still has subordinate units. Move or close them first.",
                        unit=station.name,
                    )
                )
            if station.post_ids.filtered("active"):
                raise ValidationError(
                    self.env._(
                        "%(unit)s still has posts in force. End them first.", unit=station.name
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        stations = super().create(vals_list)
        stations._forget_rights()
        return stations

    def write(self, vals):
        self._check_may_change(vals)
        result = super().write(vals)
        if "parent_id" in vals:
            self._forget_rights()
        if {"level", *FUNCTIONS} & vals.keys():
            self._forget_rights()
            self.post_ids.user_id._rights_sync_grants()
        if {"parent_id", "active"} & vals.keys():
            self.territory_ids._check_overlap()
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        self._forget_rights()
        return super().unlink()

    def _check_may_change(self, vals):
        """A head keeps address and telephone current; the tree is the administrator's."""
        builder = "consumer_rights.consumer_rights_group_business_admin"
        if self.env.su or not vals.keys() - HEAD_FIELDS or self.env.user.has_group(builder):
            return
        raise AccessError(
            self.env._("Only a business administrator changes units. Heads keep address and phone.")
        )

    def _forget_rights(self):
        """Record rules hold the ids of a user's units: a change of the tree makes them stale."""
        users = self.env["res.users"]
        users.invalidate_model(["rights_station_ids", "rights_supervised_station_ids"])
        self.env.registry.clear_cache()

    # -- the tree ------------------------------------------------------------------------------

    def _with_above(self):
        """These units and every unit above them: the stations that make up a case's chain."""
        ids = {int(part) for station in self for part in station.parent_path.split("/") if part}
        return self.browse(sorted(ids))

    def _with_below(self):
        """These units and every unit below them, closed ones included."""
        if not self:
            return self
        return self.with_context(active_test=False).search([("id", "child_of", self.ids)])

    # -- functions (ORG-02) --------------------------------------------------------------------

    def _function_label(self, function):
        return self._fields[function]._description_string(self.env)

    def _function_groups(self):
        """The groups that hide or show menus and buttons of the functions these units have."""
        groups = self.env["res.groups"]
        for function in FUNCTIONS:
            if any(self.mapped(function)):
                groups |= self.env.ref(f"consumer_rights.consumer_rights_group_{function}")
        return groups

    @api.model
    def _check_user_function(self, function):
        """Refuse a call that needs a function none of the current user's units has (ORG-02)."""
        if function not in FUNCTIONS:
            raise ValueError(f"unknown function {function}")
        stations = self.env.user.rights_station_ids
        if not self.env.su and not any(stations.mapped(function)):
            raise AccessError(
                self.env._(
                    "“%(function)s” is a function of the city command centre."
                    " Your units do not have it: %(units)s.",
                    function=self._function_label(function),
                    units=", ".join(stations.mapped("name")) or "-",
                )
            )

    def action_create_studios(self):
        """Set up the studios a centre still lacks (ORG-05)."""
        for station in self:
            if station.level not in CENTRE_LEVELS:
                raise UserError(
                    self.env._(
                        "Only a city or district centre has studios, not %(unit)s.",
                        unit=station.name,
                    )
                )
        kinds = self.env["rights.studio"]._fields["kind"].get_values(self.env)
        return self.env["rights.studio"].create(
            [
                {"station_id": station.id, "kind": kind}
                for station in self
                for kind in kinds
                if kind not in station.studio_ids.mapped("kind")
            ]
        )
