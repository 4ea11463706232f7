import hashlib
import io

import xlsxwriter
from odoo import api, models
from odoo.exceptions import UserError

from ...tools.table_errors import TableError
from ...tools.table_reader import cell_text, open_table
from .rights_ledger_batch import MOST_ROWS
from .rights_ledger_form import CHOICES, FIELDS, FLAGS

MOST_BYTES = 20 * 1024 * 1024
WIDTHS = {"content": 48, "goods_name": 24, "consumer_phone": 18}
NEEDED = ("consumer_name", "consumer_phone", "content", "goods_name")
MOST_SENTENCES = 1000


class RightsLedgerWorkbook(models.AbstractModel):
    """Ledger entries from a workbook: a template to fill in, and the errors back in it (MER-17).

    Files are read as imports of cases are: guarded against bombs, programs and far cells, CSV in
    GB18030 as well. All rows are entered, or none.
    """

    _name = "rights.ledger.workbook"
    _description = "Workbook of ledger entries"

    @api.model
    def _columns(self):
        """{field: name of its column}, in order; the row's own number comes first."""
        return {"number": self.env._("Own number"), **self.env["rights.ledger.form"]._labels()}

    # -- writing ----------------------------------------------------------------------------------

    @api.model
    def _template(self):
        """The workbook to fill in, with lists to choose from."""
        return self._write([])

    def _write(self, rows, messages=None):
        """A workbook of the columns; with messages, what to correct stands before each row.

        :param rows: [[cells]] in the order of the columns
        :param messages: [sentence or ""] one for each row
        """
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
        heading = book.add_format({"bold": True, "bg_color": "#1F4E9E", "font_color": "#FFFFFF"})
        hint = book.add_format({"font_color": "#B00020", "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(self.env._("Ledger")[:31])
        sheet.freeze_panes(1, 0)
        first = 0
        if messages is not None:
            first = 1
            sheet.set_column(0, 0, 50)
            sheet.write_string(0, 0, self.env._("What to correct"), heading)
        for place, (name, label) in enumerate(self._columns().items(), start=first):
            sheet.set_column(place, place, WIDTHS.get(name, 14), text)
            sheet.write_string(0, place, label, heading)
            self._offer_choices(sheet, name, place)
        for line, cells in enumerate(rows, start=1):
            if messages is not None:
                sheet.write_string(line, 0, messages[line - 1], hint)
            for place, cell in enumerate(cells, start=first):
                sheet.write_string(line, place, cell_text(cell), text)
        book.close()
        return out.getvalue()

    def _offer_choices(self, sheet, name, place):
        form = self.env["rights.ledger.form"]
        words = [label for _key, label in form._choices(name)] if name in CHOICES else []
        if name in FLAGS:
            words = [self.env._("yes"), self.env._("no")]
        if words:
            sheet.data_validation(1, place, MOST_ROWS, place, {"validate": "list", "source": words})

    # -- reading ----------------------------------------------------------------------------------

    @api.model
    def _take(self, merchant, content):
        """Enter the rows of a file. Called in superuser mode for a merchant of the account.

        :param content: bytes of a workbook or of CSV
        :return: the batch's answer, and the workbook of what to correct or None
        :raise UserError: the file is no ledger, and why
        """
        if len(content) > MOST_BYTES:
            raise UserError(self.env._("The file is bigger than 20 MB. Divide it."))
        rows, cells = self._read(content)
        # the file names the batch: sent again, it is known
        key = f"file:{hashlib.sha256(content).hexdigest()[:40]}"
        answer = self.env["rights.ledger.batch"]._take(merchant, key, rows, "workbook")
        if answer["result"] != "refused" or "batch" in answer["errors"]:
            return answer, None
        return answer, self._errors_back(cells, answer["errors"])

    def _read(self, content):
        """([{field: value}], [[cells in the order of the columns]])"""
        names = list(self._columns())
        try:
            with open_table(content) as table:
                places = self._places(table.columns)
                rows, cells = [], []
                for row in table.rows():
                    if len(rows) == MOST_ROWS:
                        raise UserError(
                            self.env._(
                                "More than %(count)s rows. Divide the file.", count=MOST_ROWS
                            )
                        )
                    rows.append({name: row.cells[place] for name, place in places.items()})
                    cells.append(
                        [row.cells[places[name]] if name in places else "" for name in names]
                    )
        except TableError as error:
            raise UserError(self.env["rights.import"]._table_sentence(error)) from error
        if not rows:
            raise UserError(self.env._("The sheet has no rows below the names of its columns."))
        return rows, cells

    def _places(self, columns):
        """{field: place of its column}, by our names in each language and by the field's name."""
        words = {}
        for lang in ("en_US", "zh_CN", self.env.lang):
            for name, label in self.with_context(lang=lang)._columns().items():
                words[label.casefold()] = name
        words.update({name: name for name in (*FIELDS, "number")})
        places = {}
        for place, column in enumerate(columns):
            name = words.get(column.name.casefold())
            if name and name not in places:
                places[name] = place
        missing = [self._columns()[name] for name in NEEDED if name not in places]
        if missing:
            raise UserError(
                self.env._(
                    "This is not the ledger's sheet: the columns %(names)s are missing. Fill in "
                    "the template.",
                    names=self.env["rights.case"]._enumerate(missing),
                )
            )
        return places

    def _errors_back(self, cells, errors):
        """All rows as they came, and before each what to do: corrected, it is sent again."""
        messages = ["\n".join(errors.get(place, {}).values()) for place in range(1, len(cells) + 1)]
        return self._write(cells, messages)
