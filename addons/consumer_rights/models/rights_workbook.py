import io

import xlsxwriter
from odoo import api, models
from odoo.exceptions import UserError

from ..tools.table_errors import TableError
from ..tools.table_reader import cell_text, open_table


class RightsWorkbook(models.AbstractModel):
    """A workbook that people fill in elsewhere: to fill in, as rows, and with what to correct.

    Read like every table from outside: guarded against bombs, programs and far cells; CSV in
    GB18030 as well.
    """

    _name = "rights.workbook"
    _description = "Workbook to fill in"
    _widths = {}  # {field: characters} where ``_width`` does not fit
    _width = 14
    _most_rows = 5000

    @api.model
    def _columns(self):
        """{field: name of its column}, in order; each workbook has its own."""

    def _sheet_name(self):
        """The name of the sheet that is filled in; each workbook has its own."""

    def _words(self, name):
        """What a column offers to choose from; empty where anything may stand."""
        return []

    @api.model
    def _write(self, rows=(), messages=None):
        """A workbook of the columns; with messages, what to correct stands before each row.

        :param rows: [[cells]] in the order of the columns
        :param messages: [sentence or ""] one for each row
        """
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
        heading = book.add_format({"bold": True, "bg_color": "#1F4E9E", "font_color": "#FFFFFF"})
        hint = book.add_format({"font_color": "#B00020", "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(self._sheet_name()[:31])
        sheet.freeze_panes(1, 0)
        first = 0
        if messages is not None:
            first = 1
            sheet.set_column(0, 0, 50)
            sheet.write_string(0, 0, self.env._("What to correct"), heading)
        for place, (name, label) in enumerate(self._columns().items(), start=first):
            sheet.set_column(place, place, self._widths.get(name, self._width), text)
            sheet.write_string(0, place, label, heading)
            if words := self._words(name):
                choice = {"validate": "list", "source": words}
                sheet.data_validation(1, place, self._most_rows, place, choice)
        for line, cells in enumerate(rows, start=1):
            if messages is not None:
                sheet.write_string(line, 0, messages[line - 1], hint)
            for place, cell in enumerate(cells, start=first):
                sheet.write_string(line, place, cell_text(cell), text)
        book.close()
        return out.getvalue()

    def _places(self, columns):
        """Which of the columns of a file are taken.

        Each workbook knows its own.

        :raise UserError: one that is needed is missing
        """

    def _read_table(self, content):
        """(answer of ``_places``, rows) of a file.

        :raise UserError: it is no table, has no names, no rows, or too many
        """
        try:
            with open_table(content) as table:
                places = self._places(table.columns)
                rows = []
                for row in table.rows():
                    if len(rows) == self._most_rows:
                        raise UserError(
                            self.env._(
                                "More than %(count)s rows. Divide the file.", count=self._most_rows
                            )
                        )
                    rows.append(row)
        except TableError as error:
            raise UserError(self.env["rights.import"]._table_sentence(error)) from error
        if not rows:
            raise UserError(self.env._("The sheet has no rows below the names of its columns."))
        return places, rows
