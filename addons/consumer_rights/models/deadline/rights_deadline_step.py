from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain
from odoo.tools import SQL, ormcache

from ...clock.steps import AFTER, AHEAD, BEFORE, DUE, WARNED, next_day, reached

MOMENTS = [
    (WARNED, "When it turns amber"),
    (AHEAD, "Calendar days before it is due"),
    (BEFORE, "Working days before it is due"),
    (DUE, "When it is missed"),
    (AFTER, "Working days after it was missed"),
]


class RightsDeadlineStep(models.Model):
    """What happens when a clock comes near its due moment, misses it, or stays missed (design D6).

    who                     may
    staff                   read
    business administrator  write: when, for which limits, and which reaction

    The reaction is a server action on ``rights.deadline.reaction``. It runs once for a batch, with
    ``records`` the reactions that wait at this step: each has its clock in ``deadline_id``, and
    with it the case, the unit, the person, the explanation and, once it was missed, the breach.
    Another room that wants to hear of missed clocks adds a method to that model, a server action
    that calls it, and a step with the limits it is for; nothing else is needed::

        class RightsDeadlineReaction(models.Model):
            _inherit = "rights.deadline.reaction"

            def _propose_violation(self):
                for reaction in self: ...  # reaction.deadline_id is the missed clock

    A step fires at most once a clock, whatever happens to the server meanwhile, and also for a
    clock that was stopped after its due moment (only ``When it is missed`` does). It takes effect
    from ``since`` on: what happened before it was set up stays as it was.
    """

    _name = "rights.deadline.step"
    _inherit = ["rights.code.mixin", "rights.remembered"]
    _description = "Step of supervision"

    moment = fields.Selection(MOMENTS, "When", required=True, default=DUE)
    days = fields.Integer(aggregator=None)
    policy_ids = fields.Many2many(
        "rights.deadline.policy", "rights_deadline_policy_step_rel", string="Limits"
    )
    is_default = fields.Boolean("Proposed for new limits")
    action_id = fields.Many2one(
        "ir.actions.server",
        "Reaction",
        required=True,
        ondelete="restrict",
        domain=[("model_name", "=", "rights.deadline.reaction")],
    )
    since = fields.Datetime(
        "In force since",
        default=fields.Datetime.now,
        readonly=True,
        copy=False,
        help="Clocks that came to this step earlier are left alone.",
    )
    waiting_count = fields.Integer("Reactions waiting", compute="_compute_counts")
    failed_count = fields.Integer("Reactions failed", compute="_compute_counts")

    _code_unique = models.Constraint("UNIQUE (code)", "Another step has this code.")
    _days_sane = models.Constraint("CHECK (days BETWEEN 0 AND 365)", "Between 0 and 365 days.")

    def _get_when(self):
        """The moment in words, with its number of days."""
        label = dict(self._fields["moment"]._description_selection(self.env))[self.moment]
        return f"{label}: {self.days}" if self.days else label

    def _compute_counts(self):
        counts = {
            (step, state): count
            for step, state, count in self.env["rights.deadline.reaction"]
            .sudo()  # numbers tell nothing of the cases
            ._read_group(
                [("step_id", "in", self.ids), ("state", "!=", "done")],
                ["step_id", "state"],
                ["__count"],
            )
        }
        for step in self:
            step.waiting_count = counts.get((step, "pending"), 0)
            step.failed_count = counts.get((step, "failed"), 0)

    @api.constrains("moment", "days")
    def _check_days(self):
        for step in self:
            if step.moment in (AHEAD, BEFORE, AFTER) and not step.days:
                raise ValidationError(self.env._("%(step)s: enter the days.", step=step.name))

    @api.constrains("action_id")
    def _check_action(self):
        for step in self:
            if step.sudo().action_id.model_id.model != "rights.deadline.reaction":
                raise ValidationError(
                    self.env._("%(step)s: choose one of the reactions offered.", step=step.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._take_effect()
        return steps

    def write(self, vals):
        """A step that changes its moment or comes back is in force from now on."""
        if {"moment", "days", "active"}.intersection(vals) and "since" not in vals:
            vals = {**vals, "since": fields.Datetime.now()}
        result = super().write(vals)
        self._take_effect()
        return result

    def _take_effect(self):
        """Let the sweep look at clocks which these steps reach earlier than it would look."""
        now = fields.Datetime.now()
        table = self.env["rights.calendar.day"]._day_table()
        clocks = self.env["rights.deadline"].sudo()
        in_days = (AHEAD, BEFORE, AFTER)
        for step in self.filtered(lambda step: step.active and step.moment in in_days):
            clocks.flush_model()
            self.env.execute_query(
                SQL(
                    """
                    UPDATE rights_deadline SET sweep_at = %s
                     WHERE code = ANY(%s) AND stopped_at IS NULL AND due_at > %s
                       AND (sweep_at IS NULL OR sweep_at > %s)
                    RETURNING id
                    """,
                    next_day(now),
                    step.sudo().policy_ids.mapped("code"),
                    reached(step.moment, step.days, now, table),
                    next_day(now),
                )
            )
            clocks.invalidate_model(["sweep_at"])

    # -- for the sweep -----------------------------------------------------------------------------

    @api.model
    @ormcache()
    def _book(self):
        """[(id, moment, days, since, codes of the limits)] of the steps in force."""
        return [
            (step.id, step.moment, step.days, step.since, tuple(set(policies.mapped("code"))))
            for step in self.sudo().search([])
            if (policies := step.with_context(active_test=False).policy_ids)
        ]

    @api.model
    @ormcache("code")
    def _days_before(self, code):
        """The most days that a step of this limit lies before the due day."""
        return max(
            (
                days
                for _id, moment, days, _since, codes in self._book()
                if moment in (AHEAD, BEFORE) and code in codes
            ),
            default=0,
        )

    @api.model
    def _edges(self, now):
        """[(step id, limit, moment, floor, ceiling)]: clocks whose moment lies between have come.

        The floor is where the step took effect, so that it leaves alone what was before it.
        """
        table = self.env["rights.calendar.day"]._day_table()
        return [
            (
                step,
                code,
                moment,
                reached(moment, days, since, table),
                reached(moment, days, now, table),
            )
            for step, moment, days, since, codes in self._book()
            for code in codes
        ]


class RightsDeadlinePolicy(models.Model):
    _inherit = "rights.deadline.policy"

    step_ids = fields.Many2many(
        "rights.deadline.step",
        "rights_deadline_policy_step_rel",
        string="Supervision",
        default=lambda self: self.env["rights.deadline.step"].search([("is_default", "=", True)]),
        help="What happens when a clock of this limit comes near its due moment or misses it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A new version of a limit is supervised like the one before, unless it says otherwise."""
        for vals in vals_list:
            if "step_ids" not in vals:
                earlier = self.search(Domain("code", "=", vals.get("code")), limit=1)
                if earlier:
                    vals["step_ids"] = [Command.set(earlier.step_ids.ids)]
        return super().create(vals_list)
