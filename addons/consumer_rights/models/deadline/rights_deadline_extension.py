from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

DECISION = ("decided_at", "decided_by_id", "decision_note", "new_due_at")


class RightsDeadline(models.Model):
    _inherit = "rights.deadline"

    def _get_not_extendable(self):
        """Why this clock cannot be extended now, in a sentence; None when it can (LIM-09)."""
        self.ensure_one()
        terms = self._terms()
        requests = self.sudo().extension_ids
        approved = len(requests.filtered(lambda request: request.state == "approved"))
        if not terms.extension_times or not terms.extension_amount:
            return self.env._("%(limit)s cannot be extended.", limit=self.display_name)
        if self.stopped_at:
            return self.env._("%(limit)s has ended already.", limit=self.display_name)
        if requests.filtered(lambda request: request.state == "asked"):
            return self.env._(
                "An extension of %(limit)s is asked already.", limit=self.display_name
            )
        if approved >= terms.extension_times:
            return self.env._(
                "%(limit)s may be extended %(count)s time(s) at most, and was.",
                limit=self.display_name,
                count=terms.extension_times,
            )
        if self.due_at and fields.Datetime.now() >= self.due_at:
            return self.env._(
                "%(limit)s was due on %(day)s. An extension is asked before that.",
                limit=self.display_name,
                day=self.due_day,
            )
        return None


class RightsDeadlineExtension(models.Model):
    """A request for more time: asked before the due moment, decided by the named role (LIM-09).

    who                         may
    whoever writes the case     ask, with the reason
    the limit's approvers       approve or refuse, for cases of their unit and below

    A request of the last minute that is approved after it counts: the clock was not missed.
    """

    _name = "rights.deadline.extension"
    _inherit = ["rights.case.part"]
    _description = "Extension of a deadline"
    _order = "asked_at desc, id desc"

    deadline_id = fields.Many2one("rights.deadline", required=True, index=True, ondelete="restrict")
    case_id = fields.Many2one(related="deadline_id.case_id", store=True, index=True)
    station_id = fields.Many2one(related="case_id.station_id", string="Unit")
    reason = fields.Text(required=True)
    asked_at = fields.Datetime("Asked on", readonly=True)
    asked_by_id = fields.Many2one("res.users", "Asked by", readonly=True, ondelete="restrict")
    state = fields.Selection(
        [("asked", "Asked"), ("approved", "Approved"), ("refused", "Refused")],
        default="asked",
        readonly=True,
        required=True,
    )
    decided_at = fields.Datetime("Decided on", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    decision_note = fields.Char("Note on the decision", readonly=True)
    old_due_at = fields.Datetime("Due before", readonly=True)
    new_due_at = fields.Datetime("Due after", readonly=True)
    is_mine_to_decide = fields.Boolean(compute="_compute_is_mine_to_decide")

    _one_open = models.UniqueIndex(
        "(deadline_id) WHERE state = 'asked'", "An extension is asked already."
    )

    @api.depends("deadline_id")
    def _compute_display_name(self):
        for request in self:
            request.display_name = self.env._(
                "Extension of %(limit)s", limit=request.deadline_id.display_name
            )

    @api.depends("state", "deadline_id")
    @api.depends_context("uid")
    def _compute_is_mine_to_decide(self):
        for request in self:
            request.is_mine_to_decide = request.state == "asked" and request._get_refusal() is None

    @api.model_create_multi
    def create(self, vals_list):
        # nothing else is taken from the caller, neither as a value nor as a default
        asked = {"state": "asked", "asked_by_id": self.env.uid}
        asked |= dict.fromkeys(DECISION, False)
        vals_list = [
            {"deadline_id": vals["deadline_id"], "reason": vals.get("reason"), **asked}
            for vals in vals_list
        ]
        clocks = self.env["rights.deadline"].browse([vals["deadline_id"] for vals in vals_list])
        clocks.case_id.check_access("write")
        now = fields.Datetime.now()
        for clock, vals in zip(clocks.sudo(), vals_list, strict=True):  # only its terms are read
            refusal = clock._get_not_extendable()
            if refusal:
                raise UserError(refusal)
            if not (vals.get("reason") or "").strip():
                raise UserError(self.env._("Give the reason for the extension."))
            vals.update(asked_at=now, old_due_at=clock.due_at)
        requests = super(RightsDeadlineExtension, self.sudo()).create(vals_list).sudo(self.env.su)
        for request in requests:
            request._tell_approvers()
        return requests

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A request stays as it was asked. Approve or refuse it."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A request for an extension is never deleted."))

    # -- the decision -----------------------------------------------------------------------------

    def _get_refusal(self):
        """Why the current user may not decide this request; None when allowed."""
        self.ensure_one()
        if self.env.su:
            return None
        groups = self.sudo().deadline_id.policy_id.extension_group_ids
        if not groups & self.env.user.all_group_ids:
            return self.env._(
                "Extensions of %(limit)s are decided by: %(roles)s.",
                limit=self.sudo().deadline_id.display_name,
                roles=", ".join(groups.mapped("name")),
            )
        if self.sudo().case_id.station_id not in self.env.user.rights_supervised_station_ids:
            return self.env._("The case lies with another unit.")
        if self.sudo().asked_by_id == self.env.user:
            return self.env._("Nobody decides the own request. Ask a colleague.")
        return None

    def _check_may_decide(self):
        self.check_access("read")
        self.sudo().case_id._lock()  # a step at the same moment comes before or after
        for request in self:
            refusal = request._get_refusal()
            if refusal:
                raise AccessError(refusal)
            if request.state != "asked":
                raise UserError(self.env._("This request is decided already."))

    def action_approve(self, note=None):
        self._check_may_decide()
        for request in self.sudo():  # rights are checked above
            request._do_approve(note)
        return True

    def _do_approve(self, note):
        clock = self.deadline_id
        terms = clock._terms()
        new = clock._reckoned(
            terms, clock.start_at, clock.extended + terms.extension_amount, clock._pauses()
        )
        self._check_cap(new["due_at"])
        clock.extended += terms.extension_amount
        clock._recount()
        self._decide("approved", note, clock.due_at)
        if clock.stopped_at and clock.outcome == "late" and clock.stopped_at < clock.due_at:
            clock.outcome = "met"  # asked in time, stopped before the new date
        self.env["rights.deadline.breach"]._record(clock.ids)

    def _check_cap(self, due_at):
        """An extension keeps a statutory limit of the case (HND-04)."""
        clock = self.deadline_id
        cap = clock.snapshot.get("cap")
        if not cap or not due_at:
            return
        outer = clock.search(
            [
                ("case_id", "=", clock.case_id.id),
                ("code", "=", cap),
                ("cycle_no", "=", clock.cycle_no),
                ("due_at", "<", due_at),
            ],
            limit=1,
        )
        if outer:
            raise UserError(
                self.env._(
                    "%(limit)s cannot be extended beyond %(outer)s, which is due on %(day)s.",
                    limit=clock.display_name,
                    outer=outer.display_name,
                    day=outer.due_day,
                )
            )

    def action_refuse(self, note=None):
        self._check_may_decide()
        for request in self.sudo():  # rights are checked above
            request._decide("refused", note, request.deadline_id.due_at)
            # a clock that ran out while the request lay here is missed now
            self.env["rights.deadline.breach"]._record(request.deadline_id.ids)
        return True

    def _decide(self, state, note, new_due_at):
        self.write(
            {
                "state": state,
                "decided_at": fields.Datetime.now(),
                "decided_by_id": self.env.uid,
                "decision_note": note,
                "new_due_at": new_due_at,
            }
        )
        label = dict(self._fields["state"]._description_selection(self.env))[state]
        self.case_id._append_events(
            [{"type": "progress", "basis": f"{self.display_name}: {label}"}]
        )
        self.case_id.activity_search(["mail.mail_activity_data_todo"]).filtered(
            lambda activity: activity.summary == self.display_name
        ).action_feedback(feedback=label)

    def _tell_approvers(self):
        """A task for one approver of the nearest unit that has one."""
        groups = self.sudo().deadline_id.policy_id.extension_group_ids
        station = self.sudo().case_id.station_id
        while station:
            people = station.post_ids.filtered("active").user_id
            people = people.filtered(lambda user: user.all_group_ids & groups) - self.env.user
            if people:
                self.case_id.sudo().activity_schedule(
                    "mail.mail_activity_data_todo", user_id=people[0].id, summary=self.display_name
                )
                return
            station = station.parent_id
