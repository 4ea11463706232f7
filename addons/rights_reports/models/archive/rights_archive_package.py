import hashlib
import io

import xlsxwriter
from lxml import etree
from odoo import fields, models

from ...tools import zip_stream

CHECKSUMS = "SHA256SUMS.txt"
HEADINGS = ("序号", "文件", "题名", "档案类别", "日期", "页数", "字节数", "SHA-256", "密封卷另存")
BATCH = 1000


class RightsArchiveTransfer(models.Model):
    """Index and checksums of a package, and the package as a stream."""

    _inherit = "rights.archive.transfer"

    def _build_index(self):
        """Index as workbook and XML, and a list of checksums that ``sha256sum -c`` understands."""
        files = {"目录.xlsx": self._make_workbook(), "index.xml": self._make_xml()}
        sums = [(line.sha256, line.path) for line in self._iterate()]
        sums += [(hashlib.sha256(content).hexdigest(), name) for name, content in files.items()]
        files[CHECKSUMS] = "".join(f"{digest}  {path}\n" for digest, path in sums).encode()
        attachments = self.env["ir.attachment"].create(
            [
                {"name": name, "raw": content, "res_model": self._name, "res_id": self.id}
                for name, content in files.items()
            ]
        )
        self.write(
            {
                "index_ids": [fields.Command.set(attachments.ids)],
                "checksum": hashlib.sha256(files[CHECKSUMS]).hexdigest(),
                "built_at": fields.Datetime.now(),
                "state": "ready",
            }
        )

    def _iterate(self):
        """The lines in order, a batch at a time, so that a big year stays small."""
        lines = self.env["rights.archive.transfer.line"].sudo()
        last = (-1, 0)
        while batch := lines.search(
            [
                ("transfer_id", "=", self.id),
                "|",
                ("sequence", ">", last[0]),
                "&",
                ("sequence", "=", last[0]),
                ("id", ">", last[1]),
            ],
            limit=BATCH,
            order="sequence, id",
        ):
            yield from batch
            last = (batch[-1].sequence, batch[-1].id)
            batch.invalidate_recordset()

    def _get_index_row(self, place, line):
        return (
            place,
            line.path,
            line.title,
            line.class_name or "",
            fields.Date.to_string(line.date) or "",
            line.page_count,
            int(line.byte_count),
            line.sha256,
            "是" if line.has_sealed_volume else "",
        )

    def _make_workbook(self):
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, {"constant_memory": True}) as workbook:
            # what somebody typed is text, never a formula or a link
            sheet = workbook.add_worksheet("目录")
            bold = workbook.add_format({"bold": True})
            sheet.freeze_panes(1, 0)
            for column, (heading, width) in enumerate(
                zip(HEADINGS, (6, 44, 40, 24, 12, 8, 12, 66, 12), strict=True)
            ):
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, heading, bold)
            for place, line in enumerate(self._iterate(), 1):
                for column, value in enumerate(self._get_index_row(place, line)):
                    if isinstance(value, int):
                        sheet.write_number(place, column, value)
                    else:
                        sheet.write_string(place, column, value)
        return content.getvalue()

    def _make_xml(self):
        content = io.BytesIO()
        attributes = {
            "number": self.name,
            "unit": self.station_id.name,
            "code": self.station_id.code,
            "year": str(self.year),
        }
        names = ("place", "path", "title", "class", "date", "pages", "bytes", "sha256", "sealed")
        with etree.xmlfile(content, encoding="utf-8") as xml:
            xml.write_declaration()
            with xml.element("transfer", attributes):
                for place, line in enumerate(self._iterate(), 1):
                    row = zip(names, map(str, self._get_index_row(place, line)), strict=True)
                    with xml.element("file", {name: value for name, value in row if value}):
                        pass
                    xml.write("\n")
        return content.getvalue()

    # -- handing it out ---------------------------------------------------------------------------

    def _stream_package(self):
        """The package as chunks of a zip; it is read from the stored files while it goes out."""
        self._check_download()
        transfer_sudo = self.sudo()  # what is in it was found with the rights of an archivist
        entries = [(file.name, file.id) for file in transfer_sudo.index_ids.sorted("id")]
        entries += [
            (line.path, line.attachment_id.id)
            for line in transfer_sudo._iterate()
            if line.attachment_id  # else it was destroyed since
        ]
        self.env["rights.audit.log"]._log(
            "export", self._name, self.id, count=len(entries), detail=self.name
        )
        registry, uid = self.env.registry, self.env.uid

        def chunks_of(attachment_id):
            # the request is over when this runs
            with registry.cursor(readonly=True) as cr:
                file = self.env(cr=cr, user=uid, su=True)["ir.attachment"].browse(attachment_id)
                path = file.store_fname and file._full_path(file.store_fname)
                content = None if path else file.raw
            return zip_stream.file_chunks(path) if path else [content]

        folder = f"{self.station_id.code}-{self.year}"
        return zip_stream.stream(
            (f"{folder}/{name}", chunks_of(attachment_id)) for name, attachment_id in entries
        )
