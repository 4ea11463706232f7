from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

STUDIO_KINDS = [
    ("reception", "Reception studio"),
    ("legal", "Legal services studio"),
    ("rights", "Rights service studio"),
    ("docking", "Litigation and mediation docking studio"),
]


class RightsStudio(models.Model):
    """One of the four studios of a centre (ORG-05).

    who                     may
    staff                   read
    business administrator  write
    head of the centre      write, own unit and below
    """

    _name = "rights.studio"
    _description = "Studio"
    _inherit = ["rights.own.unit", "rights.configured"]
    _order = "station_id, sequence, id"

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, required=True, precompute=True
    )
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    station_id = fields.Many2one(
        "rights.station",
        "Centre",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("level", "in", ["city_center", "district_center"])],
    )
    station_level = fields.Selection(related="station_id.level")
    kind = fields.Selection(STUDIO_KINDS, required=True)
    active = fields.Boolean(default=True)
    post_ids = fields.One2many("rights.post", "studio_id", "Posts", context={"active_test": False})
    min_staff = fields.Integer(
        "Least staff",
        default=lambda self: self.env["rights.network.parameter"]._value("min_staff_per_studio"),
    )
    plan_ids = fields.One2many("rights.work.plan", "studio_id", "Work plans")
    staff_count = fields.Integer("Staff at work", compute="_compute_staff_count")
    is_understaffed = fields.Boolean("Below the minimum", compute="_compute_staff_count")

    _kind_unique = models.UniqueIndex(
        "(station_id, kind)", "This centre already has a studio of this kind."
    )
    _min_staff_positive = models.Constraint(
        "CHECK (min_staff >= 1)", "A studio needs at least one member of staff."
    )

    @api.depends("kind")
    def _compute_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for studio in self:
            studio.name = studio.name or labels.get(studio.kind)

    @api.depends("kind")
    def _compute_sequence(self):
        order = {kind: place for place, (kind, _label) in enumerate(STUDIO_KINDS, 1)}
        for studio in self:
            studio.sequence = order.get(studio.kind, 0)

    @api.depends("post_ids.active", "post_ids.user_id.active", "min_staff")
    def _compute_staff_count(self):
        for studio in self:
            studio.staff_count = len(studio._staff())
            studio.is_understaffed = studio.staff_count < studio.min_staff

    @api.constrains("station_id")
    def _check_station_level(self):
        for studio in self:
            if studio.station_id.level not in ("city_center", "district_center"):
                raise ValidationError(
                    self.env._(
                        "Only a city or district centre has studios, not %(unit)s.",
                        unit=studio.station_id.name,
                    )
                )

    @api.constrains("active")
    def _check_four(self):
        """ORG-05: the city centre keeps exactly its four studios."""
        for studio in self:
            if not studio.active and studio.station_id.level == "city_center":
                raise ValidationError(studio._four_message())

    @api.ondelete(at_uninstall=False)
    def _unlink_except_city(self):
        for studio in self:
            if studio.station_id.level == "city_center":
                raise UserError(studio._four_message())

    def _four_message(self):
        return self.env._(
            "%(unit)s is a city command centre: its four studios stay.", unit=self.station_id.name
        )

    def _staff(self):
        """People who work here today: posts in force of users who are not locked."""
        return self.post_ids.filtered("active").user_id.filtered("active")

    def _check_staffed(self):
        """No case goes to a studio where nobody works (ORG-05)."""
        for studio in self:
            if not studio.sudo()._staff():  # whether somebody works there is no secret
                raise UserError(
                    self.env._(
                        "%(studio)s of %(unit)s has no staff in post. Fill a post first, or choose"
                        " another studio.",
                        studio=studio.name,
                        unit=studio.station_id.name,
                    )
                )
