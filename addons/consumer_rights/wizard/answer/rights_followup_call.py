from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...models.answer.rights_followup import FOLLOWUP, GRADES


class RightsFollowupCall(models.TransientModel):
    """One follow-up call, reached or not; for a replied case or a drawn one (RPL-06, RPL-10)."""

    _name = "rights.followup.call"
    _description = "Follow-up call"

    case_id = fields.Many2one("rights.case")
    line_id = fields.Many2one("rights.assessment.line")
    phone = fields.Char(compute="_compute_person")
    person = fields.Char(compute="_compute_person")
    question = fields.Text("What they were told", compute="_compute_person")
    tried = fields.Text("Tried before", compute="_compute_tried")
    reached = fields.Boolean(default=True)
    sat_attitude = fields.Selection(GRADES, "Attitude")
    sat_result = fields.Selection(GRADES, "Result")
    sat_overall = fields.Selection(GRADES, "Overall")
    comment = fields.Text("Comments")
    suggestion = fields.Text("Suggestions")
    note = fields.Char("What happened")
    is_last = fields.Boolean("Close as unreachable")

    @api.depends("case_id", "line_id")
    def _compute_person(self):
        """Name and phone as the rules of the identity give them to this officer; logged."""
        for call in self:
            case = call._get_case()
            parties = case.party_ids.filtered(lambda party: party.role != "proxy")
            if not self.env.su:
                parties.read(["name", "phone"])  # notes the look (SEC-02)
            call.person, call.phone = parties[:1].name, parties[:1].phone
            call.question = case.reply_ids[-1:].text

    @api.depends("case_id", "line_id")
    def _compute_tried(self):
        for call in self:
            case = call._get_case()
            attempts = case.sudo().followup_attempt_ids.filtered(
                lambda row, call=call, case=case: (
                    row.cycle_no == case.cycle_no and row.purpose == call._get_purpose()
                )
            )
            call.tried = "\n".join(
                f"{case._china_minute(attempt.at)} {attempt.user_id.name} {attempt.note or ''}"
                for attempt in attempts
            )

    def _get_purpose(self):
        return "sample" if self.line_id else "service"

    def _get_case(self):
        # the line names its case to nobody but the officer who may read that case
        case = self.line_id.sudo().case_id.sudo(False).with_env(self.env) or self.case_id
        case.check_access("read")
        return case

    def _get_followup(self):
        """The open follow-up of this call, made when there is none yet."""
        case = self._get_case()
        if self.line_id:
            if not self.env.user.has_group(FOLLOWUP):
                raise AccessError(self.env._("Calls are made by the follow-up officer."))
            if self.env.user in case._get_not_independent():
                raise UserError(
                    self.env._(
                        "Whoever handled or mediated a case cannot follow it up. Ask a colleague."
                    )
                )
            return self.line_id.sudo().followup_id.with_env(self.env)
        refusal = case._get_followup_refusal()
        if refusal:
            raise UserError(refusal)
        opened = case._get_followups().filtered(lambda row: row.state == "open")
        opened = opened or self.env["rights.followup"]._open(case, user=self.env.user)
        return opened.with_env(self.env)

    def action_save(self):
        """Record the call: its grades, or one more failed attempt."""
        self.ensure_one()
        followup = self._get_followup()
        if followup.user_id != self.env.user:
            followup.sudo().user_id = self.env.user  # whoever calls is the officer of the form
        if self.reached:
            followup._enter(
                {
                    "state": "done",
                    "way": "phone",
                    **{
                        name: self[name]
                        for name in (
                            "sat_attitude",
                            "sat_result",
                            "sat_overall",
                            "comment",
                            "suggestion",
                        )
                    },
                }
            )
        else:
            followup._note_attempt(self.note)
            if self.is_last:
                followup._enter({"state": "unreachable", "way": "phone", "comment": self.note})
        return {"type": "ir.actions.act_window_close"}
