"""What the columns of a table hold, found in one pass over all rows."""

from . import loose_dates
from .table_reader import cell_text

MAX_DISTINCT = 400
_TRIAL = 40


class ColumnProfile:
    """Counts, examples and kind of the values of one column."""

    def __init__(self, column):
        self.column = column
        self.filled = 0
        self.values = {}  # text: how often; the first MAX_DISTINCT different ones
        self.is_open = False  # true when there are more
        self._evidence = loose_dates.DateEvidence()
        self._dates = 0

    def add(self, cell):
        if cell == "":
            return
        self.filled += 1
        text = cell_text(cell)
        if text in self.values:
            self.values[text] += 1
        elif len(self.values) < MAX_DISTINCT:
            self.values[text] = 1
        else:
            self.is_open = True
        if self.filled <= _TRIAL:
            self._dates += self._reads_as_date(cell)
        if self._dates * 2 > min(self.filled, _TRIAL):
            self._evidence.add(cell)

    @staticmethod
    def _reads_as_date(cell):
        try:
            return loose_dates.read_moment(cell) is not None
        except loose_dates.LooseDateError as error:
            return error.reason == "ambiguous"

    @property
    def is_date(self):
        return bool(self.filled) and self._dates * 2 > min(self.filled, _TRIAL)

    @property
    def has_dates(self):
        return self._dates > 0

    @property
    def date_order(self):
        return self._evidence.order()

    @property
    def is_undecided(self):
        return self._evidence.is_undecided

    @property
    def is_unique(self):
        """No value twice, as far as seen: what a number of the matter looks like."""
        return self.filled > 1 and all(count == 1 for count in self.values.values())

    def examples(self, count=3):
        return list(self.values)[:count]


def profile(table):
    """(number of rows, number of the last row, [ColumnProfile])"""
    columns = [ColumnProfile(column) for column in table.columns]
    count = last = 0
    for row in table.rows():
        count += 1
        last = row.number
        for column, cell in zip(columns, row.cells, strict=True):
            column.add(cell)
    return count, last, columns
