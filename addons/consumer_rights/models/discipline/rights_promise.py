from odoo import api, fields, models
from odoo.exceptions import UserError


class RightsPromise(models.Model):
    """A published promise of the centre, with what it is measured by (PRM-01).

    who                     may
    staff                   read
    head                    write, publish and take back
    business administrator  write

    Only a published promise can be violated.
    """

    _name = "rights.promise"
    _inherit = ["rights.code.mixin"]
    _description = "Service promise"

    text = fields.Text("What is promised", required=True, translate=True)
    measure = fields.Char("Measured by", translate=True)
    policy_ids = fields.Many2many(
        "rights.deadline.policy",
        "rights_promise_policy_rel",
        string="Limits",
        help="Missing one of these limits is a violation of this promise.",
    )
    is_integrity = fields.Boolean(
        "Integrity", help="Violations are measured by their gravity, outside the ladder (PRM-09)."
    )
    published_at = fields.Datetime("Published", readonly=True, copy=False)

    _code_unique = models.Constraint("UNIQUE (code)", "Another promise has this code.")

    def action_publish(self):
        self._check_head()
        self.published_at = fields.Datetime.now()
        return True

    def action_take_back(self):
        self._check_head()
        self.published_at = False
        return True

    def _check_head(self):
        self.check_access("write")
        self.env.user._rights_check_role("head")

    def _check_published(self):
        for promise in self:
            if not promise.published_at:
                raise UserError(
                    self.env._(
                        "“%(promise)s” is not published and cannot be violated.",
                        promise=promise.name,
                    )
                )

    @api.model
    def _get_by_limit(self):
        """{code of a limit: published promise that it measures}"""
        return {
            code: promise
            for promise in self.search([("published_at", "!=", False)], order="sequence desc")
            for code in set(promise.policy_ids.mapped("code"))
        }
