import gc
import logging
from datetime import timedelta

import psycopg2
from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain

from ...tools import failure

_logger = logging.getLogger(__name__)

DOCUMENT_REPORT = "consumer_rights.rights_document_report"
# Minutes until a failed paper is tried again; the last one repeats
WAITS = (1, 5, 15, 60)


class RightsDocument(models.Model):
    """How an issued paper becomes a file: after its step, as often as it takes (issue: faults)."""

    _inherit = "rights.document"

    def _get_print_values(self):
        """What the page shows besides the text, as plain values."""
        self.ensure_one()
        is_signed = self.version_id.has_seal and self.issued_at
        return self.version_id._get_page_values(
            number=self.number,
            title=self.title,
            body=self.body,
            unit=self.station_id.name,
            signed_by=is_signed and self._get_certificate().name,
            check=self._get_check(),
            issued_on=self.case_id._china_day(self.issued_at),
            is_draft=self.state in ("draft", "to_approve"),
            is_void=self.state == "void",
        )

    def _leaves(self):
        """Whether the paper goes to somebody outside, and so is sealed and can be checked."""
        return self.version_id.recipient != "internal"

    def _get_certificate(self):
        certificates = self.env["rights.signing.certificate"]
        return certificates._of_station(self.station_id) if self._leaves() else certificates

    def _render_file(self):
        """Lay out one issued paper and seal its file; the paper is ready then."""
        self.ensure_one()
        document_sudo = self.sudo()  # the paper shows what its template lets it, whoever waits
        report_sudo = self.env.ref(DOCUMENT_REPORT).sudo()
        rendered = report_sudo._render_weasyprint(report_sudo, document_sudo.ids)
        content = rendered.content
        if document_sudo._leaves():
            certificates = self.env["rights.signing.certificate"]
            content = certificates._seal_pdf(document_sudo.station_id, content, "文书签发")
        self.env["rights.document.file"]._seal_file(
            f"{document_sudo.number}.pdf",
            content,
            {
                "name": document_sudo.display_name,
                "document_id": self.id,
                "case_id": document_sudo.case_id.id,
                "page_count": rendered.page_count,
                "made_at": fields.Datetime.now(),
            },
            {"type": "paper", "basis": document_sudo.display_name},
        )
        state = "delivered" if document_sudo.delivered_at else "ready"
        document_sudo.write({"state": state, "render_error": False})

    def _ensure_file(self):
        """The files of these papers, made now where the cron has not come to them yet."""
        for document in self.sudo():
            if document.state == "to_render" and document._lock_pending():
                document.with_user(document.issued_by_id).sudo()._render_file()
        return self.sudo().file_ids

    def _lock_pending(self):
        return self.try_lock_for_update().filtered_domain([("state", "=", "to_render")])

    @api.model
    def _cron_render(self, batch_size=50):
        """Make the files of issued papers.

        Each attempt is noted before it begins, so a paper that kills its renderer waits longer
        each time and does not keep the others from theirs.
        """
        now = fields.Datetime.now()
        domain = Domain("state", "=", "to_render") & (
            Domain("next_try_at", "=", False) | Domain("next_try_at", "<=", now)
        )
        jobs = self.env["ir.cron"]
        for document in jobs._in_turn(self, domain, batch_size, "next_try_at nulls first, id"):
            document._note_attempt()
            if not jobs._commit_progress():
                break
            document._try_file()
            self.env.invalidate_all()  # one run of any length stays small
        gc.collect()  # laying out leaves rings of objects; left alone they pile up over a long run

    def _note_attempt(self):
        wait = WAITS[min(self.attempts, len(WAITS) - 1)]
        self.write(
            {
                "attempts": self.attempts + 1,
                "next_try_at": fields.Datetime.now() + timedelta(minutes=wait),
            }
        )

    def _try_file(self):
        document = self._lock_pending()
        if not document:
            return
        issuer = document.issued_by_id  # reads what went wrong
        try:
            with self.env.cr.savepoint():
                of_issuer = document.with_user(issuer).with_context(lang=issuer.lang)
                of_issuer.sudo()._render_file()
        except (UserError, OSError, psycopg2.Error, ConcurrencyError) as error:
            self.env.invalidate_all()
            _logger.warning(
                "The file of paper id %s was not made\n%s", document.id, failure.trace(error)
            )
            document.render_error = failure.summary(error)[:300]


class ReportRightsDocument(models.AbstractModel):
    """Values for the page of a paper."""

    _name = "report.consumer_rights.report_rights_document"
    _inherit = ["rights.paper.report"]
    _description = "Document report"
    _paper_model = "rights.document"

    def _before_print(self, paper):
        """It is noted with its case, where the page or the file is asked for."""


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_sealed_paper(self, report_sudo, record):
        if report_sudo == self.env.ref(DOCUMENT_REPORT).sudo():
            record.check_access("read")
            if file := record._ensure_file()[:1]:
                record.sudo().case_id.sudo(False)._log_print(file.name)
                return file.attachment_id
        return super()._get_sealed_paper(report_sudo, record)

    def _render_qweb_html(self, report_ref, docids, data=None):
        """Whoever prints a draft is noted like everybody who prints of a case (SEC-05)."""
        report_sudo = self._get_report(report_ref)
        if report_sudo.model == "rights.document" and not self.env.su:
            documents = self.env["rights.document"].browse(docids)
            documents.check_access("read")
            documents.sudo().case_id.sudo(False)._log_print(report_sudo.name)
        return super()._render_qweb_html(report_ref, docids, data=data)
