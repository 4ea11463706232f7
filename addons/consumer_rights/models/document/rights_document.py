from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools import paper_text
from ...tools.access import forbid
from ..case.rights_case_kinds import SECRET_KINDS
from .rights_document_template import TO_RESPONDENT


class RightsDocument(models.Model):
    """One paper of a case: what it says, its number, its way to whoever it is for (DAT-05, ACC-10).

    who                        may
    reader of the case         read it; one with personal data only whom the identity is open to
    whoever works on the case  make, issue, deliver and void it
    unit that issued it        deliver it, also when the case has gone on
    second authorised person   approve what needs approval, never the own draft (ACC-11)

    The text is fixed when the paper is made, the number comes when it is issued, the file when it
    was laid out. Nobody writes a paper over RPC: the acts below do, in superuser mode.
    """

    _name = "rights.document"
    _inherit = ["rights.case.part"]
    _description = "Document"
    _order = "id desc"
    _rec_names_search = ["number", "title"]
    # archiving itself makes the files that are still missing; the acts below ask for themselves
    _frozen_with_archive = False

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    cycle_no = fields.Integer("Cycle", required=True)
    transition_id = fields.Many2one("rights.case.transition", "Made by the step", index=True)
    station_id = fields.Many2one("rights.station", "Issued by", required=True, index=True)
    kind = fields.Selection(related="case_id.kind")
    # what it was made from
    template_id = fields.Many2one(
        "rights.document.template", required=True, index=True, ondelete="restrict"
    )
    version_id = fields.Many2one(
        "rights.document.template.version", "Template version", required=True, ondelete="restrict"
    )
    title = fields.Char(required=True)
    recipient = fields.Selection(related="template_id.recipient")
    body = fields.Html(sanitize=False, help="Made by the template engine, from texts only.")
    level = fields.Selection(
        [("name", "Name"), ("detail", "Name and contact")], "Personal data", index=True
    )
    due_date = fields.Date("Answer due")
    made_at = fields.Datetime("Made", required=True)
    made_by_id = fields.Many2one("res.users", "Made by", required=True, ondelete="restrict")
    # its course
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_approve", "To approve"),
            ("to_render", "Being made"),
            ("ready", "Ready"),
            ("delivered", "Delivered"),
            ("void", "Void"),
        ],
        required=True,
        index=True,
    )
    number = fields.Char(index="btree_not_null")
    issued_at = fields.Datetime("Issued")
    issued_by_id = fields.Many2one("res.users", "Issued by (person)", ondelete="restrict")
    approved_at = fields.Datetime("Approved")
    approved_by_id = fields.Many2one("res.users", "Approved by (person)", ondelete="restrict")
    remark = fields.Char(help="Why it was sent back or is void.")
    needs_delivery = fields.Boolean("Must be delivered")
    holds_case = fields.Boolean("The case waits for it")
    delivered_at = fields.Datetime("Delivered")
    may_approve = fields.Boolean(compute="_compute_may", search="_search_may_approve")
    may_handle = fields.Boolean(compute="_compute_may")
    # the file
    file_ids = fields.One2many("rights.document.file", "document_id")
    attempts = fields.Integer("Attempts to make the file")
    next_try_at = fields.Datetime("Next attempt")
    render_error = fields.Char("What went wrong")

    _number_unique = models.UniqueIndex("(number) WHERE number IS NOT NULL", "The number is taken.")
    _pending = models.Index("(next_try_at NULLS FIRST, id) WHERE state = 'to_render'")

    @api.depends("number", "title")
    def _compute_display_name(self):
        for document in self:
            document.display_name = " ".join(filter(None, (document.number, document.title)))

    # -- who may --------------------------------------------------------------------------------

    @api.model
    def _readable_domain(self):
        """Papers without personal data, and those whose persons are open to the user (Annex A2)."""
        named = (
            Domain("level", "=", "name")
            & Domain("case_id.kind", "not in", SECRET_KINDS)
            & Domain("case_id.is_confidential", "=", False)
        )
        domain = Domain("level", "=", False) | named | self._in_hand_domain()
        identities = self.env["rights.case.party.identity"]
        if identities.has_access("read"):
            open_cases = identities._search([("is_current", "=", True)]).subselect("case_id")
            domain |= Domain("case_id", "in", open_cases)
        return domain

    @api.model
    def _in_hand_domain(self):
        """Papers that the user has to bring on their way: what the own step made until it is
        delivered, and what waits for the own approval."""
        user = self.env.user
        made = (
            Domain("made_by_id", "=", user.id)
            & Domain("transition_id", "!=", False)
            & Domain("needs_delivery", "=", True)
            & Domain("state", "in", ("draft", "to_approve", "to_render", "ready"))
        )
        return made | self._approval_domain()

    @api.model
    def _approval_domain(self):
        user = self.env.user
        return (
            Domain("state", "=", "to_approve")
            & Domain("made_by_id", "!=", user.id)
            & Domain("station_id", "in", user.rights_supervised_station_ids.ids)
            & Domain("template_id.approver_group_ids", "in", user.all_group_ids.ids)
        )

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._readable_domain()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self:
            return result
        personal = self.sudo().filtered("level")
        readable = personal.sudo(False).search([("id", "in", personal.ids)])
        forbidden = self.browse((personal.sudo(False) - readable).ids)
        return forbid(result, operation, forbidden)

    def _read_format(self, fnames, load="_classic_read"):
        self._log_paper_looks(fnames)
        return super()._read_format(fnames, load)

    def _log_export_looks(self, names):
        self._log_paper_looks(names)

    def _log_paper_looks(self, names):
        """Whoever reads a paper that names an informant looks at the informant (SEC-02)."""
        if "body" in names and not self.env.su:
            naming = self._origin.sudo().filtered(
                lambda paper: paper.level and paper.case_id._is_identity_sealed()
            )
            naming.case_id.party_ids.sudo(False)._log_looks(self.env._("Read in a paper"))

    def web_read(self, specification):
        return super().web_read(specification)

    # the form shows the text and may note a look: Odoo need not try it on a replica first
    web_read._readonly = False

    @api.depends("state", "case_id.station_id")
    @api.depends_context("uid")
    def _compute_may(self):
        for document in self:
            document.may_approve = document.state == "to_approve" and document._is_approver()
            document.may_handle = document._is_handler()

    def _is_approver(self):
        document = self.sudo()
        user = self.env.user
        return (
            document.made_by_id != user
            and bool(document.template_id.approver_group_ids & user.all_group_ids)
            and document.station_id in user.rights_supervised_station_ids
        )

    def _is_handler(self):
        """Whoever may write the case, and the unit that issued the paper."""
        user = self.env.user
        case = self.case_id
        return case.has_access("write") or (
            self.sudo().station_id in user.rights_station_ids and case.has_access("read")
        )

    def _search_may_approve(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._approval_domain()

    def _check_handler(self):
        self.check_access("read")
        self._check_case_open(self.sudo().case_id)
        for document in self:
            if not (self.env.su or document._is_handler()):
                raise AccessError(
                    self.env._(
                        "%(paper)s is handled by the unit that has the case or issued the paper.",
                        paper=document.display_name,
                    )
                )

    @api.model
    def _check_case_open(self, cases):
        """An archived dossier takes supplements, no papers (ARC-09)."""
        for case in cases:
            if case.stage_code == "archived":
                raise UserError(
                    self.env._(
                        "Case %(number)s is archived. Add a supplement to its dossier instead.",
                        number=case.display_name,
                    )
                )

    def _check_state(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for document in self:
            if document.state not in states:
                raise UserError(
                    self.env._(
                        "%(paper)s is “%(state)s” by now. Open it again and look.",
                        paper=document.display_name,
                        state=labels[document.state],
                    )
                )

    # -- making ---------------------------------------------------------------------------------

    @api.model
    def _make(self, wanted, step=None, basis=None, dispatch=None, meeting=None):
        """Make papers of cases, in superuser mode, and issue those that need no further act.

        :param wanted: list of (case, template, issuing unit)
        :param dispatch: the two sides of a handover, when it is not the last dispatch of the case
        :param meeting: the mediation meeting that the papers are about
        :raise UserError: a required place is empty, or the paper would tell what it must not
        """
        self._check_case_open(self.env["rights.case"].union(*(row[0] for row in wanted)).sudo())
        now = fields.Datetime.now()
        chinese = self.env["res.lang"].sudo()._get_data(code="zh_CN").code or self.env.lang
        vals_list = []
        for case, template, station in wanted:
            # what a paper tells is decided by its template's places, whoever makes it
            case_sudo = case.sudo().with_context(lang=chinese)
            facts = {
                "step": step and step.with_env(case_sudo.env),
                "basis": basis,
                "user": self.env.user,
                "due_date": case_sudo._paper_due_date(template.answer_days),
                "dispatch": dispatch,
                "meeting": meeting and meeting.with_env(case_sudo.env),
            }
            station_sudo = station.with_env(case_sudo.env)
            paper = self._fill(template.sudo(), case_sudo, station_sudo, facts)
            vals_list.append(
                {
                    "case_id": case.id,
                    "cycle_no": case_sudo.cycle_no,
                    "transition_id": step and step.id,
                    "station_id": station.id,
                    "template_id": template.id,
                    "version_id": template.sudo().version_id.id,
                    "title": template.sudo().title,
                    "body": paper.html,
                    "level": paper.level or False,
                    "due_date": facts["due_date"] if template.sudo().answer_days else False,
                    "made_at": now,
                    "made_by_id": self.env.uid,
                    "state": "to_approve" if self._needs_approval(template, station) else "draft",
                    "needs_delivery": template.sudo().needs_delivery,
                    "holds_case": template.sudo().holds_case,
                }
            )
        at_once = [
            (vals, (station.sudo(), template.sudo()))
            for vals, (_case, template, station) in zip(vals_list, wanted, strict=True)
            if vals["state"] == "draft" and template.sudo().is_issued_at_once
        ]
        numbers = self.env["rights.document.number"]._allocate([pair for _vals, pair in at_once])
        for (vals, _pair), number in zip(at_once, numbers, strict=True):
            vals.update(self._issued_vals(number))
        documents = self.sudo().create(vals_list).with_env(self.env)
        if at_once:
            self._ask_for_files()
        return documents

    @api.model
    def _needs_approval(self, template, station):
        return bool(template.sudo().approver_group_ids) and station.sudo().second_person

    @api.model
    def _fill(self, template, case, station, facts):
        values = case._get_paper_values(template, station, facts)
        try:
            paper = paper_text.fill(template.version_id.text, values)
        except paper_text.MissingPieceError as error:
            raise ValidationError(
                self.env._(
                    "“%(title)s” cannot be made: “%(place)s” is missing.",
                    title=template.title,
                    place=str(error),
                )
            ) from error
        if template.recipient in TO_RESPONDENT:
            self._check_secrecy(template, case, paper)
        return paper

    @api.model
    def _check_secrecy(self, template, case, paper):
        """Refuse a paper for the respondent that tells who reported, or where people live (SEC-03).

        The places of its template cannot; what somebody typed into the facts might.
        """
        if any(text in paper.html for text in case._get_protected_texts()):
            raise UserError(
                self.env._(
                    "“%(title)s” goes to the respondent and would tell the identity or the contact "
                    "of a person (SEC-03). Take it out of the facts or the result first.",
                    title=template.title,
                )
            )

    def action_refresh(self):
        """Fill a draft again from the case as it is now, by the present wording."""
        self._check_handler()
        self._check_state("draft", "to_approve")
        for document in self:
            case = document.sudo().case_id
            template = document.sudo().template_id
            facts = {
                "step": document.sudo().transition_id,
                "user": self.env.user,
                "due_date": case._paper_due_date(template.answer_days),
            }
            chinese = self.env["res.lang"].sudo()._get_data(code="zh_CN").code or self.env.lang
            case = case.with_context(lang=chinese)
            paper = self._fill(template, case, document.sudo().station_id, facts)
            document.sudo().write(
                {
                    "body": paper.html,
                    "level": paper.level or False,
                    "version_id": template.version_id.id,
                    "title": template.title,
                }
            )
        return True

    # -- approving and issuing ------------------------------------------------------------------

    def action_issue(self):
        """Number the paper and have its file made."""
        self._check_handler()
        self._check_state("draft")
        self._issue()
        return True

    def action_approve(self):
        self.check_access("read")
        self._check_state("to_approve")
        for document in self:
            if not (self.env.su or document._is_approver()):
                raise AccessError(
                    self.env._(
                        "%(paper)s is approved by a second person of the unit or above it: "
                        "%(roles)s, and not by whoever made it (ACC-11).",
                        paper=document.display_name,
                        roles=", ".join(
                            document.sudo().template_id.approver_group_ids.mapped("name")
                        ),
                    )
                )
        self.sudo().write(
            {"approved_at": fields.Datetime.now(), "approved_by_id": self.env.uid, "remark": False}
        )
        self._issue()
        return True

    def _send_back(self, reason):
        """Not approved: the maker fills it again, by ``action_refresh`` and ``action_submit``."""
        self.check_access("read")
        self._check_state("to_approve")
        if not all(document._is_approver() for document in self):
            raise AccessError(self.env._("Only who may approve a paper may send it back."))
        self.sudo().write({"state": "draft", "remark": reason})

    def action_submit(self):
        self._check_handler()
        self._check_state("draft")
        for document in self:
            if self._needs_approval(document.template_id, document.station_id):
                document.sudo().state = "to_approve"
            else:
                document._issue()
        return True

    def _issue(self):
        """Numbers for good; the file follows (``_cron_render``), whatever happens to this process.

        A draft that needs approval is issued by its approval only.
        """
        documents = self.sudo()
        for document in documents:
            needs = self._needs_approval(document.template_id, document.station_id)
            if needs and not document.approved_by_id:
                raise UserError(
                    self.env._(
                        "%(paper)s needs the approval of a second person first (ACC-11).",
                        paper=document.title,
                    )
                )
        numbers = self.env["rights.document.number"]._allocate(
            [(document.station_id, document.template_id) for document in documents]
        )
        for document, number in zip(documents, numbers, strict=True):
            document.write(self._issued_vals(number))
        if documents:
            self._ask_for_files()

    @api.model
    def _issued_vals(self, number):
        return {
            "number": number,
            "issued_at": fields.Datetime.now(),
            "issued_by_id": self.env.uid,
            "state": "to_render",
            "next_try_at": False,
        }

    @api.model
    def _ask_for_files(self):
        job = self.env["ir.model.data"]._xmlid_to_res_id("consumer_rights.cron_document_render")
        self.env["ir.cron"].browse(job)._trigger()

    def _void(self, reason):
        """Take a paper back before it is delivered; its number stays used and says so."""
        self._check_handler()
        self._check_state("draft", "to_approve", "to_render", "ready")
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the paper is void."))
        self.sudo().write({"state": "void", "remark": reason})
        for document in self.sudo():
            document.case_id.with_env(self.env)._append_events(
                [{"type": "paper_void", "basis": f"{document.display_name}：{reason}"}]
            )

    # -- beginning ------------------------------------------------------------------------------

    @api.model
    def _start_papers(self, again=False):
        """Note since when steps make papers: what was done before has none to ask for."""
        parameters = self.env["ir.config_parameter"].sudo()
        if again or not parameters.get_param("consumer_rights.papers_since"):
            now = fields.Datetime.to_string(fields.Datetime.now())
            parameters.set_param("consumer_rights.papers_since", now)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A paper is never deleted. Mark it void with a reason."))

    # -- windows --------------------------------------------------------------------------------

    def _get_form_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_open_file(self):
        """Show the paper as a page: the sealed file, or a draft that says so."""
        self.ensure_one()
        self.check_access("read")
        return self.env["ir.actions.report"]._show_paper(
            "consumer_rights.report_rights_document", self, self.display_name
        )

    def action_ask_void(self):
        return self._ask("void")

    def action_ask_send_back(self):
        return self._ask("send_back")

    def _ask(self, act):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reason"),
            "res_model": "rights.document.reason",
            "view_mode": "form",
            "target": "new",
            "context": {"default_document_ids": self.ids, "default_act": act},
        }
