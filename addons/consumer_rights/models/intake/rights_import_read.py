from itertools import islice

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools import loose_dates
from ...tools.import_guess import fold, group_codes, guess_code_natures, guess_targets, word_key
from ...tools.import_words import guess_meaning
from ...tools.table_errors import TableError
from ...tools.table_profile import profile
from ...tools.table_reader import open_table
from .rights_import_lists import CodeLists
from .rights_import_mapping import MEANINGS
from .rights_import_row import ERROR_MARK

EXAMPLES = 3
MAX_VALUES = 120
GUESS_ROWS = 5_000


class RightsImport(models.Model):
    """Reading the file: what its columns are, and what they and their words probably mean."""

    _inherit = "rights.import"

    # -- the file ---------------------------------------------------------------------------

    def _open_table(self, find_header=False):
        """The table of the uploaded file; the file is read where it lies, not into memory."""
        self.ensure_one()
        attachment = (
            self.env["ir.attachment"]
            .sudo()  # the field's own attachment: who reads the import may read it
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("res_field", "=", "file"),
                ],
                limit=1,
            )
        )
        if not attachment:
            raise UserError(self.env._("The file of this import is gone. Upload it again."))
        if attachment.store_fname:
            source = attachment._full_path(attachment.store_fname)
        else:
            source = attachment.raw
        return open_table(source, self.sheet_name or None, None if find_header else self.header_row)

    def _table_sentence(self, error):
        """What is wrong with the file and what to do, for a TableError."""
        details = error.details
        sentences = {
            "empty": self.env._("The file is empty. Choose another one."),
            "too_large": self.env._(
                "The file is larger than %(limit)s MB. Divide it.", limit=details.get("limit")
            ),
            "too_many_cells": self.env._(
                "A sheet reaches to row %(row)s and column %(column)s, which is too much to open. "
                "Delete the empty rows and columns at its end, or save it as CSV.",
                row=details.get("rows"),
                column=details.get("columns"),
            ),
            "bomb": self.env._(
                "The file unpacks to far more than its size and is not opened. Save the sheet as "
                "CSV."
            ),
            "encrypted": self.env._(
                "The file is protected with a password. Save it without one and upload it again."
            ),
            "damaged": self.env._(
                "The file is damaged. Open it in a spreadsheet program, save it as a workbook "
                "(xlsx) and upload it again."
            ),
            "archive": self.env._(
                "The file is an archive without a workbook. Unpack it and upload the table."
            ),
            "quote": self.env._(
                "A quotation mark that begins in row %(row)s is never closed. Correct that row.",
                row=details.get("row"),
            ),
            "no_table": self.env._("The page holds no table. Save the sheet as a workbook (xlsx)."),
        }
        return sentences.get(
            error.reason,
            self.env._("This is not a table. Upload a CSV file or a workbook (xlsx, xls, ods)."),
        )

    def _read_file(self, find_header=False):
        """Look through the whole file once: rows, columns, examples, words of code lists."""
        import_sudo = self.sudo().with_context(rights_import_reading=True)
        try:
            with self._open_table(find_header) as table:
                count, _last, columns = profile(table)
                columns = [
                    column for column in columns if not column.column.name.startswith(ERROR_MARK)
                ]
                # who may write the import may have its file read; the fields are closed to clients
                import_sudo.write(
                    {
                        "state": "mapped",
                        "header_row": table.header_row,
                        "sheet_name": table.sheet,
                        "sheet_names": ", ".join(table.sheets) if len(table.sheets) > 1 else False,
                        "encoding": table.encoding,
                        "total_count": count,
                        "profile": {"columns": [self._column_json(column) for column in columns]},
                    }
                )
        except TableError as error:
            raise UserError(self._table_sentence(error)) from error
        self._guess_class(columns)
        self._choose_mapping(columns)

    @staticmethod
    def _column_json(column):
        return {
            "name": column.column.name,
            "letter": column.column.letter,
            "filled": column.filled,
            "examples": column.examples(EXAMPLES),
            "is_date": column.is_date,
            "order": list(column.date_order),
            "is_undecided": column.is_undecided,
            # a long list is no code list: its values stay in the file
            "values": [] if column.is_open else list(column.values),
        }

    def _guess_class(self, columns):
        """A list of car complaints says so in the names of its columns."""
        names = " ".join(column.column.name for column in columns).replace("_", " ")
        code = guess_meaning("item_class", names)
        if code and not self.item_class_id:
            category = self.env["rights.category"]._of_code(code, "goods")
            self.item_class_id = category or self.env["rights.category"]._of_code(code, "service")

    # -- the mapping ------------------------------------------------------------------------

    def _choose_mapping(self, columns=None):
        """The mapping kept for these columns; else a new one with our best guesses."""
        mappings = self.env["rights.import.mapping"]
        names = list(self._profile_columns())
        mapping = mappings._find(self.mode, self.source_name, names)._for_source(self.source_name)
        if not mapping:
            if columns is None:
                with self._open_table() as table:
                    columns = profile(table)[2]
            targets = self._guess_targets(columns)
            mapping = mappings.create(
                {
                    "name": self.source_name,
                    "source_name": self.source_name,
                    "mode": self.mode,
                    "signature": mappings._signature_of(names),
                    "column_names": ", ".join(names),
                    "line_ids": [
                        Command.create(
                            {"column_name": name, "target": target, "sequence": 10 * (place + 1)}
                        )
                        for place, name in enumerate(names)
                        for target in targets.get(name) or [False]
                    ],
                }
            )
        self.sudo().mapping_id = mapping  # closed to clients; chosen here
        self._complete_values()

    def _guess_targets(self, columns):
        """Guesses that fit this network: of history, foreign units and staff are left out."""
        targets = guess_targets(columns)
        lists = CodeLists(self.env)
        for column in columns if self.mode == "history" else ():
            found = targets[column.column.name]
            for target in {"station", "handler"} & set(found):
                if not any(lists.find(target, word) for word in column.values):
                    found.remove(target)
        return targets

    def _complete_values(self):
        """List the words of the file's code lists that the mapping does not know yet."""
        self.ensure_one()
        columns = {fold(name): column for name, column in self._profile_columns().items()}
        mapping = self.mapping_id
        vals_list = []
        for target in MEANINGS:
            lines = mapping.line_ids.filtered(lambda line, t=target: line.target == t)
            known = {value.key for value in mapping.value_ids if value.target == target}
            for line in lines[:1]:
                words = columns.get(fold(line.column_name), {}).get("values", [])
                found = self._guess_values(target, words, line)
                vals_list += [
                    {
                        "mapping_id": mapping.id,
                        "target": target,
                        "source_value": word,
                        MEANINGS[target]: meaning,
                    }
                    for word, meaning in found.items()
                    if word_key(word) not in known and not loose_dates.is_blank(word)
                ]
        unique = {(vals["target"], word_key(vals["source_value"])): vals for vals in vals_list}
        self.env["rights.import.mapping.value"].create(list(unique.values()))

    def _guess_values(self, target, words, line):
        """{word: our key or id, False when we cannot guess}"""
        lists = CodeLists(self.env)
        if target == "nature":
            groups = group_codes(words)
            codes = self._guess_natures(line, groups)
            return {
                group: lists.find("nature", group) or lists.find("nature", codes.get(group))
                for group in groups[:MAX_VALUES]
            }
        found = {}
        for word in words[:MAX_VALUES]:
            meaning = lists.find(target, word)
            if meaning and target in ("station", "handler", "channel", "outcome"):
                continue  # found by its name at every row, no need to ask
            if not meaning and target in ("stage", "kind", "item_class"):
                meaning = lists.find(target, guess_meaning(target, word))
            found[word] = meaning
        return found

    def _guess_natures(self, line, groups):
        """Read what stands beside the codes: {group: nature code}"""
        texts = self.mapping_id.line_ids.filtered(
            lambda other: other.target in ("facts", "subject")
        ).mapped("column_name")
        if not groups:
            return {}
        with self._open_table() as table:
            places = {fold(column.name): place for place, column in enumerate(table.columns)}
            code_place = places[fold(line.column_name)]
            text_places = [places[fold(name)] for name in texts if fold(name) in places]
            pairs = (
                (row.cells[code_place], " ".join(str(row.cells[place]) for place in text_places))
                for row in islice(table.rows(), GUESS_ROWS)
            )
            return guess_code_natures(pairs, groups)
