from random import sample

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_date

# PRM-02: calls scored an operator and month
SAMPLE = 2


class RightsLanguageExpression(models.Model):
    """What operators should say, and what they must never say (PRM-02)."""

    _name = "rights.language.expression"
    _inherit = ["rights.code.mixin"]
    _description = "Expression of service language"

    name = fields.Char("Words", required=True, translate=False, help="As they are spoken.")
    kind = fields.Selection(
        [("recommended", "Recommended"), ("forbidden", "Forbidden")], required=True
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another expression has this code.")


class RightsLanguageCheck(models.Model):
    """A sampled call scored for its language (PRM-02).

    who                  may
    quality officer      draw the sample, score
    operator             read the own results

    A forbidden expression opens a violation candidate: an automation does it.
    """

    _name = "rights.language.check"
    _description = "Check of service language"
    _order = "id desc"
    _rec_name = "user_id"

    call_id = fields.Many2one(
        "rights.call.log", "Sampled call", required=True, readonly=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", "Operator", required=True, readonly=True, index=True, ondelete="restrict"
    )
    month = fields.Date(required=True, readonly=True)
    score = fields.Integer(default=100, aggregator="avg")
    expression_ids = fields.Many2many(
        "rights.language.expression", "rights_language_check_expression_rel", string="Heard"
    )
    note = fields.Text()
    checked_by_id = fields.Many2one("res.users", "Scored by", readonly=True, ondelete="restrict")
    checked_at = fields.Datetime("Scored on", readonly=True)
    is_forbidden = fields.Boolean(
        "Forbidden expression", compute="_compute_is_forbidden", store=True
    )

    _once = models.UniqueIndex("(call_id)", "This call is in the sample already.")
    _score_sane = models.Constraint("CHECK (score BETWEEN 0 AND 100)", "Between 0 and 100.")

    @api.depends("expression_ids.kind")
    def _compute_is_forbidden(self):
        for check in self:
            check.is_forbidden = "forbidden" in check.expression_ids.mapped("kind")

    @api.model
    def action_draw(self):
        """Draw calls of this month for every operator of the line, up to the number asked for."""
        self.check_access("create")
        month = china_date().replace(day=1)
        drawn = self.search([("month", "=", month)]).grouped("user_id")
        calls = self.env["rights.call.log"].search(
            [("day", ">=", month), ("status", "=", "answered"), ("user_id", "!=", self.env.uid)]
        )
        vals_list = []
        for operator, answered in calls.grouped("user_id").items():
            known = drawn.get(operator, self)
            rest = (answered - known.call_id).ids
            chosen = sample(rest, min(len(rest), max(SAMPLE - len(known), 0)))
            vals_list += [
                {"call_id": call, "user_id": operator.id, "month": month} for call in chosen
            ]
        self.create(vals_list)
        return True

    def write(self, vals):
        """Scored once; what it led to leans on it."""
        if not self.env.su:
            if any(check.checked_at for check in self):
                raise UserError(self.env._("This call was scored."))
            vals = {
                name: vals[name] for name in ("score", "expression_ids", "note") if name in vals
            }
        return super().write(vals)

    def action_finish(self):
        """The score stands."""
        self.check_access("write")
        self.sudo().write({"checked_at": fields.Datetime.now(), "checked_by_id": self.env.uid})
        return True

    def _propose_violation(self):
        """Called by the automation for a call with a forbidden expression."""
        for check in self.sudo():
            forbidden = check.expression_ids.filtered(lambda one: one.kind == "forbidden")
            self.env["rights.promise.violation"]._propose(
                "language",
                "civil",
                check.user_id,
                at=check.call_id.started_at,
                station=check.call_id.station_id,
                facts=", ".join(forbidden.mapped("name")),
            )
