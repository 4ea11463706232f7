from odoo import fields, models


class RightsStationPart(models.AbstractModel):
    """What belongs to a service station: who looks after the unit reads and keeps it."""

    _name = "rights.station.part"
    _inherit = ["rights.own.unit"]
    _description = "Part of a service station's file"

    profile_id = fields.Many2one(
        "rights.station.profile", "Service station", required=True, index=True, ondelete="restrict"
    )
    station_id = fields.Many2one(
        related="profile_id.station_id", store=True, index=True, string="Unit"
    )
    district_id = fields.Many2one(
        related="profile_id.district_id", store=True, string="District centre"
    )
