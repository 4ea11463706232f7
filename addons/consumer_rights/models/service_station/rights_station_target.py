from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.china_time import china_date


class RightsStationTarget(models.Model):
    """The target sheet of a year that a township station gives to a point (STN-13).

    who                            may
    station officer, dispatcher    keep it and check the targets, own unit and below
    staff                          read
    """

    _name = "rights.station.target"
    _inherit = ["rights.station.part"]
    _description = "Target sheet of a service point"
    _order = "year desc, profile_id"

    profile_id = fields.Many2one(string="Point")
    guide_id = fields.Many2one(
        "rights.station.profile",
        "Guiding station",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("kind", "=", "township_station")],
    )
    year = fields.Integer(required=True, default=lambda self: china_date().year, aggregator=None)
    head_trained_on = fields.Date("Head of the point trained on")
    checked_on = fields.Date("Targets checked on")
    line_ids = fields.One2many(
        "rights.station.target.line", "sheet_id", "Targets of the sheet", copy=True
    )
    met_count = fields.Integer("Targets met", compute="_compute_met_count")
    target_count = fields.Integer("Number of targets", compute="_compute_met_count")

    _once = models.UniqueIndex("(profile_id, year)", "The point has a sheet of this year already.")

    @api.depends("profile_id.name", "year")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = f"{sheet.profile_id.name or ''} {sheet.year}"

    @api.depends("line_ids.wanted", "line_ids.reached")
    def _compute_met_count(self):
        for sheet in self:
            sheet.target_count = len(sheet.line_ids)
            sheet.met_count = len(sheet.line_ids.filtered("is_met"))

    @api.constrains("guide_id", "profile_id")
    def _check_guide(self):
        for sheet in self:
            if sheet.guide_id.kind != "township_station" or sheet.guide_id == sheet.profile_id:
                raise ValidationError(
                    self.env._("A township station guides points, and gives them their targets.")
                )
            if sheet.guide_id.district_id != sheet.profile_id.district_id:
                raise ValidationError(
                    self.env._(
                        "%(guide)s and %(point)s are in different districts.",
                        guide=sheet.guide_id.name,
                        point=sheet.profile_id.name,
                    )
                )


class RightsStationTargetLine(models.Model):
    """One target of a sheet: how much was asked for, how much was reached."""

    _name = "rights.station.target.line"
    _description = "Target of a service point"
    _order = "sheet_id, sequence, id"

    sheet_id = fields.Many2one(
        "rights.station.target", "Target sheet", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Target", required=True)
    wanted = fields.Integer(required=True, default=1)
    reached = fields.Integer("Achieved")
    is_met = fields.Boolean("Target met", compute="_compute_is_met")

    @api.depends("wanted", "reached")
    def _compute_is_met(self):
        for line in self:
            line.is_met = line.reached >= line.wanted
