from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.china_time import china_date


class RightsAward(models.Model):
    """A nomination for an award of a year (ACT-06, INC-08).

    who     may
    staff   read
    head    nominate people of the own unit and below
    """

    _name = "rights.award"
    _description = "Nomination for an award"
    _inherit = ["rights.own.unit"]
    _order = "year desc, id desc"

    name = fields.Char("Award", required=True)
    year = fields.Integer(required=True, default=lambda self: china_date().year, aggregator=None)
    user_id = fields.Many2one("res.users", "Person", required=True, ondelete="restrict")
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    reason = fields.Text()

    _once = models.UniqueIndex(
        "(user_id, year, name)", "This person is nominated for this award already."
    )

    @api.constrains("user_id", "year")
    def _check_not_blocked(self):
        """A person who lost the eligibility of a year is not nominated for it (ACT-06)."""
        for award in self:
            if award.user_id._rights_loses_award(award.year):
                raise ValidationError(
                    self.env._("This person cannot be nominated for %(year)s.", year=award.year)
                )


class ResUsers(models.Model):
    _inherit = "res.users"

    def _rights_loses_award(self, year):
        """Whether a decision in force takes the awards of this year from the person."""
        for name in ("rights.accountability", "rights.promise.violation"):
            decided = (
                self.env[name]
                .sudo()  # the answer is all that is told
                .search(
                    [
                        ("user_id", "=", self.id),
                        ("state", "in", ("decided", "closed")),
                        ("sanction_ids.blocks_award", "=", True),
                    ]
                )
            )
            if any(
                china_date(record.decided_at).year == year and record._is_in_force()
                for record in decided
            ):
                return True
        return False
