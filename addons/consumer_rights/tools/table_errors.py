"""Why a file cannot be read as a table, in a form that a caller can put into any language."""


class TableError(ValueError):
    """``reason`` is one word, ``details`` what a sentence about it needs.

    empty, too_large, too_many_cells, bomb, encrypted, damaged, kind, archive, quote, no_table
    """

    def __init__(self, reason, **details):
        super().__init__(reason, details)
        self.reason = reason
        self.details = details
