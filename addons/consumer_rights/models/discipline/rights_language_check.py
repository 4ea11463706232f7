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

    recording_id = fields.Many2one("rights.case.evidence", readonly=True, ondelete="restrict")
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

    _once = models.UniqueIndex("(recording_id)", "This call is in the sample already.")
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
        known = self.search([("month", "=", month)])
        drawn = dict.fromkeys(known.user_id, 0)
        for check in known:
            drawn[check.user_id] += 1
        recordings = self.env["rights.case.evidence"].search(
            [("type", "=", "recording"), ("received_at", ">=", month)], order="received_at, id"
        )
        vals_list = []
        for recording in recordings - known.recording_id:
            operator = recording.sudo().create_uid  # who took the call, no content of the case
            if drawn.setdefault(operator, 0) < SAMPLE and operator != self.env.user:
                drawn[operator] += 1
                vals_list.append(
                    {"recording_id": recording.id, "user_id": operator.id, "month": month}
                )
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
        violations = self.env["rights.promise.violation"].sudo()  # opened by the system
        promise = self.env.ref("consumer_rights.promise_civil")
        for check in self.sudo():
            post = violations._get_posts(check.user_id, china_date()).get(check.user_id.id)
            if post and promise.published_at:
                violations.create(
                    {
                        "source": "language",
                        "promise_id": promise.id,
                        "user_id": check.user_id.id,
                        "post_id": post.id,
                        "station_id": post.station_id.id,
                        "case_id": check.recording_id.case_id.id,
                        "facts": ", ".join(
                            check.expression_ids.filtered(
                                lambda one: one.kind == "forbidden"
                            ).mapped("name")
                        ),
                    }
                )
