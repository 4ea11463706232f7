from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.document.rights_document_specimen import UNIT
from ...tools import paper_text


class RightsDocumentPreview(models.TransientModel):
    """A look at a template: filled from an invented case, or from a case of choice.

    A business administrator reads no case (Annex A2), so the wording is judged by a case that
    does not exist; whoever may read cases besides can choose one of them. Its persons show then,
    on the screen, in a form and in print, so each filling is a look at them (SEC-02).
    """

    _name = "rights.document.preview"
    _description = "Preview of a document template"

    template_id = fields.Many2one("rights.document.template", required=True, ondelete="cascade")
    case_id = fields.Many2one("rights.case", ondelete="cascade")
    body = fields.Html(compute="_compute_body", sanitize=False)

    @api.depends("template_id", "case_id")
    def _compute_body(self):
        self.body = False
        for preview in self.filtered("template_id"):
            try:
                preview.body = preview._fill().html
            except UserError as error:
                preview.body = self.env["ir.qweb"]._render(
                    "consumer_rights.rights_document_preview_fault", {"fault": str(error)}
                )

    def _fill(self):
        template = self.template_id
        case = self.case_id
        if not case:
            return paper_text.fill(template.text, template._get_specimen_values())
        case.check_access("read")
        if case.party_ids and any(
            access != "clear" for access in case.party_ids._get_identity_access().values()
        ):
            raise UserError(
                self.env._("The persons of this case are closed to you. Choose another case.")
            )
        if not self.env.su:
            case.party_ids._log_looks(self.env._("Preview of a paper"))
        case_sudo = case.sudo().with_context(lang="zh_CN")  # checked above, as a paper is filled
        return self.env["rights.document"]._fill(
            template.sudo(),
            case_sudo,
            case_sudo.station_id,
            {"user": self.env.user, "due_date": case._paper_due_date(template.answer_days)},
        )

    def action_print(self):
        self.ensure_one()
        return self.env["ir.actions.report"]._show_paper(
            "consumer_rights.report_rights_document_preview", self, self.template_id.title
        )


class ReportRightsDocumentPreview(models.AbstractModel):
    """Values for the page of a preview."""

    _name = "report.consumer_rights.report_rights_document_preview"
    _description = "Template preview report"

    @api.model
    def _get_report_values(self, docids, data=None):
        previews = self.env["rights.document.preview"].browse(docids)
        previews.check_access("read")
        docs = [
            preview.template_id.version_id._get_page_values(
                number=False,
                body=preview.body,
                unit=preview.case_id.station_id.name or UNIT,
                issued_on=False,
                is_draft=True,
            )
            for preview in previews
        ]
        return {"doc_ids": docids, "doc_model": "rights.document.preview", "docs": docs}
