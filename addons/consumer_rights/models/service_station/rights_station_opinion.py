from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class RightsStationOpinion(models.Model):
    """An opinion of consumers, or a proposal for a rule, and to whom it was passed.

    who                            may
    liaison, in the portal         enter, and read what became of it
    station officer, dispatcher    pass it on, note the answer, own unit and below
    staff                          read
    """

    _name = "rights.station.opinion"
    _inherit = ["rights.station.part"]
    _description = "Opinion passed on by a service station"
    _order = "id desc"
    _rec_name = "subject"

    kind = fields.Selection(
        [("opinion", "Opinion or suggestion"), ("rule", "Proposal for a law or rule")],
        required=True,
        default="opinion",
    )
    subject = fields.Char(required=True)
    content = fields.Text(required=True)
    entered_by_id = fields.Many2one(
        "res.users",
        "Entered by",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [("open", "To be passed on"), ("passed", "Passed on"), ("answered", "Answered")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    division_id = fields.Many2one("rights.division", "To the division", ondelete="restrict")
    partner_body_id = fields.Many2one("rights.partner.body", "To the body", ondelete="restrict")
    superior_id = fields.Many2one(
        "rights.station",
        "To the superior unit",
        ondelete="restrict",
        domain=[("level", "in", ("city_center", "district_center"))],
    )
    passed_at = fields.Datetime("Passed on at", readonly=True)
    passed_by_id = fields.Many2one("res.users", "Passed on by", readonly=True, ondelete="restrict")
    answer = fields.Text()
    answered_at = fields.Datetime("Answered at", readonly=True)

    def write(self, vals):
        fixed = {"profile_id", "kind", "subject", "content"}
        if not self.env.su and (fixed & vals.keys()) and self.filtered(lambda r: r.state != "open"):
            raise AccessError(self.env._("What was passed on stays as it was entered."))
        return super().write(vals)

    def action_pass_on(self):
        """To the department concerned (STN-17), a proposal for a rule upward (STN-20)."""
        self.check_access("write")
        for row in self:
            if row.state != "open":
                raise UserError(self.env._("“%(subject)s” was passed on.", subject=row.subject))
            if not (row.division_id or row.partner_body_id or row.superior_id):
                raise UserError(self.env._("Choose the division, the body or the unit it goes to."))
        # the state is the system's; the right to write was checked
        self.sudo().write(
            {
                "state": "passed",
                "passed_at": fields.Datetime.now(),
                "passed_by_id": self.env.uid,
            }
        )
        return True

    def action_answered(self):
        self.check_access("write")
        for row in self:
            if row.state != "passed" or not (row.answer or "").strip():
                raise UserError(self.env._("Enter the answer to what was passed on."))
        self.sudo().write({"state": "answered", "answered_at": fields.Datetime.now()})  # as above
        return True
