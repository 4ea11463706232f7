from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

REMINDER, LETTER, CIRCULATED = "1", "2", "3"
LEVELS = [(REMINDER, "Reminder"), (LETTER, "Supervision letter"), (CIRCULATED, "Circulated notice")]
SUPERVISORS = (
    "consumer_rights.consumer_rights_group_dispatcher",
    "consumer_rights.consumer_rights_group_head",
)
URGERS = ("consumer_rights.consumer_rights_group_clerk", *SUPERVISORS)
ENTERED = frozenset(("case_id", "level", "text", "skip_reason"))


class RightsUrge(models.Model):
    """One unit presses another one to get a matter done (督办, SUP-01 to SUP-04).

    who                                  may
    reception studio, dispatcher, head   urge the unit that has the case, as far as their own unit
                                         has it or dispatched it there
    the urged unit                       answer, with the cause and a new plan
    system                               urge when a limit is near, missed, stays missed, or an
                                         urge is not answered (``rights_urge_sweep``)
    reader of the case                   read it

    Levels go up one at a time: reminder, supervision letter, circulated notice. A person who skips
    one says why. What a person sends, every letter and every notice asks for an answer (TL-50); a
    reminder of the system only tells. Nobody changes or deletes an urge.
    """

    _name = "rights.urge"
    _inherit = ["rights.deadline.owner", "rights.case.part"]
    _description = "Urge"
    _order = "sent_at desc, id desc"
    _frozen_with_archive = False

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    cycle_no = fields.Integer("Cycle", readonly=True, aggregator=None)
    level = fields.Selection(LEVELS, "Urge level", required=True, default=REMINDER)
    cause = fields.Selection(
        [
            ("manual", "By a person"),
            ("near", "Limit is near"),
            ("missed", "Limit missed"),
            ("lasting", "Still missed"),
            ("receipt", "Not received"),
            ("dissatisfied", "Person dissatisfied"),
            ("unanswered", "Urge not answered"),
        ],
        "Why",
        default="manual",
        required=True,
        readonly=True,
    )
    deadline_id = fields.Many2one(
        "rights.deadline", "Limit", index="btree_not_null", ondelete="restrict", readonly=True
    )
    previous_id = fields.Many2one("rights.urge", "Follows", ondelete="restrict", readonly=True)
    # who urges whom
    station_from_id = fields.Many2one(
        "rights.station", "Urged by", ondelete="restrict", readonly=True
    )
    sent_by_id = fields.Many2one("res.users", "Sent by", ondelete="restrict", readonly=True)
    sent_at = fields.Datetime("Sent", required=True, default=fields.Datetime.now, readonly=True)
    station_id = fields.Many2one(
        "rights.station",
        "Urged unit",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users", "Urged person", index=True, ondelete="restrict", readonly=True
    )
    text = fields.Text("What is asked")
    skip_reason = fields.Char("Why a level is skipped")
    asks_answer = fields.Boolean("Asks for an answer", default=True, readonly=True)
    state = fields.Selection(
        [
            ("told", "Told"),
            ("open", "To answer"),
            ("answered", "Answer received"),
            ("closed", "No longer needed"),
        ],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )

    # the system urges once a clock and level, whatever runs twice
    _once = models.UniqueIndex(
        "(deadline_id, level) WHERE deadline_id IS NOT NULL",
        "This limit was urged with this level already.",
    )
    _to_answer = models.Index("(station_id) WHERE state = 'open'")
    _by_month = models.Index("(station_id, sent_at)")

    @api.depends("level", "case_id.name")
    def _compute_display_name(self):
        labels = dict(self._fields["level"]._description_selection(self.env))
        for urge in self:
            urge.display_name = f"{labels.get(urge.level, '')} {urge.case_id.name or ''}".strip()

    # -- sent by a person --------------------------------------------------------------------------

    @api.model
    def default_get(self, names):
        values = super().default_get(names)
        if values.get("case_id") and "level" in names:
            case = self.env["rights.case"].browse(values["case_id"])
            values["level"] = case._get_next_urge_level()
        return values

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:  # the system, which knows what it does
            return super().create(vals_list)
        entered = [{name: vals[name] for name in ENTERED & set(vals)} for vals in vals_list]
        for vals in entered:
            case = self.env["rights.case"].browse(vals.get("case_id"))
            vals |= case._get_urge_vals(vals.get("level"), vals.get("skip_reason"))
        # rights are checked above, and everything but four values comes from the system
        urges = super(RightsUrge, self.sudo()).create(entered).sudo(False)
        urges.sudo()._take_effect()
        return urges

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("An urge stays as it was sent. Answer it, or send one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An urge is never deleted."))

    def _take_effect(self):
        """Start the time for the answer, and note the urge in the record of the case (SUP-09)."""
        self.filtered("asks_answer")._clock_event("urge_sent")
        urges = self.grouped("case_id")
        cases = self.env["rights.case"].union(*urges)
        cases._append_events(
            [
                {"type": "urged", "basis": "; ".join(urge._get_basis() for urge in urges[case])}
                for case in cases
            ]
        )

    def _get_basis(self):
        labels = dict(self._fields["level"]._description_selection(self.env))
        about = self.deadline_id.display_name or self.text or ""
        parts = (labels[self.level], self.station_id.name, about, self.skip_reason)
        return " · ".join(part for part in parts if part)


class RightsCaseEvent(models.Model):
    _inherit = "rights.case.event"

    # append-only lines stay as they are, also when their kind is taken away
    type = fields.Selection(
        selection_add=[
            ("urged", "Urged"),
            ("urge_answered", "Urge answered"),
            ("reviewed", "Result reviewed"),
        ],
        ondelete={
            "urged": lambda events: None,
            "urge_answered": lambda events: None,
            "reviewed": lambda events: None,
        },
    )


class RightsCase(models.Model):
    """Who may urge the unit that has a case, and with which level (SUP-01, SUP-03)."""

    _inherit = "rights.case"

    urge_ids = fields.One2many("rights.urge", "case_id", "Urges", readonly=True, copy=False)
    urge_count = fields.Integer("Urged", compute="_compute_urge_count")
    may_urge = fields.Boolean(compute="_compute_may_urge")

    @api.depends("urge_ids")
    def _compute_urge_count(self):
        counts = dict(
            self.env["rights.urge"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.urge_count = counts.get(case, 0)

    @api.depends("station_id", "stage_id")
    @api.depends_context("uid")
    def _compute_may_urge(self):
        for case in self:
            case.may_urge = case._get_urge_refusal() is None

    def _get_urge_refusal(self):
        """Why the current user may not urge on this case; None when allowed (SUP-01)."""
        self.ensure_one()
        case = self.sudo()  # who dispatched it to whom is no content
        if case.is_closed or case.stage_code == "draft":
            return self.env._("%(case)s is closed or not filed yet.", case=case.display_name)
        if not any(self.env.user.has_group(group) for group in URGERS):
            return self.env._("Reception studio, dispatchers and heads send urges.")
        if not self._get_urging_unit():
            return self.env._(
                "Your unit neither has %(case)s nor dispatched it to %(unit)s.",
                case=case.display_name,
                unit=case.station_id.name,
            )
        return None

    def _get_urging_unit(self):
        """The own unit in whose name the current user urges: it has the case or dispatched it."""
        case = self.sudo()
        chain = (
            case.station_id
            | case.dispatch_ids.filtered(lambda hop: not hop.returned_at).station_from_id
        )
        return (chain & self.env.user.rights_station_ids)[:1]

    def _get_next_urge_level(self):
        """One above the highest of this cycle; a circulated notice may be followed by another."""
        self.ensure_one()
        highest = max(self._get_cycle_urges().mapped("level"), default="0")
        return min(str(int(highest) + 1), CIRCULATED)

    def _get_cycle_urges(self):
        return self.sudo().urge_ids.filtered(lambda urge: urge.cycle_no == self.cycle_no)

    def _get_urge_vals(self, level, skip_reason):
        """What the system adds to an urge that a person sends, after checking that they may."""
        self.check_access("read")
        refusal = self._get_urge_refusal()
        if refusal:
            raise AccessError(refusal)
        due = self._get_next_urge_level()
        if (level or due) > due and not (skip_reason or "").strip():
            labels = dict(self.env["rights.urge"]._fields["level"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "The next level is: %(level)s. Say why it is skipped.", level=labels[due]
                )
            )
        return {
            "level": level or due,
            "cause": "manual",
            "cycle_no": self.cycle_no,
            "station_from_id": self._get_urging_unit().id,
            "sent_by_id": self.env.uid,
            "sent_at": fields.Datetime.now(),
            "station_id": self.sudo().station_id.id,
            "user_id": self.sudo().user_id.id,
            "previous_id": self._get_cycle_urges()[:1].id,
            "asks_answer": True,
            "state": "open",
        }

    def action_urge(self):
        """The dialog of an urge, with the level that comes next."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "consumer_rights.rights_urge_action_send"
        )
        return {**action, "context": {"default_case_id": self.id}}

    def action_view_urges(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("consumer_rights.rights_urge_action")
        return {**action, "domain": [("case_id", "=", self.id)], "context": {}}
