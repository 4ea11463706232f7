from odoo import api, fields, models
from odoo.tools import ormcache


class ResUsers(models.Model):
    """Whoever is examined leaves the matter alone while it lasts (ACT-08).

    A record rule on ``rights.case`` reads the field, and moves ask it too. A candidate that nobody
    took up yet holds nothing, else every missed deadline would stop the work on its matter.
    """

    _inherit = "res.users"

    rights_examined_case_ids = fields.Many2many(
        "rights.case", compute="_compute_rights_examined_case_ids", compute_sudo=True
    )

    def _compute_rights_examined_case_ids(self):
        for user in self:
            user.rights_examined_case_ids = self._rights_examined(user.id)

    @api.model
    @ormcache("user_id")
    def _rights_examined(self, user_id):
        """Ids of the cases; kept until a record changes its state."""
        records = self.env["rights.accountability"].sudo()  # ids alone, for the rule
        examined = records.search(
            [
                ("user_id", "=", user_id),
                ("case_id", "!=", False),
                ("state", "in", ("verifying", "decided", "reviewing")),
            ]
        )
        return tuple(examined.case_id.ids)


class RightsStation(models.Model):
    _inherit = "rights.station"

    def _forget_rights(self):
        result = super()._forget_rights()
        self.env["res.users"].invalidate_model(["rights_examined_case_ids"])
        return result


class RightsCaseTransition(models.Model):
    _inherit = "rights.case.transition"

    def _get_refusal(self, case):
        if not self.env.su and case.id in self.env.user._rights_examined(self.env.uid):
            return self.env._("Your own conduct in this matter is being examined.")
        return super()._get_refusal(case)
