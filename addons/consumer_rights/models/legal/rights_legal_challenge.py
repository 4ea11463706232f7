from base64 import b64decode
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.mimetypes import guess_mimetype

from .rights_legal_record import FILE_TYPES

SYSTEM = {"answered_at", "outcome_at", "state", "due_at", "warn_at"}
EVENTS = {
    "reconsideration": ("reconsideration_received", "reconsideration_answered"),
    "suit": ("suit_received", "suit_answered"),
}


class RightsLegalChallenge(models.Model):
    """An application for reconsideration of a decision, or a suit against it (LAW-14).

    who                     may
    legal adviser           enter, answer, record the outcome, own unit
    unit head               read, own unit and below; order the matter reopened
    reader of the case      make the evidence package

    Its clock is a limit like any other: TL-78 for a reconsideration, LAW-14 for a suit.
    """

    _name = "rights.legal.challenge"
    _inherit = ["rights.deadline.owner", "rights.numbered.case", "rights.masked.person"]
    _description = "Reconsideration or suit against the centre"
    _order = "received_on desc, id desc"

    kind = fields.Selection(
        [("reconsideration", "Administrative reconsideration"), ("suit", "Administrative suit")],
        "Type",
        required=True,
        default="reconsideration",
    )
    body_id = fields.Many2one(
        "rights.partner.body",
        "Authority or court",
        required=True,
        ondelete="restrict",
        domain=[("kind", "in", ["authority", "court"])],
    )
    external_number = fields.Char("Number there")
    received_on = fields.Date("Received on", required=True, default=fields.Date.context_today)
    contested = fields.Text("Decision contested", required=True)
    applicant = fields.Selection(
        [
            ("party", "Person of the matter"),
            ("respondent", "Respondent"),
            ("other", "Somebody else"),
        ],
        required=True,
        default="party",
    )
    # the answer
    answer = fields.Binary("Statement of defence", attachment=True, copy=False)
    answer_name = fields.Char()
    answered_at = fields.Datetime("Answer filed", readonly=True, copy=False)
    package_ids = fields.One2many("rights.evidence.package", "challenge_id", "Evidence packages")
    # the outcome
    outcome = fields.Selection(
        [
            ("upheld", "Decision upheld"),
            ("rejected", "Application rejected"),
            ("withdrawn", "Withdrawn"),
            ("settled", "Settled between the parties"),
            ("revoked", "Decision of ours revoked"),
            ("changed", "Decision changed"),
            ("unlawful", "Declared unlawful"),
            ("redo", "To be decided again"),
        ],
        copy=False,
    )
    outcome_number = fields.Char("Number of the document", copy=False)
    outcome_file = fields.Binary("Decision or judgment", attachment=True, copy=False)
    outcome_file_name = fields.Char()
    outcome_at = fields.Datetime("Outcome recorded", readonly=True, copy=False)
    orders_reopening = fields.Boolean(
        "The matter is to be taken up again",
        compute="_compute_orders_reopening",
        store=True,
        readonly=False,
    )
    order_ids = fields.One2many("rights.reopening.order", "challenge_id", "Orders")
    state = fields.Selection(
        [
            ("received", "To be answered"),
            ("answered", "Answer is filed"),
            ("decided", "Outcome is in"),
            ("reopened", "Matter reopened"),
        ],
        required=True,
        default="received",
        readonly=True,
        copy=False,
        index=True,
    )

    @api.depends("kind", "case_number")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for challenge in self:
            challenge.display_name = f"{kinds.get(challenge.kind)} {challenge.case_number or ''}"

    @api.depends("outcome")
    def _compute_orders_reopening(self):
        for challenge in self:
            challenge.orders_reopening = challenge.outcome in ("revoked", "redo")

    @api.constrains("answer", "outcome_file")
    def _check_file_types(self):
        for challenge in self.with_context(bin_size=False):
            for content in (challenge.answer, challenge.outcome_file):
                if content and guess_mimetype(b64decode(content)) not in FILE_TYPES:
                    raise ValidationError(
                        self.env._("Papers are PDF or pictures (JPEG, PNG, TIFF). Convert them.")
                    )

    @api.constrains("applicant", "person")
    def _check_person(self):
        for challenge in self.sudo():
            if challenge.applicant == "other" and not challenge.person_clear:
                raise ValidationError(self.env._("Enter the name of the applicant."))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_system(vals_list)
        challenges = super().create(vals_list)
        for challenge in challenges.sudo():  # the clock is the system's
            # in the morning of its day in China: the limit counts from the day after
            received = fields.Datetime.to_datetime(challenge.received_on) + timedelta(hours=1)
            challenge._clock_event(EVENTS[challenge.kind][0], received)
        return challenges

    def write(self, vals):
        self._check_system([vals])
        if not self.env.su and {"kind", "received_on", "case_number"} & vals.keys():
            raise UserError(self.env._("What was received, and when, stays as it was entered."))
        return super().write(vals)

    def _check_system(self, vals_list):
        if not self.env.su and any(SYSTEM & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("Proceedings go on with their buttons."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Proceedings against the centre are never deleted."))

    # -- the course -------------------------------------------------------------------------------

    def _check_state(self, *states):
        self.check_access("write")
        labels = dict(self._fields["state"]._description_selection(self.env))
        for challenge in self:
            if challenge.state not in states:
                raise UserError(
                    self.env._(
                        "%(name)s is “%(state)s” by now.",
                        name=challenge.display_name,
                        state=labels[challenge.state],
                    )
                )

    def action_answer(self):
        """The statement of defence was filed: its clock stops."""
        self._check_state("received")
        for challenge in self:
            if not challenge.answer:
                raise UserError(self.env._("Attach the statement of defence first."))
            now = fields.Datetime.now()
            challenge_sudo = challenge.sudo()  # checked above
            challenge_sudo.write({"state": "answered", "answered_at": now})
            challenge_sudo._clock_event(EVENTS[challenge.kind][1], now)
        return True

    def action_decide(self):
        """Record what the authority or court decided."""
        self._check_state("answered", "received")
        for challenge in self:
            if not challenge.outcome:
                raise UserError(self.env._("Enter the outcome first."))
            if challenge.state == "received" and challenge.outcome != "withdrawn":
                raise UserError(self.env._("Answer first, or record that it was withdrawn."))
            now = fields.Datetime.now()
            challenge_sudo = challenge.sudo()  # checked above
            challenge_sudo.write({"state": "decided", "outcome_at": now})
            challenge_sudo._clock_event(EVENTS[challenge.kind][1], now)
        return True

    # -- the order --------------------------------------------------------------------------------

    def action_reopen(self):
        """By order of the head, with the document of the outcome, the matter begins again."""
        self.ensure_one()
        self.check_access("read")
        self.env.user._rights_check_role("head")
        if self.state != "decided" or not self.orders_reopening:
            raise UserError(self.env._("The outcome does not ask for the matter to be reopened."))
        if not (self.outcome_file and self.outcome_number):
            raise UserError(
                self.env._(
                    "The order needs its document: attach the decision or judgment with its number."
                )
            )
        case = self.sudo().case_id.sudo(False)
        case.check_access("read")
        self.env["rights.reopening.order"].sudo().create(  # the role is checked, the rest here
            {
                "case_id": case.id,
                "ground": "court" if self.kind == "suit" else "reconsideration",
                "number": self.outcome_number,
                "file": self.with_context(bin_size=False).outcome_file,
                "file_name": self.outcome_file_name,
                "challenge_id": self.id,
            }
        )
        step = case._transitions().filtered(lambda one: one.sudo().effect == "reopen")[:1]
        if not step:
            raise UserError(
                self.env._(
                    "%(case)s stands at %(stage)s: from there nothing is reopened.",
                    case=case.display_name,
                    stage=case.stage_id.name,
                )
            )
        basis = self.env._(
            "%(name)s, %(number)s", name=self.display_name, number=self.outcome_number
        )
        case.action_move(step.id, case.stage_id.id, {"move_basis": basis})
        self.sudo().state = "reopened"  # checked above
        return True
