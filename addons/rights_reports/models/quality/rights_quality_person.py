from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .rights_quality_deduction import COUNTED


class RightsQualityPerson(models.Model):
    """Whose deduction it was; for heads only (QUA-15).

    who     may
    head    read, own unit and below
    others  nothing: neither the officer nor the unit learns a name from a deduction
    """

    _name = "rights.quality.person"
    _description = "Person of a deduction"
    _order = "id desc"
    _rec_name = "user_id"

    deduction_id = fields.Many2one(
        "rights.quality.deduction", required=True, readonly=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", "Person", required=True, readonly=True, index=True, ondelete="restrict"
    )
    post_id = fields.Many2one("rights.post", readonly=True, index=True, ondelete="restrict")
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        related="deduction_id.station_id",
        related_sudo=True,
        store=True,
        index=True,
    )
    month = fields.Date(
        "Month of the assessment", related="deduction_id.month", related_sudo=True, store=True
    )
    item_id = fields.Many2one(
        "rights.quality.item", "Deducted for", related="deduction_id.item_id", related_sudo=True
    )
    points = fields.Float(related="deduction_id.points", related_sudo=True)
    state = fields.Selection(related="deduction_id.state", related_sudo=True)

    _once = models.UniqueIndex("(deduction_id)", "The person of this deduction is noted already.")

    @api.model
    def _note(self, users):
        """:param users: {deduction: the person whose it was}"""
        if not self.env.su:
            raise AccessError(self.env._("The person of a deduction follows from its facts."))
        deductions = self.env["rights.quality.deduction"]
        self.create(
            [
                {
                    "deduction_id": deduction.id,
                    "user_id": user.id,
                    "post_id": deductions._get_post(
                        user, deduction.station_id, deduction.occurred_on
                    ).id,
                }
                for deduction, user in users.items()
            ]
        )


class RightsQualityDeduction(models.Model):
    _inherit = "rights.quality.deduction"

    person_ids = fields.One2many(
        "rights.quality.person",
        "deduction_id",
        "Whose it was",
        groups="consumer_rights.consumer_rights_group_head",
    )

    def _note_persons(self):
        """Of what an officer entered, the handler of the matter; nobody types a name."""
        self.env["rights.quality.person"]._note(
            {one: one.case_id.user_id for one in self if one.case_id.user_id}
        )


class RightsQualityPersonScore(models.Model):
    """A month of each post: what its holder has left of the hundred points (QUA-15).

    Year-end totals of the staff are its rows, grouped by year and person. Heads only.
    """

    _name = "rights.quality.person.score"
    _description = "Quality score of a person"
    _auto = False
    _order = "month desc, score, id"
    _rec_name = "user_id"
    _depends = {
        "rights.quality.bulletin": ["month", "station_id"],
        "rights.quality.deduction": ["bulletin_id", "state", "points", "part_id"],
        "rights.quality.person": ["deduction_id", "post_id"],
        "rights.quality.part": ["weight"],
        "rights.post": ["user_id", "role_id", "station_id", "date_from", "date_to"],
    }

    bulletin_id = fields.Many2one("rights.quality.bulletin", readonly=True)
    month = fields.Date("Month of the assessment", readonly=True)
    station_id = fields.Many2one("rights.station", "Unit", readonly=True)
    role_id = fields.Many2one("rights.post.template", "Post", readonly=True)
    user_id = fields.Many2one("res.users", "Person", readonly=True)
    deduction_count = fields.Integer("Deductions", readonly=True)
    points = fields.Float("Points off", readonly=True, digits=(5, 1))
    score = fields.Float(readonly=True, digits=(5, 1), aggregator="avg")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT row_number() OVER (ORDER BY bulletin.month, bulletin.id, post.id) AS id,
                   bulletin.id AS bulletin_id, bulletin.month, post.station_id, post.role_id,
                   post.user_id, coalesce(lost.count, 0)::int AS deduction_count,
                   coalesce(lost.points, 0)::float AS points,
                   (base.points - coalesce(lost.counted, 0))::float AS score
              FROM rights_quality_bulletin bulletin
              JOIN rights_station unit
                ON unit.parent_path LIKE bulletin.station_id::text || '/%%'
              JOIN rights_post post
                ON post.station_id = unit.id
               AND post.date_from < (bulletin.month + interval '1 month')::date
               AND coalesce(post.date_to, bulletin.month) >= bulletin.month
             CROSS JOIN (SELECT sum(weight) AS points FROM rights_quality_part) base
              LEFT JOIN (
                SELECT bulletin_id, post_id, sum(count) AS count, sum(points) AS points,
                       sum(least(points, weight)) AS counted
                  FROM (
                    SELECT deduction.bulletin_id, person.post_id, part.weight,
                           count(*) AS count, sum(deduction.points) AS points
                      FROM rights_quality_person person
                      JOIN rights_quality_deduction deduction
                        ON deduction.id = person.deduction_id
                      JOIN rights_quality_part part ON part.id = deduction.part_id
                     WHERE deduction.state = ANY(%s)
                     GROUP BY deduction.bulletin_id, person.post_id, part.id
                  ) AS parts
                 GROUP BY bulletin_id, post_id
              ) AS lost ON lost.bulletin_id = bulletin.id AND lost.post_id = post.id
            """,
            list(COUNTED),
        )
