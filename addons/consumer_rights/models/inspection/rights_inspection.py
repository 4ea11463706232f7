from calendar import monthrange
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from ...tools.china_time import china_date

PATROL_LIMIT = "TL-57"
YEAR = 12
# what the officer fills in; the rest comes from the plan and from submitting
FILLED_IN = frozenset(
    (
        "user_id",
        "line_ids",
        "photo_ids",
        "causes",
        "guidance",
        "returned_goods",
        "returned_note",
    )
)


class RightsInspection(models.Model):
    """A patrol at a merchant: ledger, causes, guidance, returned goods (INS-02, INS-04, DOC-29).

    who                           may
    station officer, dispatcher   make, fill in and submit, own unit and below
    division head, unit head      read, own unit and below

    Each in-store post has one a month from the plan (TL-57); others are made when there is a
    reason. A submitted patrol stays as it is; each violation on its list opens a rectification.
    """

    _name = "rights.inspection"
    _inherit = ["rights.own.unit", "rights.overdue"]
    _description = "Patrol"
    _order = "due_on desc, id desc"
    _waiting = "planned"

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="restrict")
    station_id = fields.Many2one(
        related="merchant_id.station_id", store=True, index=True, string="Supervising station"
    )
    post_id = fields.Many2one(
        "rights.instore.post",
        "In-store post",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        "Officer",
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    purpose = fields.Char(
        "Reason for the visit",
        help="Why the visit is made, when it is not the patrol of the month.",
    )
    due_on = fields.Date("Due on", required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [("planned", "Planned"), ("submitted", "Submitted")],
        required=True,
        default="planned",
        readonly=True,
        index=True,
    )
    submitted_at = fields.Datetime("Submitted at", readonly=True)
    submitted_by_id = fields.Many2one(
        "res.users", "Submitted by", readonly=True, ondelete="restrict"
    )
    # the three parts of a patrol, and the returned goods
    ledger_inspection_ids = fields.One2many(
        "rights.ledger.inspection", "inspection_id", "Check of the ledger", readonly=True
    )
    causes = fields.Text("Causes of the complaints")
    guidance = fields.Text("Guidance given")
    returned_goods = fields.Selection(
        [("sound", "In order"), ("faults", "With faults"), ("none", "Nothing came back")],
        "Handling of returned goods",
    )
    returned_note = fields.Char("About the returned goods")
    line_ids = fields.One2many("rights.inspection.line", "inspection_id", "Patrol list")
    photo_ids = fields.One2many("rights.inspection.photo", "inspection_id", "Photos")
    violation_count = fields.Integer(
        "Violations found", compute="_compute_violation_count", store=True
    )

    _once_a_month = models.UniqueIndex(
        "(post_id, due_on) WHERE post_id IS NOT NULL", "This patrol is planned already."
    )

    @api.depends("merchant_id", "due_on")
    def _compute_display_name(self):
        for inspection in self:
            inspection.display_name = f"{inspection.merchant_id.name} {inspection.due_on or ''}"

    @api.depends("line_ids.result")
    def _compute_violation_count(self):
        for inspection in self:
            violations = inspection.line_ids.filtered(lambda line: line.result == "violation")
            inspection.violation_count = len(violations)

    @api.model_create_multi
    def create(self, vals_list):
        closed = {"state", "submitted_at", "submitted_by_id", "post_id"}
        if not self.env.su and any(vals.keys() & closed for vals in vals_list):
            raise AccessError(self.env._("A patrol is submitted with its button."))
        inspections = super().create(vals_list)
        items = self.env["rights.patrol.item"].search([])
        # the list is what the administrator made it: nobody adds items to a patrol
        inspections.sudo().write(
            {"line_ids": [Command.create({"item_id": item.id}) for item in items]}
        )
        return inspections

    def write(self, vals):
        if not self.env.su:
            self._check_open()
            if vals.keys() - FILLED_IN - {"purpose"}:
                raise AccessError(self.env._("Plan and course of a patrol are not edited."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Patrols are kept."))

    def _check_open(self):
        if self.filtered(lambda one: one.state == "submitted"):
            raise UserError(self.env._("This record was submitted and stays as it is."))

    # -- submitting -------------------------------------------------------------------------------

    def action_check_ledger(self):
        """The check of the ledger by sampling, for this patrol (MER-12)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check of the ledger"),
            "res_model": "rights.ledger.inspection",
            "view_mode": "form",
            "context": {
                "default_merchant_id": self.merchant_id.id,
                "default_inspection_id": self.id,
            },
        }

    def action_submit(self):
        self.check_access("write")
        for inspection in self:
            inspection._check_open()
            if missing := inspection._get_missing():
                raise ValidationError(
                    self.env._(
                        "%(merchant)s: the patrol is not complete. %(missing)s",
                        merchant=inspection.merchant_id.name,
                        missing=" ".join(missing),
                    )
                )
            inspection._do_submit()
        return True

    def _get_missing(self):
        """What still keeps the patrol from being submitted, in sentences (INS-02, INS-04)."""
        self.ensure_one()
        missing = []
        if not self.ledger_inspection_ids:
            missing.append(self.env._("Check the ledger."))
        if not (self.causes or "").strip():
            missing.append(self.env._("Write down the causes of the complaints."))
        if not (self.guidance or "").strip():
            missing.append(self.env._("Write down the guidance given."))
        if not self.returned_goods:
            missing.append(self.env._("Check how returned goods are handled."))
        elif self.returned_goods == "faults" and not self.returned_note:
            missing.append(self.env._("Say what is wrong with the returned goods."))
        elif self.returned_goods == "none" and any(
            self.ledger_inspection_ids.mapped("returned_count")
        ):
            missing.append(self.env._("The ledger has returned goods: check how they are handled."))
        missing += self.line_ids._get_missing()
        if self.photo_ids.filtered(lambda photo: not photo.place and not photo.latitude):
            missing.append(self.env._("Say where each photo was taken."))
        return missing

    def _do_submit(self):
        self.sudo().write(  # the state is closed to clients; the right to write was checked
            {
                "state": "submitted",
                "submitted_at": fields.Datetime.now(),
                "submitted_by_id": self.env.uid,
            }
        )
        if self.returned_goods != "none":  # the check of the ledger is whole by this one (PRD-07)
            self.sudo().ledger_inspection_ids.write(
                {"is_returns_checked": True, "returns_finding": self.returned_note}
            )
        self.line_ids._open_rectifications()

    # -- the plan ---------------------------------------------------------------------------------

    @api.model
    def _cron_plan(self, batch_size=100):
        """The next patrol of each post, once its period has begun (TL-57)."""
        due_on = self._period_end(china_date())
        posts = self._posts_without(due_on)
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(posts))
        for start in range(0, len(posts), batch_size):
            batch = posts[start : start + batch_size]
            self._plan(batch, due_on)
            if not commit(len(batch)):
                break

    @api.model
    def _period_end(self, today):
        """The last day of the running period: a month, unless the limit has other times a year."""
        limit = self.env["rights.deadline.policy"]._limit_on(PATROL_LIMIT, fields.Datetime.now())
        times = limit.terms.times if limit and limit.terms.times else YEAR
        months = max(YEAR // times, 1)
        last = -(-today.month // months) * months
        return date(today.year, min(last, YEAR), monthrange(today.year, min(last, YEAR))[1])

    @api.model
    def _posts_without(self, due_on):
        planned = self.search([("due_on", "=", due_on), ("post_id", "!=", False)]).post_id
        return self.env["rights.instore.post"].search([("id", "not in", planned.ids)])

    @api.model
    def _plan(self, posts, due_on):
        # the plan is the system's
        return self.sudo().create(
            [
                {
                    "merchant_id": post.merchant_id.id,
                    "post_id": post.id,
                    "user_id": post.officer_id.id,
                    "due_on": due_on,
                }
                for post in posts
            ]
        )
