from odoo import api, fields, models

from ..case.rights_case_kinds import SECRET_KINDS
from .rights_urge import CIRCULATED, LETTER, REMINDER

CAUSES = {
    "warned": "near",
    "ahead": "near",
    "before": "near",
    "due": "missed",
    "after": "lasting",
}


class RightsDeadlineReaction(models.Model):
    """What the steps of supervision do: urges and alerts (SUP-02, SUP-03, SUP-07).

    The server actions that a business administrator chooses from call these methods.
    """

    _inherit = "rights.deadline.reaction"

    def _send_reminder(self):
        self._urge(REMINDER)

    def _send_letter(self):
        self._urge(LETTER)

    def _circulate(self):
        self._urge(CIRCULATED)

    def _urge(self, level):
        """Urge the unit of each clock that still runs. What ended meanwhile needs no urge.

        The reminder before a due moment that has passed by now is left to the letter.
        """
        now = fields.Datetime.now()
        reactions = self.filtered(lambda row: row._get_running_case())
        if level == REMINDER:
            reactions = reactions.filtered(
                lambda row: row.step_id.moment == "due" or row.deadline_id.due_at > now
            )
        self.env["rights.urge"]._send_for(
            level,
            {row.deadline_id: CAUSES[row.step_id.moment] for row in reactions},
        )

    def _get_running_case(self):
        clock = self.deadline_id
        return not clock.stopped_at and clock.case_id

    def _ask_for_receipt(self):
        """A unit that has not confirmed receipt is reminded (SUP-02, TRI-03)."""
        clocks = self.filtered(lambda row: row._get_running_case()).deadline_id
        self.env["rights.urge"]._send_for(REMINDER, dict.fromkeys(clocks, "receipt"))

    def _escalate_urge(self):
        """An urge that nobody answered goes up one level (SUP-04)."""
        urges = self.deadline_id.filtered(lambda clock: clock.res_model == "rights.urge")
        self.env["rights.urge"].browse(urges.mapped("res_id"))._escalate()

    def _alert_centre_head(self):
        """The head of the centre is told at once (SUP-07)."""
        for clock in self.filtered(lambda row: row._get_running_case()).deadline_id:
            case = clock.case_id
            for user in case._get_centre_heads().filtered("active"):
                if case.with_user(user).has_access("read"):
                    case.activity_schedule(
                        "mail.mail_activity_data_todo",
                        user_id=user.id,
                        summary=self.env._("Missed: %(limit)s", limit=clock.display_name),
                    )


class RightsUrge(models.Model):
    """Urges that the system sends; it urges in the name of the unit above (SUP-02)."""

    _inherit = "rights.urge"

    @api.model
    def _send_for(self, level, cause_of):
        """Urge the units of these clocks, except where this level or a higher one was sent.

        :param cause_of: {clock: cause}
        """
        clocks = self.env["rights.deadline"].browse([clock.id for clock in cause_of])
        known = {
            clock.id: highest
            for clock, highest in self._read_group(
                [("deadline_id", "in", clocks.ids)], ["deadline_id"], ["level:max"]
            )
        }
        urges = self.create(
            [
                self._get_system_vals(clock.case_id, level, cause_of[clock])
                | {"deadline_id": clock.id}
                for clock in clocks
                if known.get(clock.id, "0") < level
            ]
        )
        urges._take_effect()
        return urges

    @api.model
    def _get_system_vals(self, case, level, cause):
        asks = level != REMINDER
        return {
            "case_id": case.id,
            "cycle_no": case.cycle_no,
            "level": level,
            "cause": cause,
            "station_id": case.station_id.id,
            "station_from_id": (case.station_id.parent_id or case.station_id).id,
            "user_id": case.user_id.id,
            "asks_answer": asks,
            "state": "open" if asks else "told",
        }

    def _escalate(self):
        """Send the next level; above the highest one the head of the centre is told."""
        for urge in self.filtered(lambda urge: urge.state == "open"):
            level = str(int(urge.level) + 1)
            if urge.level == CIRCULATED:
                urge._tell_heads()
            elif urge.deadline_id:
                urge._send_for(level, {urge.deadline_id: "unanswered"}).previous_id = urge
            else:
                values = urge._get_system_vals(urge.case_id, level, "unanswered")
                following = urge.create({**values, "text": urge.text, "previous_id": urge.id})
                following._take_effect()

    def _tell_heads(self):
        case = self.case_id
        for user in case._get_centre_heads().filtered("active"):
            if case.with_user(user).has_access("read"):
                case.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=user.id,
                    summary=self.env._("Nobody answers the circulated notice."),
                )

    def _settle(self):
        """What was urged is done: no answer is needed any more."""
        waiting = self.filtered(lambda urge: urge.state == "open")
        if not waiting:
            return
        waiting.state = "closed"
        running = waiting.clock_ids.filtered(lambda clock: not clock.stopped_at)
        running._stop(dict.fromkeys(running.ids, "exempt"), fields.Datetime.now())
        waiting._clock_refresh()


class RightsDeadline(models.Model):
    _inherit = "rights.deadline"

    @api.model
    def _stop(self, outcomes, at, reason=None, replaced_by=None):
        result = super()._stop(outcomes, at, reason, replaced_by)
        if outcomes:
            urges = self.env["rights.urge"].sudo()  # part of the clockwork
            urges.search([("deadline_id", "in", list(outcomes)), ("state", "=", "open")])._settle()
        return result


class RightsCase(models.Model):
    _inherit = "rights.case"

    def _move(self, transition, expected_stage, basis=None):
        """A case that closes has nothing left to urge."""
        result = super()._move(transition, expected_stage, basis=basis)
        if transition.sudo().stage_to_id.is_closed:
            self.sudo().urge_ids._settle()  # part of the clockwork
        return result


class RightsReopening(models.Model):
    """A dissatisfied follow-up urges whoever has the case (SUP-02); an automation calls it."""

    _inherit = "rights.reopening"

    def _urge_dissatisfied(self):
        urges = self.env["rights.urge"].sudo()  # sent by the system
        for reopening in self.sudo():
            case = reopening.case_id
            if case.kind in SECRET_KINDS:
                continue  # of these the reception is told, and nobody else
            text = self.env._("The person is dissatisfied: take the matter up again.")
            values = urges._get_system_vals(case, REMINDER, "dissatisfied")
            urges.create({**values, "text": text})._take_effect()
