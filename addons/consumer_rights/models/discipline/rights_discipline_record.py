from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.china_time import china_date

OPEN = ("candidate", "verifying", "confirmed", "decided", "reviewing")
OBJECTION, REVIEW = "PRM-06", "TL-77"
ENTERED = frozenset(("user_id", "case_id", "occurred_at", "facts"))
CORRECTED = frozenset(("facts", "finding", "hearing_note", "exclusion_id", "sanction_ids"))


class RightsDisciplineRecord(models.AbstractModel):
    """One person's conduct under examination: a violation of a promise, or a fault.

    who                     may
    person concerned        read, contest a candidate, ask for a review; write nothing else
    discipline officer      open, verify, hear, decide, deliver and close in the own line
    head of the line        the same, and approve
    auditor                 read

    Nobody enters, decides or reviews what concerns the own person. It begins as a candidate, of
    which the person is told; nothing is decided before the time for objections is over or used.
    Every act stands in the audit log, by number and without a name.
    """

    _name = "rights.discipline.record"
    _inherit = ["rights.deadline.owner"]
    _description = "Record of conduct"
    _order = "id desc"

    # what people enter, and what they may correct until the decision
    _entered = ENTERED
    _corrected = CORRECTED
    # the state in which it is examined, after the candidate was taken up
    _taken_up = "verifying"

    user_id = fields.Many2one("res.users", "Person", required=True, index=True, ondelete="restrict")
    post_id = fields.Many2one(
        "rights.post", "Post at that moment", readonly=True, ondelete="restrict"
    )
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, index=True, readonly=True, ondelete="restrict"
    )
    occurred_at = fields.Datetime("Happened on", required=True, default=fields.Datetime.now)
    entered_by_id = fields.Many2one("res.users", "Entered by", readonly=True, ondelete="restrict")
    # facts (ACT-05)
    case_id = fields.Many2one(
        "rights.case", "Related matter", index="btree_not_null", ondelete="restrict"
    )
    case_facts = fields.Text(
        "Facts of the matter",
        related="case_id.facts",
        groups="consumer_rights.consumer_rights_group_discipline",
    )
    cycle_no = fields.Integer("Cycle", readonly=True, aggregator=None)
    facts = fields.Text("What happened", required=True)
    evidence = fields.Html(compute="_compute_evidence", compute_sudo=True, sanitize=False)
    # the person's word
    contest_text = fields.Text("Objection of the person", readonly=True)
    contested_at = fields.Datetime("Contested on", readonly=True)
    hearing_note = fields.Text(
        "Statement at the hearing", help="What the person said when heard (ACT-04)."
    )
    heard_at = fields.Datetime("Heard on", readonly=True)
    heard_by_id = fields.Many2one("res.users", "Heard by", readonly=True, ondelete="restrict")
    # the decision
    finding = fields.Text("Finding on the conduct")
    exclusion_id = fields.Many2one(
        "rights.discipline.exclusion", "Not attributable because", ondelete="restrict"
    )
    sanction_ids = fields.Many2many("rights.sanction", string="Measures")
    decided_at = fields.Datetime("Measures decided on", readonly=True)
    decided_by_id = fields.Many2one(
        "res.users", "Measures decided by", readonly=True, ondelete="restrict"
    )
    needs_approval = fields.Boolean(compute="_compute_needs_approval")
    approved_at = fields.Datetime("Approved on", readonly=True)
    approved_by_id = fields.Many2one(
        "res.users", "Approved by (person)", readonly=True, ondelete="restrict"
    )
    delivered_at = fields.Datetime("Delivered on", readonly=True)
    closed_at = fields.Datetime("Closed on", readonly=True)
    # what the current user may do
    is_open = fields.Boolean(compute="_compute_may")
    is_concerned = fields.Boolean(compute="_compute_may")
    may_decide = fields.Boolean(compute="_compute_may")
    may_contest = fields.Boolean(compute="_compute_may")

    @api.depends("user_id", "station_id", "state", "contested_at")
    @api.depends_context("uid")
    def _compute_may(self):
        for record in self:
            record.is_open = record.state in ("candidate", record._taken_up)
            record.is_concerned = record.user_id == self.env.user
            record.may_decide = record._get_decider_refusal() is None
            record.may_contest = record._get_contest_refusal() is None

    @api.depends("sanction_ids.needs_approval")
    def _compute_needs_approval(self):
        for record in self:
            record.needs_approval = any(record.sanction_ids.mapped("needs_approval"))

    def _get_evidence_clocks(self):
        """The clocks whose counting is the evidence."""
        return self.env["rights.deadline"]

    def _compute_evidence(self):
        """Each clock with its explanation, pauses included, as the law counts it."""
        for record in self:
            record.evidence = Markup().join(
                Markup("<h4>{}</h4>{}").format(clock.display_name, clock.explanation)
                for clock in record._get_evidence_clocks()
            )

    # -- entering ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [self._get_entered_vals(vals) for vals in vals_list]
        records = super().create(vals_list)
        records.sudo()._clock_event("candidate_told")
        return records

    @api.model
    def _get_entered_vals(self, vals):
        """What a person enters, with what the system adds; nobody enters the own person."""
        entered = {name: value for name, value in vals.items() if name in self._entered}
        if entered.get("case_id"):
            self.env["rights.case"].browse(entered["case_id"]).check_access("read")
        user = self.env["res.users"].browse(entered.get("user_id"))
        if user == self.env.user:
            raise AccessError(self.env._("Nobody examines the own conduct."))
        at = fields.Datetime.to_datetime(entered.get("occurred_at")) or fields.Datetime.now()
        if at > fields.Datetime.now():
            raise UserError(self.env._("What happened cannot lie in the future."))
        post = self._get_posts(user, china_date(at)).get(user.id)
        if user and not post:
            raise UserError(self.env._("The person held no post on that day."))
        return entered | {
            "post_id": post and post.id,
            "station_id": post and post.station_id.id,
            "entered_by_id": self.env.uid,
        }

    @api.model
    def _get_posts(self, users, day, station=None):
        """{user id: post in force on the day}, that at the unit first."""
        posts = self.env["rights.post"].sudo().with_context(active_test=False)  # staff read them
        found = posts.search(posts._in_force_domain(day) & Domain("user_id", "in", users.ids))
        ranked = found.sorted(lambda post: (post.station_id == station, -post.id))
        return {post.user_id.id: post for post in ranked}

    def write(self, vals):
        if not self.env.su:
            self._check_corrected(vals)
            if "hearing_note" in vals:
                vals = {
                    **vals,
                    "heard_at": fields.Datetime.now(),
                    "heard_by_id": self.env.uid,
                }
        return super().write(vals)

    def _check_corrected(self, vals):
        """Until the decision its facts and findings are written; the person writes nothing."""
        for record in self:
            if record.user_id == self.env.user:
                raise AccessError(self.env._("Nobody examines the own conduct."))
        if set(vals) - self._corrected:
            raise AccessError(self.env._("A record of conduct goes on by its acts only."))
        if any(record.state not in ("candidate", record._taken_up) for record in self):
            raise UserError(self.env._("What was decided stays as it is."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A record of conduct is never deleted."))

    # -- who decides -------------------------------------------------------------------------------

    def _get_decider_refusal(self):
        """Why the current user may not decide; None when allowed."""
        user = self.env.user
        if self.user_id == user:
            return self.env._("Nobody decides on the own conduct.")
        if self.station_id not in user.rights_supervised_station_ids or not (
            user.has_group("consumer_rights.consumer_rights_group_discipline")
            or user.has_group("consumer_rights.consumer_rights_group_head")
        ):
            return self.env._("The discipline officer or the head of the line decides.")
        return None

    def _check_decider(self, *states):
        """The current user may act on these records, which are in one of the states."""
        self.check_access("read")
        for record in self:
            refusal = record._get_decider_refusal()
            if refusal:
                raise AccessError(refusal)
            if record.state not in states:
                raise UserError(self.env._("This is no act for the present state of the record."))

    def _log_act(self, detail):
        log = self.env["rights.audit.log"]
        for record in self:
            log._log("discipline", self._name, record.id, detail=detail)

    def _set_state(self, state, **values):
        """Write the next state in superuser mode; the act was checked before."""
        self.sudo().write({"state": state, **values})
        self._log_act(dict(self._fields["state"]._description_selection(self.env))[state])

    # -- the person's word -------------------------------------------------------------------------

    def _get_running(self, code):
        """The clock of this limit that still runs and is not over."""
        now = fields.Datetime.now()
        return self.sudo().clock_ids.filtered(
            lambda clock: clock.code == code and not clock.stopped_at and clock.due_at > now
        )

    def _get_contest_refusal(self):
        if self.user_id != self.env.user:
            return self.env._("The person concerned contests.")
        undecided = self.state in ("candidate", self._taken_up)
        if not undecided or self.contested_at or not self._get_running(OBJECTION):
            return self.env._("The time for an objection is over, or it was made already.")
        return None

    def _contest(self, text):
        """The person's objection, with grounds; it ends the time for it."""
        self.ensure_one()
        self.check_access("read")
        if refusal := self._get_contest_refusal():
            raise UserError(refusal)
        record = self.sudo()  # the person concerned was checked; these two values only
        record.write({"contest_text": text, "contested_at": fields.Datetime.now()})
        record._clock_event("candidate_contested")
        self._log_act(self.env._("Contested"))

    def _check_objection_over(self):
        for record in self:
            if record._get_running(OBJECTION):
                raise UserError(
                    self.env._(
                        "The person may object until %(until)s. Wait for it, or for the objection.",
                        until=record.due_text,
                    )
                )

    # -- not established ---------------------------------------------------------------------------

    def action_dismiss(self):
        """It is nobody's fault, or did not happen: it never counts, also when it was decided."""
        self._check_decider("candidate", self._taken_up, "decided", "closed")
        for record in self:
            if not record.exclusion_id and not (record.finding or "").strip():
                raise UserError(self.env._("Say why it is not established: a cause, or a finding."))
        self._do_dismiss()
        return True

    def _do_dismiss(self):
        self._set_state("not_established", closed_at=fields.Datetime.now())
        self.sudo()._settle_clocks()

    def _settle_clocks(self):
        running = self.clock_ids.filtered(lambda clock: not clock.stopped_at)
        running._stop(dict.fromkeys(running.ids, "exempt"), fields.Datetime.now())
        self._clock_refresh()


class RightsAuditLog(models.Model):
    _inherit = "rights.audit.log"

    # append-only lines stay as they are, also when their kind is taken away
    type = fields.Selection(
        selection_add=[("discipline", "Record of conduct")],
        ondelete={"discipline": lambda entries: None},
    )
