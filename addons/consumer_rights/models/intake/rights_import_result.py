import base64
import tempfile
from collections import defaultdict

import xlsxwriter
from markupsafe import Markup
from odoo import fields, models

from ...tools.china_time import china_naive
from ...tools.table_errors import TableError
from ...tools.table_reader import cell_text
from .rights_import_row import ERROR_MARK, RowConverter

PREVIEW_ROWS = 20


class RightsImportIssue(models.Model):
    """What is wrong with one row of a file. It may name what the row holds, so it is the
    uploader's own."""

    _name = "rights.import.issue"
    _description = "Error of an import"
    _order = "import_id, row_number, id"
    _log_access = False
    _rec_name = "message"

    import_id = fields.Many2one("rights.import", required=True, index=True, ondelete="cascade")
    row_number = fields.Integer("Row", required=True, aggregator=None)
    column_name = fields.Char("Column")
    message = fields.Char("What to do", required=True)


class RightsImport(models.Model):
    """What the person sees of the rows: the preview before, the workbook of errors after."""

    _inherit = "rights.import"

    # -- preview ----------------------------------------------------------------------------

    def _get_preview_rows(self):
        """The first rows as they would be imported, each with what is wrong with it."""
        rows = []
        with self._open_table() as table:
            converter = RowConverter(self, table)
            for row in table.rows():
                vals, problems = converter.convert(row)
                rows.append(self._preview_row(row, vals, problems))
                if len(rows) == PREVIEW_ROWS:
                    break
        known = self._known_numbers([row["number"] for row in rows])
        for row in rows:
            row["is_known"] = row["number"] in known
        return rows

    def _known_numbers(self, numbers):
        # only whether the number is there: the case itself stays closed
        cases_sudo = self.env["rights.case"].sudo()
        return set(
            cases_sudo.search_fetch(
                [
                    ("external_source", "=", self.source_name),
                    ("external_number", "in", [number for number in numbers if number]),
                ],
                ["external_number"],
            ).mapped("external_number")
        )

    def _preview_row(self, row, vals, problems):
        kinds = dict(self._selection_kind())
        stage = self.env["rights.case.stage"]._of_code(vals.get("stage_code") or "archived")
        person = vals["party_ids"][0][2] if vals.get("party_ids") else {}
        received = vals.get("received_at")
        nature = self.env["rights.category"].browse(vals.get("category_id") or [])
        item_class = self.env["rights.category"].browse(vals.get("item_class_id") or [])
        return {
            "row": row.number,
            "number": vals["external_number"],
            "received": received and china_naive(received).strftime("%Y-%m-%d %H:%M"),
            "kind": kinds.get(vals["kind"]),
            "stage": stage.name,
            "unit": self.env["rights.station"].browse(vals.get("station_id") or []).name,
            "respondent": vals.get("respondent_name"),
            "item": " ".join(filter(None, (vals.get("brand"), vals.get("product_model")))),
            "nature": nature.name,
            "item_class": item_class.name,
            "subject": vals["subject"],
            "person": person.get("name") or person.get("phone"),
            "codes": vals.get("external_codes"),
            "problems": [
                f"{column}: {sentence}" if column else sentence for column, sentence in problems
            ],
        }

    def _render_preview(self):
        try:
            rows = self._get_preview_rows()
        except TableError as error:
            return Markup("<p>%s</p>") % self._table_sentence(error)
        return self.env["ir.qweb"]._render(
            "consumer_rights.rights_import_preview",
            {"rows": rows, "columns": self._preview_columns(rows)},
        )

    def _preview_columns(self, rows):
        """The columns of the preview that hold anything, with their names."""
        labels = {
            "number": self.env._("Number at the source"),
            "received": self.env._("Received"),
            "kind": self.env._("Kind of matter"),
            "stage": self.env._("Stage of the matter"),
            "unit": self.env._("Unit"),
            "respondent": self.env._("Merchant"),
            "item": self.env._("Brand and model"),
            "nature": self.env._("Problem nature"),
            "item_class": self.env._("Goods or service class"),
            "subject": self.env._("Subject"),
            "person": self.env._("Person"),
            "codes": self.env._("Codes of the source"),
        }
        return {name: label for name, label in labels.items() if any(row[name] for row in rows)}

    # -- workbook of errors -----------------------------------------------------------------

    def _write_error_file(self, table):
        """The rows with errors as they came, and beside each what to do.

        Corrected, the workbook is a file for the next import. Of a takeover it holds all rows,
        because none of them was taken over.
        """
        messages = defaultdict(list)
        for issue in self.issue_ids:
            column = f"{issue.column_name}: " if issue.column_name else ""
            messages[issue.row_number].append(f"{column}{issue.message}")
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            self._fill_error_file(file.name, table, messages)
            content = file.read()
        self.write({"error_file": base64.b64encode(content), "has_error_file": True})

    def _fill_error_file(self, path, table, messages):
        book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False})
        heading = book.add_format({"bold": True, "bg_color": "#1F4E9E", "font_color": "#FFFFFF"})
        hint = book.add_format({"font_color": "#B00020", "text_wrap": True})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, len(table.columns), 18)
        title = self.env._("What to correct")
        names = [f"{ERROR_MARK} {title}", *(column.name for column in table.columns)]
        for place, name in enumerate(names):
            sheet.write_string(0, place, name, heading)
        line = 0
        for row in table.rows():
            if row.number not in messages and not self._is_checking():
                continue
            line += 1
            sheet.write_string(line, 0, "\n".join(messages.get(row.number, ())), hint)
            for place, cell in enumerate([*row.cells, *row.surplus], start=1):
                sheet.write_string(line, place, cell_text(cell))
        book.close()

    def _error_file_name(self):
        return self.env._("%(name)s - to correct.xlsx", name=self.name)

    def _take_error_file(self):
        """The workbook's bytes for its uploader; the export is logged (SEC-05)."""
        self._check_error_file()
        self.env["rights.audit.log"]._log(
            "export",
            model=self._name,
            res_id=self.id,
            count=self.failed_count,
            reason=self.env._("Rows of an import to correct"),
        )
        return base64.b64decode(self.sudo().error_file)  # checked above
