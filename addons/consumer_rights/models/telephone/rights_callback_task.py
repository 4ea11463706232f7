from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.china_time import china_naive

OUTCOMES = [
    ("registered", "Reached: registered"),
    ("answered", "Reached: consultation answered"),
    ("no_request", "Reached: no request"),
    ("unreachable", "Unreachable"),
    ("wrong_number", "Wrong number"),
    ("duplicate", "Duplicate call"),
]
EDITED = frozenset(("note",))


class RightsCallbackTask(models.Model):
    """A caller whom nobody spoke to is called back (INT-03 to INT-06).

    who                                        may
    operator, office, station                  call back for the own unit, see the number (noted)
    dispatcher, head, quality, statistician    read the own unit and below, masked

    One task a number and day, with all its calls; a call after the task was closed opens it
    again. The limit is that of the first call: 24 hours after a message outside service hours
    (TL-01), service close of the working day for the others (TL-02). The first attempt with a
    result stops it; a task that nobody called stays red on the list and leaves its breach.
    """

    _name = "rights.callback.task"
    _description = "Call-back"
    _inherit = ["rights.deadline.owner", "rights.export.logged"]
    # the reddest first: what is called already and waits for the next attempt comes after it
    _order = "closed_at desc nulls first, due_at, next_attempt_at, id"
    _rec_name = "caller_masked"

    number = fields.Char("Digits", groups=fields.NO_ACCESS)
    caller_masked = fields.Char("Caller", readonly=True)
    caller = fields.Char("Caller's number", compute="_compute_caller")
    day = fields.Date(required=True, readonly=True, index=True)
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", "Given to", readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [("recorded", "Message left outside service hours"), ("missed", "Missed call")],
        required=True,
        readonly=True,
    )
    call_ids = fields.One2many("rights.call.log", "task_id", "Calls", readonly=True)
    call_count = fields.Integer("Calls so far", readonly=True)
    call_times = fields.Char("Rang at", compute="_compute_call_times")
    first_call_at = fields.Datetime("First call", required=True, readonly=True)
    opened_at = fields.Datetime("Open since", required=True, readonly=True)
    state = fields.Selection(
        [("open", "To call back"), ("closed", "Closed")],
        required=True,
        default="open",
        readonly=True,
    )
    light = fields.Selection(
        [
            ("green", "In time"),
            ("soon", "Soon"),
            ("today", "Today"),
            ("missed", "Missed"),
            ("again", "Called, not settled"),
        ],
        "Clock",
        compute="_compute_light",
        search="_search_light",
    )
    later_call_text = fields.Char("Got through later", compute="_compute_later_call_text")
    # the attempts
    attempt_ids = fields.One2many("rights.callback.attempt", "task_id", "Attempts", readonly=True)
    attempt_count = fields.Integer("Attempts so far", readonly=True)
    next_attempt_at = fields.Datetime("Call again from", readonly=True)
    # the end
    outcome = fields.Selection(OUTCOMES, readonly=True)
    note = fields.Char("What was said")
    closed_at = fields.Datetime("Closed", readonly=True)
    closed_by_id = fields.Many2one(
        "res.users", "Call-back closed by", readonly=True, ondelete="restrict"
    )
    case_ids = fields.One2many("rights.case", "callback_id", "Matters registered", readonly=True)

    _one_a_day = models.UniqueIndex(
        "(number, day) WHERE number IS NOT NULL", "This number has its call-back of this day."
    )
    _open_by_due = models.Index("(station_id, due_at, id) WHERE closed_at IS NULL")
    _open_by_person = models.Index("(user_id) WHERE closed_at IS NULL")
    _listed = models.Index("(closed_at DESC NULLS FIRST, due_at, next_attempt_at, id)")

    @api.depends("number")
    @api.depends_context("uid", "su")
    def _compute_caller(self):
        """Clear for who may call; when matters are registered, their parties hold it."""
        for task in self:
            may = self.env.su or (
                task.state == "open" and (task._origin or task).has_access("write")
            )
            task.caller = may and task.sudo().number

    def _read_format(self, fnames, load="_classic_read"):
        self._log_clear_looks(fnames)
        return super()._read_format(fnames, load)

    def _log_export_looks(self, names):
        self._log_clear_looks(names)

    def _log_clear_looks(self, names):
        """Note the look, as with the parties of a case (SEC-02)."""
        if "caller" in names and not self.env.su:
            for task in self.filtered("caller")._origin:
                self.env["rights.audit.log"]._log("look", self._name, task.id)

    @api.depends("call_ids.started_at")
    def _compute_call_times(self):
        for task in self:
            moments = sorted(task.sudo().call_ids.mapped("started_at"))
            task.call_times = ", ".join(f"{china_naive(at):%H:%M}" for at in moments)

    @api.depends("due_at", "warn_at", "state", "next_attempt_at")
    def _compute_light(self):
        for task in self:
            if task.state == "closed":
                task.light = False
            else:
                task.light = task._clock_state() or "again"

    def _search_light(self, operator, value):
        if operator != "in":
            return NotImplemented
        of_state = self.env["rights.deadline"]._domain_of_state
        is_open = Domain("closed_at", "=", False)
        parts = [
            is_open
            & (
                Domain("due_at", "=", False)
                if state == "again"
                else Domain("due_at", "!=", False) & of_state(state)
            )
            for state in value
            if state
        ]
        if False in value:
            parts.append(~is_open)
        return Domain.OR(parts)

    @api.depends("number", "first_call_at")
    def _compute_later_call_text(self):
        """The caller rang again the same day and was answered: then it is a duplicate."""
        calls = self.env["rights.call.log"].sudo()
        for task in self:
            number = task.sudo().number
            later = calls.search(
                [
                    ("number", "=", number or False),
                    ("day", "=", task.day),
                    ("status", "=", "answered"),
                    ("started_at", ">=", task.first_call_at),
                ],
                limit=1,
            )
            at = later.started_at if number else None
            task.later_call_text = f"{china_naive(at):%H:%M}" if at else False

    # -- from calls to tasks ----------------------------------------------------------------------

    @api.model
    def _collect(self, calls):
        """Put calls that nobody answered into the task of their number and day (INT-06).

        A hidden number cannot be merged: each such call is a task of its own.
        """
        for call in calls.sorted("started_at"):
            task = call.number and self.search(
                [("number", "=", call.number), ("day", "=", call.day)], limit=1
            )
            if task:
                task._add_call(call)
            else:
                self._open_for(call)

    @api.model
    def _open_for(self, call):
        is_message = call.status == "recorded" and call.is_off_hours
        task = self.create(
            {
                "number": call.number,
                "caller_masked": call.caller_masked,
                "day": call.day,
                "station_id": call.station_id.id,
                "kind": "recorded" if is_message else "missed",
                "first_call_at": call.started_at,
                "opened_at": call._missed_moment(),
                "call_count": 1,
            }
        )
        call.task_id = task
        task._start(call)

    def _start(self, call):
        """Start the clock of a call, and give the task to who is on duty."""
        event = "recording_ended" if self.kind == "recorded" else "call_missed"
        self._clock_event(event, call._missed_moment())
        shifts = self.env["rights.duty.shift"]
        at = call._missed_moment()
        self._give_to(shifts._responsible(self.station_id, at, shifts._next_day_end(at)))

    def _give_to(self, people):
        """To the one of these people who has the fewest open call-backs."""
        if not people:
            return
        load = dict(
            self._read_group(
                [("user_id", "in", people.ids), ("closed_at", "=", False)],
                ["user_id"],
                ["__count"],
            )
        )
        self.user_id = min(people, key=lambda user: (load.get(user, 0), user.id))
        self.clock_ids.filtered(lambda clock: not clock.stopped_at).user_id = self.user_id

    def _take_over(self, out_user, in_user):
        """At the change of shifts: what was pending with the one who goes (DUT-02)."""
        pending = self.filtered(lambda task: task.state == "open" and task.user_id == out_user)
        pending.user_id = in_user
        pending.clock_ids.filtered(lambda clock: not clock.stopped_at).user_id = in_user

    def _add_call(self, call):
        """One more call of the same number on the same day."""
        call.task_id = self
        self.call_count += 1
        if call.started_at < self.first_call_at:
            self.first_call_at = call.started_at
        if self.state == "closed":
            self.write(
                {
                    "state": "open",
                    "opened_at": call._missed_moment(),
                    "outcome": False,
                    "closed_at": False,
                    "closed_by_id": False,
                    "next_attempt_at": False,
                    "kind": "recorded"
                    if call.status == "recorded" and call.is_off_hours
                    else "missed",
                }
            )
            self._start(call)

    def _call_was_answered(self, calls):
        """The telephone system said only later that a call was answered."""
        for call in calls:
            task = call.task_id
            call.task_id = False
            task.call_count -= 1
            if not task.call_ids and task.state == "open" and not task.attempt_ids:
                task.clock_ids._stop(
                    {clock.id: "exempt" for clock in task.clock_ids}, fields.Datetime.now()
                )
                task._clock_refresh()
                task._close("duplicate")

    # -- calling back -----------------------------------------------------------------------------

    def action_reached_registered(self):
        """Reached: the attempt counts, and the registration opens with the number filled in."""
        self.ensure_one()
        self._log_attempt("reached")
        call = self.call_ids.sorted("started_at")[-1:]
        recorded = self.call_ids.filtered(lambda row: row.status == "recorded")[:1]
        return (recorded or call)._registration_form(default_callback_id=self.id)

    def action_reached_answered(self):
        return self._end_reached("answered")

    def action_reached_no_request(self):
        return self._end_reached("no_request")

    def _end_reached(self, outcome):
        for task in self:
            task._log_attempt("reached")
            task._close(outcome)
        return True

    def action_not_reached(self):
        for task in self:
            task._log_attempt("not_reached")
        return True

    def action_wrong_number(self):
        for task in self:
            task._log_attempt("wrong_number")
            task._close("wrong_number")
        return True

    def action_duplicate(self):
        """The same caller is on the line otherwise: say where."""
        for task in self:
            task._check_may_call()
            if not (task.note or task.later_call_text):
                raise UserError(self.env._("Say which call or matter it repeats."))
            task._log_attempt("duplicate")
            task._close("duplicate")
        return True

    def action_unreachable(self):
        """Three attempts, two hours apart (INT-05); a hidden number cannot be called at all."""
        for task in self:
            task._check_may_call()
            if not task.sudo().number:
                if not (task.note or "").strip():
                    raise UserError(self.env._("The number is hidden: say what was tried."))
                task._log_attempt("not_reached")
            task._check_unreachable()
            task._close("unreachable")
        return True

    # -- the gate ---------------------------------------------------------------------------------

    def _check_may_call(self):
        self.ensure_one()
        self.check_access("write")
        if self.state != "open":
            raise UserError(self.env._("This call-back is closed."))

    def _log_attempt(self, result):
        """An attempt with its result; the first one stops the limit (INT-03, INT-05)."""
        self._check_may_call()
        task_sudo = self.sudo()  # whoever may call back was checked
        now = fields.Datetime.now()
        self.env["rights.callback.attempt"]._append(
            [
                {
                    "task_id": self.id,
                    "at": now,
                    "user_id": self.env.uid,
                    "result": result,
                    "note": self.note,
                }
            ]
        )
        again = now + self.env["rights.callback.attempt"]._apart()
        task_sudo.write(
            {
                "attempt_count": self.attempt_count + 1,
                "next_attempt_at": again if result == "not_reached" else False,
            }
        )
        task_sudo._clock_event("callback_logged", now)

    def _check_unreachable(self):
        attempts = self.env["rights.callback.attempt"]
        counted = attempts._counted(self)
        if self.sudo().number and counted < attempts._least():
            raise UserError(
                self.env._(
                    "Unreachable needs %(count)s attempts at least %(hours)s hours apart;"
                    " %(done)s count so far (INT-05).",
                    count=attempts._least(),
                    hours=int(attempts._apart() / timedelta(hours=1)),
                    done=counted,
                )
            )

    def _close(self, outcome):
        """The one place where a task ends: by one of the six results (INT-05)."""
        clocks = self.sudo().clock_ids  # whether one runs is no secret
        if outcome not in dict(OUTCOMES) or clocks.filtered(lambda clock: not clock.stopped_at):
            raise UserError(self.env._("Log an attempt with its result first (INT-03)."))
        self.sudo().write(  # checked by the acts above
            {
                "state": "closed",
                "outcome": outcome,
                "closed_at": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
                "next_attempt_at": False,
            }
        )

    # -- writing ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Call-backs are made from the calls."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - EDITED:
                raise AccessError(self.env._("A call-back changes with its buttons."))
            if self.filtered(lambda task: task.state == "closed"):
                raise UserError(self.env._("This call-back is closed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A call-back is never deleted: close it with its result."))


class RightsCallLog(models.Model):
    _inherit = "rights.call.log"

    def _missed_moment(self):
        """From when the limit counts: the end of a message, else when it rang."""
        return self.recorded_to if self.status == "recorded" else self.started_at


class RightsCase(models.Model):
    """A matter registered at a call-back closes it."""

    _inherit = "rights.case"

    callback_id = fields.Many2one(
        "rights.callback.task", "Call-back", index="btree_not_null", copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        for task in cases.callback_id.filtered(lambda task: task.state == "open"):
            task.check_access("write")
            task._close("registered")
        return cases

    @api.model
    def _get_todo_pages(self):
        """The call-backs given to the user, or to nobody yet (design D14)."""
        pages = super()._get_todo_pages()
        tasks = self.env["rights.callback.task"]
        if tasks.has_access("write"):
            mine = Domain("closed_at", "=", False) & Domain("user_id", "in", (self.env.uid, False))
            count = tasks.search_count(mine, limit=1000)
            pages.append(("consumer_rights.rights_callback_task_action_my", count))
        return pages
