import base64
import csv
import io

import xlsxwriter
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_naive
from ...tools.csv_cell import guarded


class RightsOutboundFile(models.Model):
    """A table of what goes back to one sender, in its columns, as it was exported (INT-20).

    who                 may
    dispatcher          make, download, mark as sent; own unit and below
    head                read and download
    """

    _name = "rights.outbound.file"
    _description = "Return table"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    channel_id = fields.Many2one(
        "rights.channel", required=True, readonly=True, ondelete="restrict"
    )
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, readonly=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True, ondelete="restrict")
    item_ids = fields.One2many("rights.outbound.item", "file_id", "Items", readonly=True)
    item_count = fields.Integer("Items exported", readonly=True)
    file = fields.Binary(attachment=True, readonly=True)
    sent_at = fields.Datetime("Sent on", readonly=True)

    @api.model
    def _make(self, channel, items):
        """Write the table and mark its items; the export is logged (SEC-05)."""
        station = self.env.user.rights_station_ids[:1]
        moment = china_naive(fields.Datetime.now())
        ending = channel.outbound_format
        # Chinese as the sender reads it, whoever exports
        items_zh = items.with_context(lang="zh_CN")
        file_sudo = self.sudo().create(  # the right to export was checked by the item
            {
                "name": f"{channel.code}_{moment:%Y%m%d_%H%M%S}.{ending}",
                "channel_id": channel.id,
                "station_id": station.id,
                "user_id": self.env.uid,
                "item_count": len(items),
                "file": base64.b64encode(getattr(self, f"_write_{ending}")(channel, items_zh)),
            }
        )
        items.sudo().write({"state": "exported", "file_id": file_sudo.id})
        self.env["rights.audit.log"]._log(
            "export",
            model="rights.outbound.item",
            res_id=file_sudo.id,
            count=len(items),
            detail=file_sudo.name,
        )
        return file_sudo.sudo(False)

    @api.model
    def _rows(self, channel, items):
        columns = channel.outbound_column_ids
        if not columns:
            raise UserError(
                self.env._(
                    "%(channel)s has no columns for its table. A business administrator enters "
                    "them.",
                    channel=channel.name,
                )
            )
        yield columns.mapped("name")
        for item in items:
            yield [column._cell(item) for column in columns]

    @api.model
    def _write_xlsx(self, channel, items):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(
            stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        sheet = book.add_worksheet()
        for number, row in enumerate(self._rows(channel, items)):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)
        book.close()
        return stream.getvalue()

    @api.model
    def _write_csv(self, channel, items):
        stream = io.StringIO()
        writer = csv.writer(stream)
        for row in self._rows(channel, items):
            writer.writerow(guarded(cell) for cell in row)
        return b"\xef\xbb\xbf" + stream.getvalue().encode()  # Excel reads it as UTF-8 by this mark

    def _get_download(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file?filename={self.name}&download=1",
            "target": "self",
        }

    def action_download(self):
        return self._get_download()

    def action_sent(self):
        """The table was handed to the sender."""
        self.env.user._rights_check_role("dispatcher")
        self.check_access("read")
        now = fields.Datetime.now()
        for file in self.sudo():  # who may read the table may say that it was sent
            if not file.sent_at:
                file.sent_at = now
            exported = file.item_ids.filtered(lambda item: item.state == "exported")
            exported.write({"state": "sent", "sent_at": now})
        return True
