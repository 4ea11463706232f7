from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .rights_mediation import SIDES

SIGNERS = [*SIDES, ("mediator", "Mediator")]
# what its own steps write; the rest is entered while it is a draft
CLOSING = frozenset(
    ("state", "concluded_at", "concluded_by_id", "document_id", "step_id", "offered_at")
)


class RightsMediationAgreement(models.Model):
    """What the parties agreed upon, on paper or by their waiver of a paper (MED-07).

    who                     may
    handler, mediator       draw up, have signed and conclude, of what the unit has
    whoever reads the case  reads it

    A draft is changed until its paper is made. Concluded, it ends the mediation as settled, its
    amounts are the recovered loss of the case, and only its performance goes on (MED-17).
    """

    _name = "rights.mediation.agreement"
    _inherit = ["rights.mediation.part"]
    _description = "Mediation agreement"
    _order = "case_id, id"

    currency_id = fields.Many2one(related="case_id.currency_id")
    form = fields.Selection(
        [
            ("written", "Written agreement"),
            ("performed", "Performed at once"),
            ("waived", "Both parties waive a paper"),
        ],
        "How it is recorded",
        required=True,
        default="written",
    )
    dispute = fields.Text(compute="_compute_dispute", store=True, readonly=False, precompute=True)
    obligation_ids = fields.One2many("rights.mediation.obligation", "agreement_id", "Obligations")
    amount = fields.Monetary("For the consumer", compute="_compute_amount", store=True)
    # the waiver stands in the record of a meeting
    meeting_id = fields.Many2one(
        "rights.mediation.meeting",
        ondelete="restrict",
        domain="[('mediation_id', '=', mediation_id), ('state', '=', 'held')]",
    )
    waiver_note = fields.Char("What the record says of it")
    # the paper and its signatures
    document_id = fields.Many2one("rights.document", "Paper", readonly=True, ondelete="restrict")
    signature_ids = fields.One2many("rights.mediation.signature", "agreement_id", readonly=True)
    unsigned = fields.Char("Not signed yet by", compute="_compute_unsigned")
    state = fields.Selection(
        [("draft", "Draft"), ("concluded", "Concluded"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    concluded_at = fields.Datetime("Concluded on", readonly=True)
    concluded_by_id = fields.Many2one("res.users", "By", readonly=True, ondelete="restrict")
    has_paper = fields.Boolean(compute="_compute_has_paper")

    _one_alive = models.UniqueIndex(
        "(mediation_id) WHERE state != 'void'", "This mediation has an agreement already."
    )

    @api.depends("case_id", "concluded_at")
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = self.env._(
                "Agreement on %(case)s", case=agreement.case_id.display_name
            )

    @api.depends("mediation_id")
    def _compute_dispute(self):
        for agreement in self:
            case = agreement.mediation_id.case_id
            agreement.dispute = agreement.dispute or case.facts or case.subject

    @api.depends("obligation_ids.amount", "obligation_ids.side")
    def _compute_amount(self):
        for agreement in self:
            owed = agreement.obligation_ids.filtered(lambda row: row.side == "merchant")
            agreement.amount = sum(owed.mapped("amount"))

    @api.depends("signature_ids.side", "document_id")
    @api.depends_context("lang")
    def _compute_unsigned(self):
        labels = dict(
            self.env["rights.mediation.signature"]._fields["side"]._description_selection(self.env)
        )
        for agreement in self:
            signed = agreement._get_signatures().mapped("side")
            missing = [labels[side] for side, _label in SIGNERS if side not in signed]
            agreement.unsigned = ", ".join(missing)

    def _get_signatures(self):
        """Those under the present paper: a text that was changed is signed anew."""
        return self.signature_ids.filtered(lambda row: row.document_id == self.sudo().document_id)

    @api.depends("document_id.state")
    def _compute_has_paper(self):
        for agreement in self:
            paper = agreement.sudo().document_id
            agreement.has_paper = bool(paper) and paper.state != "void"

    # -- who may change it when -----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        nothing = {**dict.fromkeys(CLOSING, False), "state": "draft"}
        return super().create([{**vals, **nothing} for vals in vals_list])

    def write(self, vals):
        if not self.env.su:
            if CLOSING.intersection(vals):
                raise AccessError(self.env._("An agreement is concluded by its button."))
            self._check_changeable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An agreement is not deleted. Discard the draft instead."))

    def _check_draft(self):
        for agreement in self:
            agreement.check_access("write")
            if agreement.state != "draft":
                raise UserError(
                    self.env._(
                        "%(agreement)s is no draft any more and stays as it is.",
                        agreement=agreement.display_name,
                    )
                )

    def _check_changeable(self):
        """What stands in a paper is not changed behind it."""
        self._check_draft()
        for agreement in self.filtered("has_paper"):
            raise UserError(
                self.env._(
                    "The terms stand in %(paper)s. Void that paper before you change them.",
                    paper=agreement.sudo().document_id.display_name,
                )
            )

    def action_discard(self):
        """The parties did not come to it after all; another draft may follow."""
        self._check_draft()
        for agreement in self:
            if agreement.has_paper:
                agreement._check_changeable()
        self.sudo().state = "void"
        self.flush_recordset(["state"])  # the index lets only one be alive
        return True

    # -- paper ----------------------------------------------------------------------------------

    def action_make_paper(self):
        """Make DOC-10, one text for both parties, to be printed and signed."""
        self.ensure_one()
        self._check_changeable()
        if not self.obligation_ids:
            raise UserError(self._say_no_terms())
        template = self.env.ref("consumer_rights.document_template_agreement")
        paper = self.case_id._make_mediation_paper(template)
        self.sudo().document_id = paper
        return paper._get_form_action()

    def action_sign(self):
        self.ensure_one()
        self._check_draft()
        if not self.has_paper:
            raise UserError(self.env._("Make the paper first: the parties sign that paper."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Signatures on paper"),
            "res_model": "rights.mediation.sign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_agreement_id": self.id},
        }

    # -- conclusion -----------------------------------------------------------------------------

    def _say_no_terms(self):
        return self.env._("Enter what was agreed: who does what, for how much and until when.")

    def _get_gaps(self):
        """Sentences of what an agreement still lacks before it settles the dispute (MED-07)."""
        self.ensure_one()
        gaps = self.mediation_id._get_end_gaps("settled")
        if not self.obligation_ids:
            gaps.append(self._say_no_terms())
        if self.form == "written":
            if not self.has_paper:
                gaps.append(self.env._("Make the written agreement and have it signed."))
            elif self.unsigned:
                gaps.append(self.env._("Not signed yet by: %(sides)s.", sides=self.unsigned))
        elif not self.meeting_id or not (self.waiver_note or "").strip():
            gaps.append(
                self.env._(
                    "Without a written agreement the record of a meeting says why: choose the "
                    "meeting and enter what its record says."
                )
            )
        return gaps

    def action_conclude(self):
        """Settle the dispute with this agreement."""
        for agreement in self:
            agreement._check_draft()
            agreement.mediation_id._check_open()
            agreement.mediation_id._check_no_recusal()
            if gaps := agreement._get_gaps():
                raise UserError("\n".join(gaps))
            agreement._conclude()
        return True

    def _conclude(self):
        now = fields.Datetime.now()
        agreement, case = self.sudo(), self.case_id  # rights were checked by whoever calls
        agreement.write(
            {"state": "concluded", "concluded_at": now, "concluded_by_id": self.env.uid}
        )
        if agreement.form != "written":
            agreement.meeting_id.waiver_note = agreement.waiver_note
        if agreement.amount:
            agreement.case_id.amount_recovered = agreement.amount
        self.mediation_id._close("settled", now)
        case._append_events([{"type": "progress", "basis": self._get_words()}])
        case._deadline_event("mediation_ended", now)
        if agreement.form == "performed":
            agreement.obligation_ids._set_result("performed")
        case._follow_performance()

    def _get_words(self):
        forms = dict(self._fields["form"]._description_selection(self.env))
        return self.env._(
            "Agreement concluded (%(form)s), %(count)s obligations, %(amount)s yuan",
            form=forms[self.form],
            count=len(self.obligation_ids),
            amount=f"{self.amount:.2f}",
        )


class RightsMediationMeeting(models.Model):
    _inherit = "rights.mediation.meeting"

    waiver_note = fields.Char("Why there is no written agreement", readonly=True)
