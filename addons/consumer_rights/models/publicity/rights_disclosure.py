import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.china_time import china_date

CENTRES = ("city_center", "district_center")
KINDS = [
    ("figures", "Merchant figures"),
    ("typical", "Typical case"),
    ("warning", "Consumption warning"),
    ("tip", "Consumption tip"),
    ("exposure", "Exposure"),
    ("opinions", "Call for opinions"),
]
# the words that the public reads
TEXTS = ("name", "body", "hot_spot", "cause", "problem", "advice", "correction", "summary")
# set by the acts alone
SYSTEM_FIELDS = frozenset(
    (
        "code",
        "approved_hash",
        "published_at",
        "published_by_id",
        "withdrawn_at",
        "due_at",
        "warn_at",
        "mailed_upto",
        "mail_until",
        "complaint_count",
        "complaint_total",
    )
)
# lists that guard themselves, and the reason of whoever sends back or withdraws
OPEN_LATER = frozenset(("remark", "merchant_ids", "release_ids"))
CLOCKWORK = frozenset(("due_at", "warn_at", "mailed_upto", "mail_until"))


class RightsDisclosure(models.Model):
    """A publication in versions: figures, typical case, warning, tip, exposure (DIS-01 to DIS-13).

    who                                                may
    statistician, dispatcher, head of the centre       write, submit, publish, correct, own unit
                                                       and below
    head of the city centre                            approve or return what another submitted
    staff                                              read what is or was public

    Approval belongs to the words it was given for: their hash is stored with it and compared when
    they go public (DIS-02). No time that passes approves anything (TL-44). A public version never
    changes: a correction is a new version with its reason, a withdrawal keeps the address (DIS-13).
    """

    _name = "rights.disclosure"
    _inherit = [
        "rights.own.unit",
        "rights.public.content",
        "rights.deadline.owner",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Disclosure"
    _order = "id desc"

    name = fields.Char("Title", required=True)
    code = fields.Char("Number", readonly=True, index=True)
    kind = fields.Selection(KINDS, required=True, default="warning")
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids.filtered(
            lambda unit: unit.level in CENTRES
        )[:1],
        domain=[("level", "in", CENTRES)],
    )
    state = fields.Selection(
        selection_add=[("submitted",), ("approved", "Approved"), ("live",)],
        ondelete={"approved": "set default"},
    )
    # what the public reads
    body = fields.Text("Text")
    date_from = fields.Date("Period from")
    date_to = fields.Date("Period until")
    hot_spot = fields.Text("Hot spot", help="What many people complain about at present.")
    cause = fields.Text("Where it comes from")
    problem = fields.Text("Conduct or quality problem")
    advice = fields.Text()
    category_ids = fields.Many2many(
        "rights.category", string="Problems and goods", help="The codes that it is about."
    )
    complaint_count = fields.Integer("Complaints about it", readonly=True)
    complaint_total = fields.Integer("Of all complaints", readonly=True)
    open_until = fields.Date("Opinions until")
    summary = fields.Text("Summary of the opinions")
    correction = fields.Char(
        "What is corrected", copy=False, help="Stands on the public page of the new version."
    )
    case_line_ids = fields.One2many("rights.disclosure.case", "disclosure_id", "Cases", copy=True)
    merchant_ids = fields.One2many(
        "rights.disclosure.merchant", "disclosure_id", "Merchants named", copy=True
    )
    # its course
    content_hash = fields.Char("Hash of the content", compute="_compute_content_hash")
    approved_hash = fields.Char("Approved content", readonly=True, copy=False)
    published_at = fields.Datetime("Published", readonly=True, copy=False, index=True)
    published_by_id = fields.Many2one(
        "res.users", "Published by", readonly=True, copy=False, ondelete="restrict"
    )
    withdrawn_at = fields.Datetime("Withdrawn", readonly=True, copy=False)
    remark = fields.Char(
        "Reason", copy=False, help="Why it is sent back, or withdrawn; a withdrawal shows it."
    )
    release_ids = fields.One2many(
        "rights.disclosure.release", "disclosure_id", "Channels of publicity"
    )
    step_ids = fields.One2many("rights.disclosure.step", "disclosure_id", "Course", readonly=True)
    opinion_count = fields.Integer("Opinions", compute="_compute_opinion_count")
    # the queue of mails to subscribers: up to whom they are written
    mailed_upto = fields.Integer("Mails written up to", readonly=True, copy=False)
    mail_until = fields.Integer("Mails to write up to", readonly=True, copy=False)

    _version_unique = models.UniqueIndex("(code, number)", "This version exists already.")
    _one_live = models.UniqueIndex(
        "(code) WHERE state = 'live'", "Another version of this publication is public."
    )
    _one_open = models.UniqueIndex(
        "(code) WHERE state IN ('draft', 'submitted', 'approved')",
        "A new version of this publication is being written already.",
    )
    _period = models.Constraint("CHECK (date_to >= date_from)", "The period ends before it begins.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for disclosure in self:
            disclosure.display_name = " ".join(filter(None, (disclosure.code, disclosure.name)))

    def _compute_content_hash(self):
        for disclosure in self:
            words = json.dumps(
                disclosure.sudo()._get_content(), sort_keys=True, ensure_ascii=False, default=str
            )
            disclosure.content_hash = hashlib.sha256(words.encode()).hexdigest()

    def _get_content(self):
        """All that is approved: words, period, codes, cases, merchants and their figures."""
        return {
            **{name: self[name] or "" for name in TEXTS},
            "kind": self.kind,
            "unit": self.station_id.id,
            "period": [self.date_from, self.date_to, self.open_until],
            "codes": sorted(self.category_ids.ids),
            "counts": [self.complaint_count, self.complaint_total],
            "cases": sorted(self.case_line_ids.case_id.ids),
            "merchants": [
                row._get_content()
                for row in self.merchant_ids.sorted(lambda one: (one.sequence, one.id))
            ],
        }

    # -- versions ---------------------------------------------------------------------------------

    def _rights_is_logged(self):
        """Drafts may hold words that nobody is to read: ``step_ids`` is the trace."""
        return False

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(SYSTEM_FIELDS & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("A publication goes on with its buttons."))
        numbers = self.env["ir.sequence"].sudo()  # every publication has a number
        for vals in vals_list:
            vals["code"] = vals.get("code") or numbers.next_by_code(
                "rights.disclosure", sequence_date=china_date()
            )
        return super().create(vals_list)

    @api.constrains("station_id")
    def _check_station(self):
        if any(disclosure.station_id.level not in CENTRES for disclosure in self):
            raise UserError(self.env._("Centres of districts and the city publish."))

    def _check_open(self, vals):
        names = set(vals)
        if self.env.su:
            names -= CLOCKWORK
        if names & SYSTEM_FIELDS:
            raise AccessError(self.env._("A publication goes on with its buttons."))
        mail = ("activity_", "message_")
        names = {name for name in names if not name.startswith(mail)} - OPEN_LATER
        return super()._check_open({name: vals[name] for name in names}) if names else None

    @api.ondelete(at_uninstall=False)
    def _unlink_except_traced(self):
        if self.sudo().step_ids:
            raise UserError(self.env._("What was submitted once is kept."))

    def _siblings(self):
        return super(RightsDisclosure, self.sudo())._siblings().sudo(self.env.su)

    # -- acts -------------------------------------------------------------------------------------

    def action_new_version(self):
        """A draft with the words of this one: the way to a correction (DIS-13)."""
        self.ensure_one()
        self.check_access("write")
        waiting = self._siblings().filtered(lambda one: one.state == "approved")
        if waiting:
            return waiting._open_form()
        opened = self._siblings().filtered(lambda one: one.state in ("draft", "submitted"))
        draft = opened or self.sudo().copy().sudo(self.env.su)  # figures come along
        return draft._open_form()

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_submit(self):
        """Lay the version before the city centre; its three working days begin (TL-44)."""
        result = super().action_submit()
        self._clock_event("disclosure_submitted")
        self._trace("submitted")
        return result

    def action_approve(self):
        """Approve this very version; those who are named see it before it goes public (DIS-02)."""
        self._check_can_decide()
        self._check_can_publish()
        for disclosure in self:
            disclosure._set_state(
                state="approved",
                approved_by_id=self.env.uid,
                approved_at=fields.Datetime.now(),
                approved_hash=disclosure.content_hash,
            )
            disclosure._clock_event("disclosure_decided")
            disclosure._trace("approved")
            disclosure.sudo().merchant_ids._show()
        return True

    def action_return(self):
        """Back to its author, with the reason."""
        self._check_can_decide()
        self._check_reason()
        result = super().action_return()
        self._clock_event("disclosure_decided")
        for disclosure in self:
            disclosure._trace("returned", disclosure.remark)
            disclosure.sudo().remark = False  # told in the course
        return result

    def action_reopen(self):
        """Change what was approved: the approval is gone with it (DIS-02)."""
        self.check_access("write")
        self._check_state("approved")
        for disclosure in self:
            disclosure._set_state(
                state="draft",
                submitted_by_id=False,
                approved_by_id=False,
                approved_at=False,
                approved_hash=False,
            )
            disclosure._trace("reopened")
        return True

    def action_publish(self):
        """Make the approved version public in place of the one before."""
        self.check_access("write")
        self._check_state("approved")
        self._check_can_publish()
        for disclosure in self:
            disclosure._check_approval()
            disclosure.sudo().merchant_ids._check_heard()
            before = disclosure._siblings().filtered(lambda one: one.state == "live")
            before._set_state(state="replaced")
            before._trace("replaced", disclosure.correction)
            disclosure._set_state(
                state="live", published_at=fields.Datetime.now(), published_by_id=self.env.uid
            )
            disclosure._trace("published")
            disclosure._queue_mails()
        return True

    def action_take_down(self):
        """Withdraw it with its reason; the address stays and says so (DIS-13)."""
        self._check_reason()
        for disclosure in self:
            disclosure._check_persons(["remark"])
        result = super().action_take_down()
        self._set_state(withdrawn_at=fields.Datetime.now())
        for disclosure in self:
            disclosure._trace("withdrawn", disclosure.remark)
        return result

    def action_open_opinions(self):
        self.ensure_one()
        domain = [("code", "=", self.code)]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Opinions"),
            "res_model": "rights.disclosure.opinion",
            "view_mode": "list,form",
            "domain": domain,
        }

    def _check_approval(self):
        """The words that go out are the words that were approved."""
        self.ensure_one()
        if not self.approved_hash or self.approved_hash != self.content_hash:
            raise UserError(
                self.env._(
                    "%(name)s was changed after its approval. Take it back and submit it again.",
                    name=self.display_name,
                )
            )

    def _check_reason(self):
        for disclosure in self:
            if not (disclosure.remark or "").strip():
                raise UserError(self.env._("Enter the reason first."))

    def _get_approvers(self):
        """The heads of the city centre, but not whoever submitted it."""
        heads = self.env.ref("consumer_rights.consumer_rights_group_head").sudo().all_user_ids
        centres = self._leading_stations()
        return heads.filtered(
            lambda user: (
                user.active
                and user not in self.submitted_by_id
                and user.rights_station_ids & centres
            )
        )

    def _trace(self, kind, detail=None):
        self.env["rights.disclosure.step"]._append(
            [
                {
                    "disclosure_id": disclosure.id,
                    "kind": kind,
                    "at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                    "content_hash": disclosure.content_hash,
                    "detail": detail or False,
                }
                for disclosure in self
            ]
        )


class RightsDeadlineReaction(models.Model):
    _inherit = "rights.deadline.reaction"

    def _remind_approver(self):
        """The heads of the city centre learn which publication waits; nothing approves it."""
        clocks = self.deadline_id.filtered(
            lambda clock: clock.res_model == "rights.disclosure" and not clock.stopped_at
        )
        for disclosure in self.env["rights.disclosure"].browse(clocks.mapped("res_id")):
            for user in disclosure._get_approvers():
                disclosure.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=user.id,
                    summary=self.env._("To approve: %(name)s", name=disclosure.display_name),
                )
