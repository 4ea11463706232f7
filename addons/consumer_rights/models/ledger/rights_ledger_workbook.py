import hashlib

from odoo import api, models
from odoo.exceptions import UserError

from .rights_ledger_batch import MOST_ROWS
from .rights_ledger_form import CHOICES, FIELDS, FLAGS

MOST_BYTES = 20 * 1024 * 1024
NEEDED = ("consumer_name", "consumer_phone", "content", "goods_name")
MOST_SENTENCES = 1000


class RightsLedgerWorkbook(models.AbstractModel):
    """Ledger entries from a workbook: a template to fill in, and the errors back in it (MER-17).

    All rows are entered, or none.
    """

    _name = "rights.ledger.workbook"
    _inherit = ["rights.workbook"]
    _description = "Workbook of ledger entries"
    _widths = {"content": 48, "goods_name": 24, "consumer_phone": 18}
    _most_rows = MOST_ROWS

    @api.model
    def _columns(self):
        """{field: name of its column}, in order; the row's own number comes first."""
        return {"number": self.env._("Own number"), **self.env["rights.ledger.form"]._labels()}

    # -- writing ----------------------------------------------------------------------------------

    @api.model
    def _template(self):
        """The workbook to fill in, with lists to choose from."""
        return self._write([])

    def _sheet_name(self):
        return self.env._("Ledger")

    def _words(self, name):
        if name in FLAGS:
            return [self.env._("yes"), self.env._("no")]
        form = self.env["rights.ledger.form"]
        return [label for _key, label in form._choices(name)] if name in CHOICES else []

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
        places, found = self._read_table(content)
        rows, cells = [], []
        for row in found:
            rows.append({name: row.cells[place] for name, place in places.items()})
            cells.append([row.cells[places[name]] if name in places else "" for name in names])
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
