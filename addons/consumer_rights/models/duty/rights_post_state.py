from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ("on_duty", "On duty"),
    ("out_on_case", "Out on a case"),
    ("meeting", "In a meeting"),
    ("training", "In training"),
    ("leave", "On leave"),
]
OLD = timedelta(days=1)


class RightsPost(models.Model):
    """Where a member of staff is now, for the hall's board (DUT-06)."""

    _inherit = "rights.post"

    duty_state_set = fields.Selection(STATES, "State as last set", readonly=True, copy=False)
    duty_state_at = fields.Datetime("State set", readonly=True, copy=False)
    duty_state = fields.Selection(
        [*STATES, ("unknown", "Unknown")], "State", compute="_compute_duty_state"
    )

    @api.depends("duty_state_set", "duty_state_at")
    def _compute_duty_state(self):
        """A state older than a day tells nothing any more."""
        oldest = fields.Datetime.now() - OLD
        for post in self:
            is_fresh = post.duty_state_at and post.duty_state_at > oldest
            post.duty_state = post.duty_state_set if is_fresh else "unknown"

    def action_set_duty_state(self):
        """Set the state of an own post; the state is in the context of the button."""
        state = self.env.context.get("rights_duty_state")
        if state not in dict(STATES):
            raise UserError(self.env._("Choose one of the states of the board."))
        if any(post.user_id != self.env.user for post in self):
            raise AccessError(self.env._("Everybody sets the own state."))
        self._set_duty_state(state)
        return True

    def _set_duty_state(self, state):
        self.sudo().write(  # the own post, or by the person's coming on duty
            {"duty_state_set": state, "duty_state_at": fields.Datetime.now()}
        )


class RightsDutyShift(models.Model):
    _inherit = "rights.duty.shift"

    def action_come(self):
        result = super().action_come()
        self.user_id.rights_post_ids.filtered("active")._set_duty_state("on_duty")
        return result


class RightsPublicBoard(models.Model):
    """The staff board on the hall's screen says where each person is now (DUT-06)."""

    _inherit = "rights.public.board"

    def _card(self, user, posts):
        labels = dict(posts[0]._fields["duty_state"]._description_selection(self.env))
        state = max(posts, key=lambda post: post.duty_state_at or user.create_date).duty_state
        return super()._card(user, posts) | {"state": state, "state_text": labels[state]}
