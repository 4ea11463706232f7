from odoo import api, fields, models
from odoo.exceptions import UserError


class RightsCase(models.Model):
    """A district centre sends on the day of receipt what it got, or decides to keep it (TRI-02).

    who                                 may
    dispatcher, head of the unit        keep a matter that waits to be sent on, with a reason

    The decision ends the limit of the onward dispatch (TL-22): the matter is taken in hand here.
    """

    _inherit = "rights.case"

    may_keep = fields.Boolean(compute="_compute_may_keep")

    @api.depends("stage_id", "station_id", "deadline_ids.stopped_at")
    @api.depends_context("uid")
    def _compute_may_keep(self):
        for case in self:
            case.may_keep = case._get_not_kept() is None

    def _get_not_kept(self):
        """Why the current user cannot keep this case now, in a sentence; None when allowed."""
        self.ensure_one()
        user = self.env.user
        group = "consumer_rights.consumer_rights_group_"
        if not (user.has_group(f"{group}dispatcher") or user.has_group(f"{group}division_head")):
            return self.env._("Whether a matter stays here is decided by a dispatcher or a head.")
        if self.station_id not in user.rights_supervised_station_ids:
            return self.env._("The case lies with another unit.")
        if self.stage_code != "handling" or not self._has_dispatch_clock():
            return self.env._(
                "%(case)s does not wait to be sent on.", case=self.sudo().display_name
            )
        return None

    def _has_dispatch_clock(self):
        """Whether a clock runs that ends with a dispatch."""
        events = self.env["rights.deadline.policy"]._book().events
        dispatch, _moment = events.get("dispatch_sent", (None, None))
        return any(
            clock.snapshot["stop"] == dispatch and not clock.stopped_at
            for clock in self.sudo().deadline_ids  # who may keep the case reads its clocks
        )

    def action_keep(self, reason, handler=None):
        """Keep these cases: who handles them and why stands in the process record."""
        for case in self:
            case.check_access("write")
            case._lock()
            refusal = case._get_not_kept()
            if refusal:
                raise UserError(refusal)
            if not (reason or "").strip():
                raise UserError(self.env._("Say why the matter is kept here."))
            if handler:
                case.user_id = handler
            basis = self.env._("Kept and handled here: %(reason)s", reason=reason.strip())
            case._append_events([{"type": "progress", "basis": basis}])
            case._deadline_event("taken")
        return True
