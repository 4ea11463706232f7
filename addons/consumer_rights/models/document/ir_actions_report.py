import functools
import io
import logging
import mimetypes
import posixpath
import re
from base64 import b64decode
from collections import OrderedDict
from urllib.parse import unquote, urlsplit

import psycopg2
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import file_open
from odoo.tools.mimetypes import guess_mimetype

from ...tools import failure
from ...tools.china_time import CHINA

_logger = logging.getLogger(__name__)

STATIC_TYPES = (".css", ".png", ".jpg", ".jpeg", ".svg", ".otf", ".ttf", ".ttc", ".woff", ".woff2")
# /web/image/7, /web/image/7-unique, /web/content/7/seal.png
ATTACHMENT_PATH = re.compile(r"/web/(?:image|content)/(?P<id>\d+)(?:-[^/]*)?(?:/[^/]*)*")
# /web/image/rights.station/7/seal
FIELD_PATH = re.compile(
    r"/web/(?:image|content)/(?P<model>[a-z0-9_.]+)/(?P<id>\d+)(?:-[^/]*)?/(?P<field>\w+)(?:/[^/]*)*"
)


@functools.cache
def _read_style():
    with file_open("consumer_rights/static/report/print.css", filter_ext=(".css",)) as file:
        return file.read()


class IrActionsReport(models.Model):
    """Reports with ``engine = weasyprint`` become PDF/A-3b without wkhtmltopdf (design D8).

    Each record is laid out by itself, so its pages count from 1 and its stored file is whole.
    Printing several records at once merges the files for reading; only single files are PDF/A.
    """

    _inherit = "ir.actions.report"

    engine = fields.Selection(
        [("wkhtmltopdf", "wkhtmltopdf"), ("weasyprint", "WeasyPrint")],
        required=True,
        default="wkhtmltopdf",
        help="What turns the page into a PDF. WeasyPrint makes PDF/A for official papers.",
    )
    is_sealed = fields.Boolean(
        "Leaves the centre", help="The file is sealed with the certificate of the record's unit."
    )

    def _get_readable_fields(self):
        # the web client chooses its way of downloading by the engine
        return super()._get_readable_fields() | {"engine"}

    def report_action(self, docids, data=None, config=True):
        if self.engine != "weasyprint":
            return super().report_action(docids, data=data, config=config)
        # our papers have a layout of their own: nobody is asked to choose the company's
        action = super().report_action(docids, data=data, config=False)
        return {**action, "engine": self.engine}

    @api.model
    def _show_paper(self, report_name, record, title):
        """The action that shows a paper as a page, from where it is printed or saved."""
        record.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "rights_paper",
            "params": {"title": title, "url": f"/report/pdf/{report_name}/{record.id}"},
        }

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report_sudo = self._get_report(report_ref)  # the report's own settings, no business data
        if report_sudo.engine != "weasyprint":
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        if not res_ids:
            rendered = self._render_weasyprint(report_sudo, [], data)
            return {False: {"stream": io.BytesIO(rendered.content), "attachment": None}}
        streams = OrderedDict()
        for record in self.env[report_sudo.model].browse(OrderedDict.fromkeys(res_ids)):
            streams[record.id] = self._prepare_weasyprint_stream(report_sudo, record, data)
        return streams

    def _prepare_weasyprint_stream(self, report_sudo, record, data):
        attachment = self._get_sealed_paper(report_sudo, record)
        if attachment:
            return {"stream": io.BytesIO(attachment.raw), "attachment": attachment}
        if report_sudo.attachment and not self.env.context.get("report_pdf_no_attachment"):
            attachment = report_sudo.retrieve_attachment(record)
        if attachment and report_sudo.attachment_use:
            content = attachment.raw
        else:
            content = self._render_weasyprint(report_sudo, record.ids, data).content
            if report_sudo.is_sealed and not self._is_draft(record):
                unit = record.sudo().station_id
                certificates = self.env["rights.signing.certificate"]
                content = certificates._seal_pdf(unit, content, report_sudo.name)
        return {"stream": io.BytesIO(content), "attachment": attachment}

    def _is_draft(self, record):
        """Whether a leader still has to approve the paper: a draft does not leave, unsealed."""
        return "approved_at" in record._fields and not record.sudo().approved_at  # a date

    def _get_sealed_paper(self, report_sudo, record):
        """The sealed file that a print of the record must be, instead of a new rendering."""
        return self.env["ir.attachment"]

    def _render_weasyprint(self, report_sudo, res_ids, data=None):
        """One paper as :class:`RenderedPdf`, for the given records on one set of pages.

        Official papers are Chinese and tell China's time, whoever prints them (D9).

        :raise UserError: when it cannot be made; the sentence says why
        """
        official = self.with_context(
            debug=False, lang=self.env["rights.case"]._in_chinese().env.lang, tz=CHINA.key
        )
        html, _type = official._render_qweb_html(
            report_sudo, res_ids, data={"debug": False, **(data or {}), "report_type": "pdf"}
        )
        return self._lay_out_weasyprint(html.decode(), report_sudo.name)

    def _lay_out_weasyprint(self, html, name):
        """A page of ours as :class:`RenderedPdf`; ``name`` stands in the message of a failure."""
        try:
            # here and not above: without Pango the import fails, and the server must still start
            from ...tools import pdf_renderer

            rendered = pdf_renderer.render_pdf(
                html, self.get_base_url(), self._read_print_resource, self._print_style()
            )
        except (UserError, psycopg2.Error):
            raise
        except Exception as error:
            _logger.error("A paper could not be laid out\n%s", failure.trace(error))
            raise UserError(
                self.env._(
                    "The paper “%(report)s” could not be made (%(error)s). Nothing was changed. "
                    "Try again, and tell the platform administrator if it fails again.",
                    report=name,
                    error=type(error).__name__,
                )
            ) from error
        if rendered.unprintable:
            _logger.warning(
                "No installed font has %s",
                " ".join(f"U+{ord(character):04X}" for character in rendered.unprintable),
            )
        return rendered

    @api.model
    def _print_style(self):
        """The style sheet of all our papers (static/report/print.css)."""
        return _read_style()

    def _read_print_resource(self, url):
        """Content and media type of an address in a paper, read without any network.

        Ours are the addresses of this server that name a static file of an addon, an attachment
        or a binary field; records are read with the rights of whoever prints.
        """
        parts, base = urlsplit(url), urlsplit(self.get_base_url())
        if (parts.scheme, parts.netloc) == (base.scheme, base.netloc):
            path = posixpath.normpath(unquote(parts.path))
            if match := ATTACHMENT_PATH.fullmatch(path):
                return self._read_attachment(url, int(match["id"]))
            if match := FIELD_PATH.fullmatch(path):
                return self._read_binary_field(
                    url, match["model"], int(match["id"]), match["field"]
                )
            if path.split("/")[2:3] == ["static"]:
                return self._read_static_file(url, path)
        raise self._unreadable(url)

    def _read_attachment(self, url, attachment_id):
        attachment = self.env["ir.attachment"].browse(attachment_id).exists()
        if not attachment or attachment.type != "binary" or not attachment.raw:
            raise self._unreadable(url)
        return attachment.raw, attachment.mimetype

    def _read_binary_field(self, url, model_name, res_id, field_name):
        record = self.env[model_name].browse(res_id).exists() if model_name in self.env else None
        field = record and record._fields.get(field_name)
        if not field or field.type != "binary":
            raise self._unreadable(url)
        content = b64decode(record.with_context(bin_size=False)[field_name] or b"")
        if not content:
            raise self._unreadable(url)
        return content, guess_mimetype(content)

    def _read_static_file(self, url, path):
        try:
            with file_open(path.lstrip("/"), "rb", filter_ext=STATIC_TYPES) as file:
                return file.read(), mimetypes.guess_type(path)[0] or "application/octet-stream"
        except (OSError, ValueError):
            raise self._unreadable(url) from None

    def _unreadable(self, url):
        return UserError(
            self.env._(
                "The paper refers to %(url)s. A paper may only show files and pictures that are "
                "stored in this system. Store the picture here and refer to that.",
                url=url[:200],
            )
        )
