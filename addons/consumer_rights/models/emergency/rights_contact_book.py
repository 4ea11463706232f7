from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.china_time import china_date


class RightsContactBook(models.Model):
    """The contact platform (通讯联络平台): who is reached at once in a food matter (EMG-05).

    who                                        may
    station officer, dispatcher, unit head     write, own unit and below
    staff                                      read

    A contact that nobody verified for three months is stale, and counted.
    """

    _name = "rights.contact.book"
    _inherit = ["rights.own.unit"]
    _description = "Contact platform"
    _order = "station_id, role, name"

    name = fields.Char("Contact's name", required=True)
    role = fields.Selection(
        [
            ("officer", "Grass-roots officer in charge"),
            ("supplier", "Food supplier's representative"),
            ("head", "Head of a food trader"),
            ("contact", "Contact of a food trader"),
        ],
        required=True,
        default="contact",
    )
    phone = fields.Char(required=True)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    territory_id = fields.Many2one(
        "rights.territory", required=True, index=True, ondelete="restrict"
    )
    merchant_id = fields.Many2one("rights.merchant", index="btree_not_null", ondelete="restrict")
    class_ids = fields.Many2many(
        "rights.category",
        string="Product classes",
        domain=[("kind", "=", "goods")],
    )
    verified_on = fields.Date("Verified", readonly=True, default=lambda self: china_date())
    verified_by_id = fields.Many2one(
        "res.users", "Verified by", readonly=True, default=lambda self: self.env.user
    )
    is_stale = fields.Boolean("Stale", compute="_compute_is_stale", search="_search_is_stale")
    active = fields.Boolean(default=True)

    @api.model
    def _get_stale_before(self):
        months = self.env["rights.network.parameter"]._value("contact_months")
        return china_date() - relativedelta(months=months)

    @api.depends("verified_on")
    def _compute_is_stale(self):
        before = self._get_stale_before()
        for contact in self:
            contact.is_stale = not contact.verified_on or contact.verified_on < before

    def _search_is_stale(self, operator, value):
        if operator != "in":
            return NotImplemented
        before = self._get_stale_before()
        return Domain("verified_on", "=", False) | Domain("verified_on", "<", before)

    def action_verify(self):
        """Called and found right, today."""
        self.check_access("write")
        self.write({"verified_on": china_date(), "verified_by_id": self.env.uid})
        return True
