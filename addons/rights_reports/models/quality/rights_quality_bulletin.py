from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.addons.consumer_rights.clock.due import day_end
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

OFFICER = "consumer_rights.consumer_rights_group_quality"
HEAD = "consumer_rights.consumer_rights_group_division_head"
LIMIT = "TL-60"


class RightsQualityBulletin(models.Model):
    """A month of the quality assessment of a network, from the first candidate to the paper
    (QUA-01, QUA-09).

    who                 may
    system              open each month and collect its candidates
    quality officer     decide the candidates, enter others, write the remarks, hand it in
    division head       review, send back, publish; never what the own hand handed in
    units               read it from the review on, and object meanwhile (QUA-11)
    staff               read what is published

    Whatever is found after a month was handed in belongs to the next month that is open.
    """

    _name = "rights.quality.bulletin"
    _inherit = ["rights.deadline.owner"]
    _description = "Quality bulletin"
    _order = "month desc, id desc"
    _rec_name = "month"

    month = fields.Date("Month of the assessment", required=True, readonly=True, index=True)
    station_id = fields.Many2one(
        "rights.station",
        "Issued by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("reviewed", "Reviewed"), ("published", "Bulletin published")],
        required=True,
        default="draft",
        readonly=True,
        index=True,
    )
    remarks = fields.Text(help="Printed on the bulletin: what stood out, what is expected.")
    return_reason = fields.Char("Why it was sent back")
    # who did what
    submitted_at = fields.Datetime("Handed in on", readonly=True)
    submitted_by_id = fields.Many2one(
        "res.users", "Handed in by", readonly=True, ondelete="restrict"
    )
    reviewed_at = fields.Datetime("Reviewed on", readonly=True)
    reviewed_by_id = fields.Many2one("res.users", "Reviewed by", readonly=True, ondelete="restrict")
    published_at = fields.Datetime("Published on", readonly=True)
    published_by_id = fields.Many2one(
        "res.users", "Published by", readonly=True, ondelete="restrict"
    )
    # what it holds
    score_ids = fields.One2many("rights.quality.score", "bulletin_id", "Scores", readonly=True)
    deduction_ids = fields.One2many(
        "rights.quality.deduction",
        "bulletin_id",
        "Deductions",
        readonly=True,
        groups=fields.NO_ACCESS,  # who reads the bulletin need not read them
    )
    candidate_count = fields.Integer("Undecided", compute="_compute_counts")
    objection_count = fields.Integer("Objections undecided", compute="_compute_counts")
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue")

    _month_once = models.UniqueIndex("(station_id, month)", "This month has its bulletin already.")
    _month_begins = models.Constraint(
        "CHECK (extract(day FROM month) = 1)", "Enter the first day of the month."
    )

    @api.depends("month")
    def _compute_display_name(self):
        for bulletin in self:
            bulletin.display_name = bulletin.month and f"{bulletin.month:%Y-%m}"

    def _compute_counts(self):
        # numbers only: staff who read the bulletin read no deduction
        deductions = self.env["rights.quality.deduction"].sudo()
        waiting = [("bulletin_id", "in", self.ids), ("state", "in", ("candidate", "contested"))]
        counts = {
            (bulletin.id, state): count
            for bulletin, state, count in deductions._read_group(
                waiting, ["bulletin_id", "state"], ["__count"]
            )
        }
        for bulletin in self:
            bulletin.candidate_count = counts.get((bulletin.id, "candidate"), 0)
            bulletin.objection_count = counts.get((bulletin.id, "contested"), 0)

    @api.depends("due_at", "state")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for bulletin in self:
            bulletin.is_overdue = bool(bulletin.due_at and bulletin.due_at <= now)

    # -- writing -----------------------------------------------------------------------------------

    def write(self, vals):
        if not self.env.su:
            writable = {"remarks"} if self.env.user.has_group(OFFICER) else set()
            if self.env.user.has_group(HEAD):
                writable.add("return_reason")
            if set(vals) - writable:
                raise AccessError(self.env._("A bulletin goes on by its buttons only."))
            if any(bulletin.state == "published" for bulletin in self):
                raise UserError(self.env._("What was published stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A bulletin is never deleted."))

    # -- months ------------------------------------------------------------------------------------

    def _has_limit(self, limit):
        return limit.code == LIMIT

    @api.model
    def _ensure_month(self, root, month):
        """The bulletin of a month, opened now when there is none; two at once open it once."""
        self.flush_model()
        self.env.execute_query(
            SQL(
                """
                INSERT INTO rights_quality_bulletin
                       (station_id, month, state, create_uid, write_uid, create_date, write_date)
                VALUES (%s, %s, 'draft', %s, %s, %s, %s)
                ON CONFLICT DO NOTHING RETURNING id
                """,
                root.id,
                month,
                *[self.env.uid] * 2,
                *[fields.Datetime.now()] * 2,
            )
        )
        return self.search([("station_id", "=", root.id), ("month", "=", month)])

    @api.model
    def _of_month(self, root, month):
        """Where something that happened in a month is deducted: there, or in the next open month
        when that one was handed in."""
        later = [("station_id", "=", root.id), ("month", ">=", month)]
        open_one = self.search(
            [*later, ("state", "=", "draft"), ("submitted_at", "=", False)],
            order="month",
            limit=1,
        )
        if open_one and (open_one.month == month or self.search_count([*later], limit=1)):
            return open_one
        last = self.search(later, order="month desc", limit=1).month
        return self._ensure_month(root, last + relativedelta(months=1) if last else month)

    def _last_day(self):
        return self.month + relativedelta(months=1, days=-1)

    def _is_over(self):
        return china_date() > self._last_day()

    @api.model
    def _open_months(self):
        """Each network has its months from its first bulletin to the present one; the first of all
        is opened when the assessment begins. A month that ended starts its limit (TL-60)."""
        today = china_date()
        roots = self.env["rights.station"].search(
            [("level", "=", "city_center"), ("parent_id", "=", False)]
        )
        for root in roots:
            last = self.search([("station_id", "=", root.id)], order="month desc", limit=1)
            month = last.month + relativedelta(months=1) if last else today.replace(day=1)
            while month <= today:
                self._ensure_month(root, month)
                month += relativedelta(months=1)
        for bulletin in self.search([("state", "!=", "published"), ("clock_ids", "=", False)]):
            if bulletin._is_over():
                ended = day_end(bulletin._last_day().toordinal()) - timedelta(seconds=1)
                bulletin._clock_event("month_ended", ended)
        return roots

    # -- the course --------------------------------------------------------------------------------

    def _check_state(self, state, group):
        """The current user has the role at the issuing unit, and the bulletin stands there."""
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        if not user.has_group(group) or self.station_id not in user.rights_station_ids:
            raise AccessError(
                self.env._(
                    "This is for: %(role)s, at %(unit)s.",
                    role=self.env.ref(group).sudo().name,
                    unit=self.station_id.name,
                )
            )
        self.lock_for_update()
        self.invalidate_recordset(["state", "submitted_at"])
        if self.state != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(month)s is “%(state)s” by now. Open it again and look.",
                    month=self.display_name,
                    state=labels[self.state],
                )
            )

    def _go(self, **values):
        """The right to do so was checked; the course is closed to clients."""
        self.sudo().write(values)
        return True

    def action_collect(self):
        """Look for candidates now, and count the scores."""
        self._check_state("draft", OFFICER)
        self.env["rights.quality.deduction"].sudo()._collect()  # what happened is no choice
        self.sudo()._count_scores()
        return True

    def action_submit(self):
        """The officer hands the draft to the division head."""
        self._check_state("draft", OFFICER)
        if not self._is_over():
            raise UserError(
                self.env._("%(month)s is not over. Hand it in afterwards.", month=self.display_name)
            )
        self.env["rights.quality.deduction"].sudo()._collect()
        self.invalidate_recordset()
        if self.candidate_count:
            raise UserError(
                self.env._(
                    "%(count)s candidates are not decided. Confirm or dismiss each.",
                    count=self.candidate_count,
                )
            )
        self.sudo()._count_scores()
        return self._go(
            submitted_at=fields.Datetime.now(), submitted_by_id=self.env.uid, return_reason=False
        )

    def _check_other_hand(self):
        if not self.submitted_at:
            raise UserError(self.env._("The quality officer has not handed it in yet."))
        if self.submitted_by_id == self.env.user:
            raise UserError(self.env._("Somebody else reviews what you handed in."))

    def action_review(self):
        """The division head has reviewed it: units see their deductions and may object."""
        self._check_state("draft", HEAD)
        self._check_other_hand()
        self._go(state="reviewed", reviewed_at=fields.Datetime.now(), reviewed_by_id=self.env.uid)
        self.sudo().deduction_ids._show_to_unit()
        return True

    def action_send_back(self):
        self._check_state("draft", HEAD)
        self._check_other_hand()
        if not (self.return_reason or "").strip():
            raise UserError(self.env._("Say why it is sent back."))
        return self._go(submitted_at=False, submitted_by_id=False)

    def action_publish(self):
        """Number, paper and seal; what can be corrected has its limit from now on (QUA-08)."""
        self.ensure_one()
        if self.state == "draft":
            raise UserError(self.env._("It is published after the division head's review only."))
        self._check_state("reviewed", HEAD)
        bulletin_sudo = self.sudo()  # the role was checked
        bulletin_sudo.deduction_ids._check_objections_over()
        bulletin_sudo._count_scores()
        bulletin_sudo.write(
            {
                "state": "published",
                "published_at": fields.Datetime.now(),
                "published_by_id": self.env.uid,
            }
        )
        bulletin_sudo._clock_event("bulletin_published")
        bulletin_sudo.deduction_ids._begin_rectification()
        bulletin_sudo._make_paper()
        closed_sudo = self.env["rights.closed.period"].sudo()  # what is published is theirs too
        closed_sudo._take_up_bulletin(bulletin_sudo)
        return True

    def action_open_deductions(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "rights_reports.rights_quality_deduction_action"
        )
        return action | {
            "domain": [("bulletin_id", "=", self.id)],
            "context": {"default_bulletin_id": self.id},
        }

    # -- the job -----------------------------------------------------------------------------------

    @api.model
    def _cron_collect(self):
        self.env["rights.quality.deduction"]._cron_collect()
