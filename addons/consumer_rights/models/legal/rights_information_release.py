from base64 import b64decode, b64encode

from markupsafe import Markup
from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import pdf_text
from ...tools.paper_text import redact


class RightsInformationRequest(models.Model):
    """The copy that is released: masked, and read again before it goes out (LAW-15).

    Whatever its origin, the text of the file is compared with the data of everybody in the matter.
    A page that cannot be read, such as a scan, is not released.
    """

    _inherit = "rights.information.request"

    paper_ids = fields.One2many("rights.information.paper", "request_id", "Papers", copy=False)
    release = fields.Binary("Masked copy", attachment=True, copy=False)
    release_name = fields.Char()

    def action_list_papers(self):
        """List the issued papers of the matter, for whoever reads it to choose from."""
        self.ensure_one()
        self.check_access("write")
        case_sudo = self.sudo().case_id
        case_sudo.sudo(False).check_access("read")
        issued = case_sudo.document_ids.filtered(
            lambda paper: paper.issued_at and paper.state != "void"
        )
        self.env["rights.information.paper"].sudo().create(  # titles alone, checked above
            [
                {"request_id": self.id, "document_id": paper.id}
                for paper in issued.sorted("id") - self.sudo().paper_ids.document_id
            ]
        )
        return True

    def action_make_copy(self):
        """Bind the masked copy of the chosen papers: nobody's name, number or address stays."""
        self.ensure_one()
        self.check_access("write")
        # whoever reads the matter may mask its papers, also those with persons
        self.sudo().case_id.sudo(False).check_access("read")
        papers = self.sudo().paper_ids.filtered("is_chosen").document_id
        if not papers:
            raise UserError(self.env._("Choose the papers to release first."))
        content = papers._render_masked()
        self._check_content(content)
        self.write(
            {
                "answer": "released",
                "release": b64encode(content),
                "release_name": f"{self.case_number}.pdf",
            }
        )
        return True

    # -- the check --------------------------------------------------------------------------------

    def _seal_release(self):
        """Check the copy and seal it for the unit that answers: it leaves the centre."""
        self.ensure_one()
        copy = self.with_context(bin_size=False).release
        if not copy:
            raise UserError(self.env._("Make the masked copy, or attach it, first."))
        content = b64decode(copy)
        self._check_content(content)
        certificates = self.env["rights.signing.certificate"]
        sealed = certificates._seal_pdf(self.station_id, content, "政府信息公开")
        self.release = b64encode(sealed)

    def _check_content(self, content):
        """Refuse a file that cannot be read through, or that tells of a person."""
        try:
            pages = pdf_text.read_pages(content)
        except pdf_text.UnreadableError as error:
            raise UserError(
                self.env._(
                    "The copy cannot be checked and is not released: it must be a PDF without"
                    " password and attachments."
                )
            ) from error
        blank = [str(place) for place, text in enumerate(pages, 1) if not text]
        if blank:
            raise UserError(
                self.env._(
                    "The copy cannot be checked: page %(pages)s holds a picture only. Release a"
                    " PDF with text.",
                    pages=", ".join(blank),
                )
            )
        texts = self.sudo().case_id._get_personal_texts()
        found = [str(place) for place, text in enumerate(pages, 1) if pdf_text.holds(text, texts)]
        if found:
            raise UserError(
                self.env._(
                    "The copy is not released: page %(pages)s tells the name, number or address of"
                    " a person of the matter (LAW-15). Leave the paper out, or mask it.",
                    pages=", ".join(found),
                )
            )


class RightsInformationPaper(models.Model):
    """A paper of the matter that could be released: its title, number and day, not its content."""

    _name = "rights.information.paper"
    _description = "Paper to release"
    _order = "id"
    _rec_name = "title"

    request_id = fields.Many2one(
        "rights.information.request", required=True, index=True, ondelete="cascade"
    )
    document_id = fields.Many2one(
        "rights.document", required=True, ondelete="cascade", groups=fields.NO_ACCESS
    )
    title = fields.Char(related="document_id.title")
    number = fields.Char(related="document_id.number")
    issued_at = fields.Datetime(related="document_id.issued_at")
    is_chosen = fields.Boolean("Release")

    _once = models.UniqueIndex("(request_id, document_id)", "This paper is listed already.")

    def write(self, vals):
        if not self.env.su and vals.keys() - {"is_chosen"}:
            raise AccessError(self.env._("Papers are listed by the system; choose from them."))
        return super().write(vals)


class RightsDocument(models.Model):
    _inherit = "rights.document"

    def _render_masked(self):
        """These papers as one PDF in which persons are masked, without seals and signatures.

        To be called in superuser mode: what it shows is decided by the masking.
        """
        from ...tools import pdf_binder, pdf_renderer  # loads Pango

        reports = self.env["ir.actions.report"].sudo()
        sheets = []
        for document in self:
            values = document._get_print_values()
            # masked text of our own engine, whose values were escaped when it was filled
            values["body"] = Markup(redact(str(values["body"]), names=True))
            values |= {"is_released": True, "signed_by": False, "check": None}
            html = self.env["ir.qweb"]._render(
                "consumer_rights.report_rights_document", {"docs": [values]}, minimal_qcontext=True
            )
            rendered = reports._lay_out_weasyprint(str(html), document.display_name)
            sheets.append(pdf_binder.Sheet(document.title, rendered.content))
        return pdf_binder.bind(sheets, pdf_renderer.stamp_sheet()).content


class RightsCase(models.Model):
    _inherit = "rights.case"

    def _get_personal_texts(self):
        """Texts that no released copy may hold: everybody's name, numbers and addresses.

        A report and the complaint it was split from are linked, so linked cases count as well.
        """
        linked = (
            self.link_ids.other_case_id
            | self.env["rights.case.link"].search([("other_case_id", "in", self.ids)]).case_id
        )
        names = ("name", "phone", "address", "email", "id_number")
        # earlier versions of an identity belong to the person too
        people = (self | linked).party_ids.identity_ids
        return {
            text
            for person in people
            for name in names
            if len(text := (person[name] or "").strip()) > 1
        }
