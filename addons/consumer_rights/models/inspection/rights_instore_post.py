from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class RightsInstorePost(models.Model):
    """The complaint post of the authority at the service desk of a large venue (INS-01).

    who                           may
    staff                         read
    station officer, dispatcher   open, staff and close one, own unit and below

    Matters taken there are ordinary cases of the channel "in-store post" (INS-03).
    """

    _name = "rights.instore.post"
    _inherit = ["rights.own.unit"]
    _description = "In-store post"
    _order = "merchant_id"
    _rec_name = "merchant_id"

    merchant_id = fields.Many2one(
        "rights.merchant",
        "Venue",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_large_venue", "=", True)],
    )
    station_id = fields.Many2one(
        related="merchant_id.station_id", store=True, index=True, string="Supervising station"
    )
    officer_id = fields.Many2one("res.users", index="btree_not_null", ondelete="restrict")
    place = fields.Char("Where in the venue")
    has_law_books = fields.Boolean("Law books at hand")
    date_from = fields.Date("Since", required=True, default=fields.Date.context_today)
    active = fields.Boolean(default=True)
    is_red = fields.Boolean("No officer", compute="_compute_is_red", search="_search_is_red")
    inspection_ids = fields.One2many("rights.inspection", "post_id", "Patrols", readonly=True)

    _once = models.UniqueIndex("(merchant_id) WHERE active", "The venue has a post already.")

    @api.depends("officer_id", "station_id")
    def _compute_is_red(self):
        for post in self:
            officer_sudo = post.sudo().officer_id  # where a colleague works is no secret
            works = officer_sudo.active and post.station_id in officer_sudo.rights_station_ids
            post.is_red = not works

    def _search_is_red(self, operator, value):
        if operator != "in":
            return NotImplemented
        red = self.search([]).filtered("is_red")
        return Domain.OR(
            Domain("id", "in" if wanted else "not in", red.ids) for wanted in set(value)
        )

    @api.constrains("merchant_id")
    def _check_large_venue(self):
        for post in self:
            if not post.merchant_id.is_large_venue:
                raise ValidationError(
                    self.env._(
                        "%(merchant)s is no large venue: a post is set up in large venues only.",
                        merchant=post.merchant_id.name,
                    )
                )

    @api.constrains("officer_id", "merchant_id")
    def _check_officer(self):
        for post in self.filtered("officer_id"):
            if post.is_red:
                raise ValidationError(
                    self.env._(
                        "%(officer)s does not work at %(unit)s. Choose an officer of the unit that "
                        "supervises the venue.",
                        officer=post.officer_id.name,
                        unit=post.station_id.name or "-",
                    )
                )
