from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain

from ...tools.china_time import china_date
from ...tools.flag_search import search_flag
from .rights_station_five_have import ITEMS

LEVELS = ("service_station", "service_point")
# the three systems of a merchant's station (STN-16)
SYSTEMS = ("has_settlement_system", "has_quality_system", "has_withdrawal_system")
# the liaison's own words about the station
PORTAL_FIELDS = ("special_phone", "mailbox", *SYSTEMS)


class RightsStationProfile(models.Model):
    """What a service station or point is and has (STN-01, STN-02, STN-16).

    who                                 may
    staff                               read
    station officer, dispatcher         keep it, own unit and below
    liaison, in the portal              say which systems there are and how it is reached

    It meets the standard with all of the five-haves; each stands in a row with its evidence.
    """

    _name = "rights.station.profile"
    _inherit = ["rights.own.unit"]
    _description = "Service station"
    _order = "name, id"

    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("level", "in", LEVELS)],
    )
    name = fields.Char(related="station_id.name", store=True)
    active = fields.Boolean(default=True)
    superior_id = fields.Many2one(related="station_id.parent_id", string="Superior unit")
    district_id = fields.Many2one(
        "rights.station", "District centre", compute="_compute_district_id", store=True, index=True
    )
    kind = fields.Selection(
        [
            ("township_station", "Station of a township or street"),
            ("village_point", "Point of a village or community"),
            ("merchant_station", "Station of a merchant"),
        ],
        required=True,
    )
    merchant_id = fields.Many2one(
        "rights.merchant", "Host", index="btree_not_null", ondelete="restrict"
    )
    date_from = fields.Date("Since", required=True, default=lambda self: china_date())

    # how referrals reach it (STN-06)
    special_phone = fields.Char("Special phone")
    mailbox = fields.Char("Online mailbox")

    # STN-16
    has_settlement_system = fields.Boolean("System of settlement and compensation")
    has_quality_system = fields.Boolean("System of quality and service promise")
    has_withdrawal_system = fields.Boolean("System of withdrawing non-conforming goods")

    # STN-02
    five_have_ids = fields.One2many("rights.station.five.have", "profile_id", "Five-haves")
    five_haves = fields.Integer("Of the five", compute="_compute_five_haves", store=True)
    is_up_to_standard = fields.Boolean(
        "Up to standard", compute="_compute_five_haves", store=True, index=True
    )

    coordinator_ids = fields.One2many("rights.station.coordinator", "profile_id", "Coordinators")
    coordinator_id = fields.Many2one(
        "rights.station.coordinator", compute="_compute_coordinator_id"
    )
    member_ids = fields.One2many("rights.station.member", "profile_id", "Accounts")
    invitation_ids = fields.One2many("rights.station.invitation", "profile_id", "Invitations")
    place_ids = fields.One2many("rights.station.place", "profile_id", "Places it covers")
    measure_ids = fields.One2many(
        "rights.station.measure", "profile_id", "Rectifications and staffing"
    )
    activity_ids = fields.One2many("rights.station.activity", "profile_id", "Activities")
    opinion_ids = fields.One2many("rights.station.opinion", "profile_id", "Opinions")
    report_ids = fields.One2many("rights.station.report", "profile_id", "Quarterly reports")
    assessment_ids = fields.One2many(
        "rights.station.assessment", "profile_id", "Assessments of the station"
    )
    target_ids = fields.One2many("rights.station.target", "profile_id", "Target sheets")
    lacks_target_sheet = fields.Boolean(
        "No target sheet this year",
        compute="_compute_lacks_target_sheet",
        search="_search_lacks_target_sheet",
    )

    _station_once = models.UniqueIndex("(station_id)", "This unit has its file already.")

    @api.depends("station_id", "station_id.parent_id")
    def _compute_district_id(self):
        for profile in self:
            above = profile.station_id._with_above()
            profile.district_id = above.filtered(lambda unit: unit.level == "district_center")[:1]

    @api.depends("five_have_ids.result")
    def _compute_five_haves(self):
        for profile in self:
            met = profile.five_have_ids.filtered(lambda row: row.result == "pass")
            profile.five_haves = len(met)
            profile.is_up_to_standard = len(met) == len(ITEMS)

    @api.depends("coordinator_ids.date_to")
    def _compute_coordinator_id(self):
        for profile in self:
            profile.coordinator_id = profile.coordinator_ids.filtered(lambda row: not row.date_to)[
                :1
            ]

    def _compute_lacks_target_sheet(self):
        wanted = self.search(self._lacks_sheet_domain())
        for profile in self:
            profile.lacks_target_sheet = profile._origin in wanted

    def _search_lacks_target_sheet(self, operator, value):
        lacks = self._lacks_sheet_domain()
        return search_flag(lacks, operator, value)

    @api.model
    def _lacks_sheet_domain(self):
        """Points that have no target sheet of this year (STN-13)."""
        year = china_date().year
        sheets = self.env["rights.station.target"].sudo()._search([("year", "=", year)])
        return Domain("kind", "=", "village_point") & Domain(
            "target_ids", "not any!", [("id", "in", sheets)]
        )

    @api.constrains("station_id")
    def _check_level(self):
        for profile in self:
            if profile.station_id.level not in LEVELS:
                raise ValidationError(
                    self.env._(
                        "%(unit)s is no service station or point.", unit=profile.station_id.name
                    )
                )

    @api.constrains("kind", "merchant_id")
    def _check_host(self):
        for profile in self:
            if profile.kind == "merchant_station" and not profile.merchant_id:
                raise ValidationError(
                    self.env._(
                        "%(station)s is the station of a merchant. Choose its host.",
                        station=profile.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("five_have_ids"):
                vals["five_have_ids"] = [Command.create({"item": item}) for item, _name in ITEMS]
        return super().create(vals_list)

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {*SYSTEMS, "kind"}:
            for profile in self.filtered(lambda row: row._lacking_systems()):
                profile._fail_item("rules", profile._say_lacking_systems())
        return result

    # -- five-haves --------------------------------------------------------------------------------

    def _lacking_systems(self):
        """The systems that a merchant's station lacks, by their names (STN-16)."""
        if self.kind != "merchant_station":
            return []
        return [
            self._fields[name]._description_string(self.env) for name in SYSTEMS if not self[name]
        ]

    def _say_lacking_systems(self):
        return self.env._(
            "Lacking: %(systems)s",
            systems=self.env["rights.case"]._enumerate(self._lacking_systems()),
        )

    def _fail_item(self, item, why):
        """One of the five is not met any more, whoever noticed it; only what was met can fail."""
        rows_sudo = self.sudo().five_have_ids  # the system says so
        rows_sudo.filtered(lambda row: row.item == item and row.result != "fail").write(
            {"result": "fail", "note": why}
        )

    def action_invite(self):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invitation"),
            "res_model": "rights.station.invite",
            "view_mode": "form",
            "target": "new",
            "context": {"default_profile_id": self.id},
        }

    # -- the portal --------------------------------------------------------------------------------

    @api.model
    def _own(self, profile_id=None):
        """Stations that the current account serves, in superuser mode; with an id, that or none."""
        # what an account may is what its own memberships say
        members_sudo = self.env["rights.station.member"].sudo()
        own = members_sudo.search([("user_id", "=", self.env.uid), ("ended_at", "=", False)])
        profiles_sudo = own.profile_id.filtered("active")
        if profile_id is None:
            return profiles_sudo
        return profiles_sudo.filtered(lambda profile: profile.id == profile_id)

    def _open_measures(self):
        """What the station has to put right and has not answered."""
        return self.measure_ids.filtered(
            lambda row: row.kind == "rectification" and row.state == "open"
        )

    def _local_body(self):
        """The unit of the authority that stands above the station."""
        above = self.station_id._with_above() - self.station_id
        official = above.filtered(lambda unit: unit.level not in LEVELS)
        return official.sorted(lambda unit: len(unit.parent_path))[-1:]

    def _keep_from_portal(self, given):
        """How the station is reached, and which systems there are (STN-06, STN-16)."""
        self.ensure_one()
        lines = {name: (given.get(name) or "").strip()[:100] or False for name in PORTAL_FIELDS[:2]}
        self.write(lines | {name: given.get(name) == "1" for name in SYSTEMS})
