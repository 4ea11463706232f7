from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import paper_text

# What goes to the respondent, alone or together with the person: its places are narrower (SEC-03)
TO_RESPONDENT = ("respondent", "both")
KINDS = ("consultation", "complaint", "report", "suggestion", "discipline")
# A change of these makes a new version; papers keep the version they were made from
VERSIONED = ("title", "text", "layout", "recipient", "has_red_head", "has_seal")
# The order in which a dossier is bound (ARC-10)
PARTS = [
    ("registration", "Registration"),
    ("material", "Materials"),
    ("decision", "Decision"),
    ("assignment", "Assignment"),
    ("handling", "Handling"),
    ("mediation", "Mediation"),
    ("reply", "Reply"),
    ("followup", "Follow-up"),
    ("urge", "Urges"),
    ("other", "Others"),
]


class RightsDocumentTemplate(models.Model):
    """The wording and the course of one kind of paper: one for the whole city (DAT-05, DAT-06).

    who                     may
    staff                   read
    business administrator  write; every change is logged and makes a new version

    A template belongs to no unit, so no station has a form of its own.
    """

    _name = "rights.document.template"
    _inherit = ["rights.code.mixin"]
    _description = "Document template"

    # what it is
    title = fields.Char("Printed title", required=True, help="Official title, in Chinese.")
    recipient = fields.Selection(
        [
            ("complainant", "Complainant or reporter"),
            ("respondent", "Respondent"),
            ("both", "Both parties"),
            ("internal", "Stays inside"),
        ],
        required=True,
        default="complainant",
        help="Decides which places may be used: a paper for the respondent names no reporter. "
        "One for both parties is delivered to each of them.",
    )
    number_word = fields.Char(
        "Word in the number", required=True, help="Such as 投受 in 宁消维投受〔2026〕12号."
    )
    dossier_part = fields.Selection(PARTS, "Part of the dossier", required=True, default="other")
    for_consultation = fields.Boolean("Consultations")
    for_complaint = fields.Boolean("Complaints", default=True)
    for_report = fields.Boolean("Reports")
    for_suggestion = fields.Boolean("Suggestions")
    for_discipline = fields.Boolean("Staff-discipline reports")
    stage_ids = fields.Many2many(
        "rights.case.stage",
        "rights_document_template_stage_rel",
        string="May be made in",
        help="Stages in which it can be made by hand; steps make it besides.",
    )

    # how it looks
    layout = fields.Selection(
        [("letter", "Letter"), ("form", "Form"), ("wide", "Wide table")],
        required=True,
        default="letter",
    )
    text = fields.Text("Wording", required=True)
    has_red_head = fields.Boolean("Red head", default=True)
    has_seal = fields.Boolean("Unit and place of the seal", default=True)
    place_help = fields.Html(compute="_compute_place_help", string="Places", sanitize=False)
    version_ids = fields.One2many(
        "rights.document.template.version", "template_id", "Versions", readonly=True
    )
    version_id = fields.Many2one(
        "rights.document.template.version",
        "Present version",
        compute="_compute_version_id",
        store=True,
        ondelete="restrict",
    )

    # its course
    is_issued_at_once = fields.Boolean(
        "Issued with the step", help="Numbered and made without a further act."
    )
    approver_group_ids = fields.Many2many(
        "res.groups",
        "rights_document_template_approver_rel",
        string="Approved by",
        help="A second person with one of these roles approves it before it goes.",
    )
    needs_delivery = fields.Boolean("Must be delivered", default=True)
    holds_case = fields.Boolean(
        "The case waits for it", help="The case moves on once delivery is logged (ACC-10)."
    )
    is_once = fields.Boolean("Once", help="One a handling cycle; a head may allow another.")
    needs_signature = fields.Boolean(
        "Signed on a visit", help="Somebody who comes in person signs it (REG-10)."
    )
    answer_days = fields.Integer("Working days to answer")
    delivery_event_ids = fields.Many2many(
        "rights.deadline.event",
        "rights_document_template_event_rel",
        string="Its delivery is",
        help="Events that start and stop limits once the paper is delivered.",
    )
    transition_ids = fields.Many2many(
        "rights.case.transition", "rights_case_transition_document_rel", string="Made by"
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another template has this code.")
    _number_word_unique = models.Constraint(
        "UNIQUE (number_word)", "Another template has this word in its numbers."
    )
    _answer_days_positive = models.Constraint(
        "CHECK (answer_days >= 0)", "Days cannot be negative."
    )

    @api.depends("version_ids")
    def _compute_version_id(self):
        for template in self:
            # by number: a new version stands last in the cache until it is read again
            template.version_id = template.version_ids.sorted("number")[-1:]

    @api.depends("recipient")
    def _compute_place_help(self):
        for template in self:
            places, lists = template._get_places(template.recipient)
            template.place_help = self.env["ir.qweb"]._render(
                "consumer_rights.rights_document_template_places",
                {
                    "places": {group: sorted(names) for group, names in places.items()},
                    "lists": {group: sorted(names) for group, names in lists.items()},
                },
            )

    # -- the wording is checked when it is saved ------------------------------------------------

    @api.constrains("text", "recipient")
    def _check_text(self):
        for template in self:
            if sentences := template._get_text_faults():
                raise ValidationError("\n".join(sentences))

    def _get_text_faults(self):
        """One sentence a mistake, with its line."""
        self.ensure_one()
        places, lists = self._get_places(self.recipient)
        text = self.text or ""
        return [
            self.env._(
                "Line %(line)s (%(text)s): %(fault)s",
                line=fault.line,
                text=(text.splitlines() or [""])[min(fault.line, len(text.splitlines())) - 1][:40],
                fault=self._get_fault_sentence(fault),
            )
            for fault in paper_text.find_faults(text, places, lists)
        ]

    def _get_fault_sentence(self, fault):
        if fault.kind == "unknown":
            return self._get_unknown_sentence(fault.detail)
        sentences = {
            "syntax": self.env._(
                "the brackets or the condition cannot be read: %(detail)s", detail=fault.detail
            ),
            "statement": self.env._(
                "only “if”, “elif”, “else”, “endif”, “for … in …” and “endfor” may stand here."
            ),
            "expression": self.env._(
                'only a place such as {{ 案件.编号 }}, with 必填 or 或("…"), may stand here.'
            ),
            "columns": self.env._("a row of a form has at most four cells."),
            "character": self.env._("it holds a character that cannot be printed."),
        }
        return sentences[fault.kind]

    def _get_unknown_sentence(self, name):
        group, _dot, place = name.partition(".")
        everything, _lists = self._get_places("internal")
        if self.recipient in TO_RESPONDENT and place in everything.get(group, ()):
            return self.env._(
                "a paper for the respondent must not contain “%(name)s” (SEC-03).", name=name
            )
        return self.env._("there is no place “%(name)s”. Choose one of the list.", name=name)

    @api.model
    def _get_own_papers(self):
        """{recipient: an invented paper} of the papers that no case makes.

        Each is what ``paper_text.invented`` makes. It says which places the wording of such a
        paper may use, and fills them in the preview.
        """
        return {}

    # -- versions -------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(vals_list)
        templates._add_version()
        return templates

    def write(self, vals):
        before = {template: template._get_version_vals() for template in self}
        result = super().write(vals)
        if set(VERSIONED).intersection(vals):
            changed = self.filtered(lambda one: one._get_version_vals() != before[one])
            changed._add_version()
        return result

    def _get_version_vals(self):
        self.ensure_one()
        return {name: self[name] for name in VERSIONED}

    def _add_version(self):
        self.env["rights.document.template.version"]._append(
            [
                {
                    "template_id": template.id,
                    "number": len(template.version_ids) + 1,
                    "made_at": fields.Datetime.now(),
                    "made_by_id": self.env.uid,
                    **template._get_version_vals(),
                }
                for template in self
            ]
        )
        self.invalidate_recordset(["version_ids", "version_id"])

    # -- questions ------------------------------------------------------------------------------

    def _fits(self, case):
        """Whether this paper is made for this case at all."""
        self.ensure_one()
        if case.kind not in KINDS or not self[f"for_{case.kind}"]:
            return False
        # who hid the identity is not written to (REG-11)
        return not (case.is_anonymous and self.recipient in ("complainant", "both"))

    def action_preview(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview"),
            "res_model": "rights.document.preview",
            "view_mode": "form",
            "target": "new",
            "context": {"default_template_id": self.id},
        }


class RightsDocumentTemplateVersion(models.Model):
    """The wording of a template as it was at a time; papers refer to it (DAT-05)."""

    _name = "rights.document.template.version"
    _inherit = ["rights.append.only"]
    _description = "Version of a document template"
    _order = "template_id, number desc"
    _rec_name = "number"

    template_id = fields.Many2one(
        "rights.document.template", required=True, index=True, ondelete="restrict"
    )
    number = fields.Integer("Version", required=True)
    title = fields.Char(required=True)
    text = fields.Text("Wording", required=True)
    recipient = fields.Char(required=True)
    layout = fields.Char(required=True)
    has_red_head = fields.Boolean()
    has_seal = fields.Boolean()
    made_at = fields.Datetime("Since", required=True)
    made_by_id = fields.Many2one("res.users", "By", required=True, ondelete="restrict")

    _number_unique = models.UniqueIndex("(template_id, number)", "This version exists already.")

    def _get_page_values(self, **page):
        """A page of this version as plain values; ``page`` is what the paper says of itself."""
        self.ensure_one()
        version_sudo = self.sudo()  # the wording is no secret
        return {
            "title": version_sudo.title,
            "layout": version_sudo.layout,
            "has_red_head": version_sudo.has_red_head,
            "has_seal": version_sudo.has_seal,
            "is_draft": False,
            "is_void": False,
            **page,
        }
