from zlib import crc32

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..case.rights_case_kinds import SECRET_KINDS

CLERK = "consumer_rights.consumer_rights_group_clerk"


class RightsCase(models.Model):
    """Reply, follow-up and their place in the case line (RPL-01 to RPL-05, HND-12)."""

    _inherit = "rights.case"

    reply_comment = fields.Text(
        "Person's comment", copy=False, help="What the person says to the reply, when told."
    )
    needs_followup = fields.Boolean("Needs a follow-up", compute="_compute_needs_followup")
    sampled = fields.Boolean(
        "Drawn for assessment", readonly=True, copy=False, help="While the call is open (RPL-09)."
    )
    can_delegate_reply = fields.Boolean(compute="_compute_can_delegate_reply")

    _sampled = models.Index("(id) WHERE sampled IS TRUE")
    _not_returned = models.Index(
        "(station_id) WHERE stage_code = 'concluded' AND result_returned_at IS NULL"
    )

    @api.depends("kind", "is_anonymous", "name")
    def _compute_needs_followup(self):
        """Every complaint and identified report, as far as the set coverage goes (RPL-04).

        Which ones a coverage below 100 % takes is decided by the number, so it stays decided.
        """
        coverage = self.env["rights.network.parameter"]._value("followup_coverage")
        for case in self:
            asked = case.kind == "complaint" or case.kind == "report" and not case.is_anonymous
            case.needs_followup = asked and crc32((case.name or "").encode()) % 100 < coverage

    # -- the reply and its owner (RPL-01, RPL-02) --------------------------------------------------

    def _get_reception(self):
        """The unit whose reception studio took the matter in: it owes the reply."""
        self.ensure_one()
        case = self.sudo()
        return case.dispatch_ids.sorted("id")[:1].station_from_id or case.station_id

    def _owns_reply(self):
        """Whether the current user belongs to the reception that owes the reply.

        Below the city and district centres the station's officers are the reception of what they
        took in themselves. Reporters are told by those who may know them (SEC-02).
        """
        self.ensure_one()
        user, reception = self.env.user, self._get_reception()
        if self.env.su or self.kind in SECRET_KINDS:
            return True
        if reception not in user.rights_station_ids:
            return False
        has_studio = reception.level in ("city_center", "district_center")
        return user.has_group(CLERK) or not has_studio

    def _check_reply(self, transition):
        if self._owns_reply() or self._get_reply_delegation():
            return {}
        # not the name of a field, so that no dialog offers to fill it in
        return {
            "reply_owner": self.env._(
                "The reply belongs to the reception studio of %(unit)s. Return the result there, "
                "or ask it to delegate the reply.",
                unit=self._get_reception().name,
            )
        }

    def _get_reply_delegation(self):
        return self.env["rights.reply.delegation"]._find(self, self.env.user.rights_station_ids)

    @api.depends("stage_id", "station_id", "dispatch_ids")
    @api.depends_context("uid")
    def _compute_can_delegate_reply(self):
        for case in self:
            away = case.station_id != case._get_reception()
            case.can_delegate_reply = (
                case.stage_code in ("handling", "mediating", "concluded")
                and away
                and case._owns_reply()
                and not self.env["rights.reply.delegation"]._find(case, case.station_id)
            )

    def action_delegate_reply(self):
        """The reception lets the unit that has the case reply to the person."""
        for case in self:
            case.check_access("read")
            if not case.can_delegate_reply:
                raise AccessError(
                    self.env._("Replies are delegated by the reception studio that owes them.")
                )
            delegation = self.env["rights.reply.delegation"].create(
                {
                    "station_from_id": case._get_reception().id,
                    "station_id": case.station_id.id,
                    "case_id": case.id,
                    "reason": self.env._("The unit that handled it replies"),
                }
            )
            basis = self.env._("Reply delegated: %(units)s", units=delegation.display_name)
            case._append_events([{"type": "progress", "basis": basis}])
        return True

    def _effect_reply(self, transition):
        now = fields.Datetime.now()
        delegation = False if self._owns_reply() else self._get_reply_delegation().id
        self.env["rights.reply"].sudo().create(
            {
                "case_id": self.id,
                "cycle_no": self.cycle_no,
                "text": self.reply_text,
                "way": self.reply_way,
                "delivered_at": now,
                "user_id": self.env.uid,
                "delegation_id": delegation,
                "comment": self.reply_comment,
            }
        )
        return {"replied_at": now}

    def _move(self, transition, expected_stage, basis=None):
        result = super()._move(transition, expected_stage, basis=basis)
        if transition.sudo().effect == "reply":
            for case in self.sudo():
                papers = case.document_ids.filtered(
                    lambda paper: paper.transition_id == transition.sudo()
                )
                case.reply_ids[-1:].document_id = papers.sorted("id")[-1:]
        return result

    # -- the follow-up (RPL-04, RPL-05) ------------------------------------------------------------

    def _get_followups(self, purpose="service"):
        """Follow-ups of the present cycle."""
        return self.sudo().followup_ids.filtered(
            lambda row: row.purpose == purpose and row.cycle_no == self.cycle_no
        )

    def _get_not_independent(self):
        """Who handled or mediated this case, in any cycle: none of them follows it up (RPL-05)."""
        case = self.sudo()
        mediating = case.event_ids.filtered(
            lambda event: (
                event.type == "moved"
                and "mediating" in (event.stage_from_id.code, event.stage_to_id.code)
            )
        )
        return case.user_id | case.cycle_ids.user_id | mediating.user_id

    def _check_follow_up(self, transition):
        if not self.env.su and self.env.user in self._get_not_independent():
            # not the name of a field, so that no dialog offers to change the handler instead
            return {
                "independence": self.env._(
                    "Whoever handled or mediated a case cannot follow it up. Ask a colleague."
                )
            }
        missing = {}
        if not self.env.su and not self._get_followups().filtered(lambda row: row.state != "open"):
            missing["followup_ids"] = self.env._("Record the follow-up with its three grades.")
        return missing

    def _effect_follow_up(self, transition):
        """What was tried before the call that succeeded belongs to the form that ends it."""
        followups = self._get_followups()
        opened = followups.filtered(lambda row: row.state == "open")
        opened.attempt_ids.followup_id = (followups - opened)[-1:]
        opened.unlink()
        return {}

    def _get_followup_refusal(self):
        """Why the current user may not follow this case up; None when allowed."""
        self.ensure_one()
        step = self._transitions().filtered(lambda row: row.sudo().effect == "follow_up")[:1]
        if not step:
            return self.env._("%(case)s does not wait for a follow-up.", case=self.display_name)
        refusal = step._get_refusal(self)
        if refusal:
            return refusal
        return self._check_follow_up(step).get("independence")

    def action_followup_call(self):
        """The dialog for one call, reached or not."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Follow-up call: %(case)s", case=self.display_name),
            "res_model": "rights.followup.call",
            "view_mode": "form",
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def action_followup_link(self):
        """Invite the person to rate by a link in a text message or mail (RPL-06)."""
        for case in self:
            refusal = case._get_followup_refusal()
            if refusal:
                raise UserError(refusal)
            followup = case._get_followups().filtered(lambda row: row.state == "open")
            if not followup:
                followup = self.env["rights.followup"].sudo()._open(case, user=self.env.user)
            if not self.env["rights.notice"]._queue(
                case, "followup_invited", followup_id=followup.id
            ):
                raise UserError(
                    self.env._(
                        "No text message or mail can reach the person of %(case)s. Call instead.",
                        case=case.display_name,
                    )
                )
        return True

    # -- the archive (RPL-03, RPL-04, RPL-08) ------------------------------------------------------

    def _check_archive(self, transition):
        missing = super()._check_archive(transition)
        results = self._get_followups().filtered(lambda row: row.state != "open")
        if self.stage_code == "replied" and self.needs_followup and not results:
            missing["followup"] = self.env._("The person was not followed up yet.")
        if self.stage_code == "followed_up" and results[-1:].is_dissatisfied:
            if self.reopening_ids.filtered("is_current").state != "refused":
                missing["reopening"] = self.env._(
                    "The person is dissatisfied: take the matter up again. Only a supervisor may "
                    "refuse a further time."
                )
        return missing
