from odoo import api, fields, models
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


class RightsQualityAnnualItem(models.Model):
    """What is added or taken off at the end of a year, with its grounds (QUA-10, INC-09, ACT-09).

    who               may
    quality officer   enter for own unit and below
    division head     approve, never the own entry; only approved items count
    """

    _name = "rights.quality.annual.item"
    _inherit = ["rights.own.unit"]
    _description = "Annual item of the assessment"
    _order = "year desc, station_id, id"

    name = fields.Char("For what", required=True)
    year = fields.Integer(required=True, default=lambda self: china_date().year, aggregator=None)
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, index=True, ondelete="restrict"
    )
    studio_id = fields.Many2one(
        "rights.studio",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('station_id', '=', station_id)]",
    )
    points = fields.Float(required=True, digits=(5, 1), help="Below 0 they are taken off.")
    evidence = fields.Text(required=True)
    entered_by_id = fields.Many2one(
        "res.users",
        "Entered by",
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    approved_at = fields.Datetime("Approved at", readonly=True, copy=False)
    approved_by_id = fields.Many2one(
        "res.users", "Approved by (person)", readonly=True, copy=False, ondelete="restrict"
    )

    _points_sensible = models.Constraint(
        "CHECK (points BETWEEN -100 AND 100 AND points <> 0)", "Between -100 and 100 points, not 0."
    )
    _year_sensible = models.Constraint("CHECK (year BETWEEN 2000 AND 2999)", "Enter a year.")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals["entered_by_id"] = self.env.uid
                vals.pop("approved_at", None)
                vals.pop("approved_by_id", None)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if any(self._fields[name].readonly for name in vals):
                raise AccessError(self.env._("An item is approved by its button."))
            if any(self.mapped("approved_at")):
                raise UserError(self.env._("What was approved stays as it is. Enter another item."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_not_approved(self):
        if any(self.mapped("approved_at")):
            raise UserError(self.env._("What was approved stays as it is. Enter another item."))

    def action_approve(self):
        self.check_access("read")
        self.env.user._rights_check_role("division_head")
        for item in self:
            if item.entered_by_id == self.env.user:
                raise UserError(self.env._("Somebody else approves what you entered."))
        self.sudo().write(  # the role was checked
            {"approved_at": fields.Datetime.now(), "approved_by_id": self.env.uid}
        )
        return True


class RightsQualityYear(models.Model):
    """The annual result: the mean of the published months plus the annual items (QUA-10).

    One row a year for each unit, service stations among them, and each studio; those of persons
    are rows of ``rights.quality.person.score``.
    """

    _name = "rights.quality.year"
    _description = "Annual quality result"
    _auto = False
    _order = "year desc, total desc, station_id"
    _rec_name = "station_id"
    _depends = {
        "rights.quality.bulletin": ["state"],
        "rights.quality.score": ["bulletin_id", "month", "station_id", "studio_id", "total"],
        "rights.quality.annual.item": ["year", "station_id", "studio_id", "points", "approved_at"],
        "rights.station": ["level"],
    }

    year = fields.Integer(readonly=True, aggregator=None)
    station_id = fields.Many2one("rights.station", "Unit", readonly=True)
    level = fields.Selection(related="station_id.level")
    is_service_station = fields.Boolean("Service station", readonly=True)
    studio_id = fields.Many2one("rights.studio", readonly=True)
    month_count = fields.Integer("Months published", readonly=True, aggregator=None)
    mean = fields.Float("Mean of the months", readonly=True, digits=(5, 2), aggregator="avg")
    deduction_count = fields.Integer("Deductions", readonly=True)
    items = fields.Float("Annual items", readonly=True, digits=(5, 1))
    total = fields.Float("Annual score", readonly=True, digits=(5, 2), aggregator="avg")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT months.*, coalesce(item.points, 0)::float AS items,
                   greatest(0, months.mean + coalesce(item.points, 0))::float AS total
              FROM (
                SELECT min(score.id) AS id, extract(year FROM score.month)::int AS year,
                       score.station_id, score.studio_id,
                       bool_or(unit.level IN ('service_station', 'service_point'))
                           AS is_service_station,
                       count(*)::int AS month_count,
                       sum(score.deduction_count)::int AS deduction_count,
                       round(avg(score.total)::numeric, 2)::float AS mean
                  FROM rights_quality_score score
                  JOIN rights_quality_bulletin bulletin
                    ON bulletin.id = score.bulletin_id AND bulletin.state = 'published'
                  JOIN rights_station unit ON unit.id = score.station_id
                 GROUP BY extract(year FROM score.month), score.station_id, score.studio_id
              ) AS months
              LEFT JOIN LATERAL (
                SELECT sum(points) AS points FROM rights_quality_annual_item item
                 WHERE item.year = months.year AND item.station_id = months.station_id
                   AND item.studio_id IS NOT DISTINCT FROM months.studio_id
                   AND item.approved_at IS NOT NULL
              ) AS item ON true
            """
        )
