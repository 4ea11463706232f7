from odoo import api, fields, models
from odoo.exceptions import ValidationError

GRADES = [
    ("satisfied", "Satisfied"),
    ("basic", "Basically satisfied"),
    ("dissatisfied", "Dissatisfied"),
]


class RightsFollowup(models.Model):
    """A follow-up of a replied case: reached or not, and three grades (RPL-04 to RPL-07)."""

    _name = "rights.followup"
    _inherit = ["rights.case.part"]
    _description = "Follow-up"
    _order = "case_id, id"
    _rec_name = "state"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users",
        "Follow-up officer",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    state = fields.Selection(
        [("open", "Open"), ("done", "Done"), ("unreachable", "Unreachable")],
        default="done",
        required=True,
    )
    at = fields.Datetime("Time", default=fields.Datetime.now)
    way = fields.Selection(
        [("phone", "Phone"), ("sms", "Text message"), ("portal", "Portal")], default="phone"
    )
    sat_attitude = fields.Selection(GRADES, "Attitude")
    sat_result = fields.Selection(GRADES, "Result")
    sat_overall = fields.Selection(GRADES, "Overall")
    comment = fields.Text("Comments and suggestions")

    @api.constrains("state", "sat_attitude", "sat_result", "sat_overall")
    def _check_grades(self):
        for followup in self:
            if followup.state == "done" and not (
                followup.sat_attitude and followup.sat_result and followup.sat_overall
            ):
                raise ValidationError(self.env._("Enter all three grades of satisfaction."))

    @api.constrains("user_id", "case_id")
    def _check_independent(self):
        for followup in self:
            if followup.user_id == followup.case_id.sudo().user_id:
                raise ValidationError(
                    self.env._("The handler of a case cannot follow it up. Ask a colleague.")
                )
