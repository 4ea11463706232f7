from collections import Counter

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.china_time import china_date


class RightsDocumentNumber(models.Model):
    """How far the paper numbers of a unit, kind of paper and year have run (DAT-05).

    A paper gets its number when it is issued, not while it is a draft.
    """

    _name = "rights.document.number"
    _inherit = "rights.number.counter"
    _description = "Paper number counter"

    prefix = fields.Char(help="Word of the unit, word of the paper, year.")

    @api.model
    def _get_numbered(self):
        """[(table, column)] of the papers that take their numbers here."""
        return [("rights_document", "number")]

    def _compute_void_numbers(self):
        unused = SQL(" AND ").join(
            SQL(
                "NOT EXISTS (SELECT FROM %s WHERE %s = series.prefix || n::text || '号')",
                SQL.identifier(table),
                SQL.identifier(column),
            )
            for table, column in self._get_numbered()
        )
        for counter in self:
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT string_agg(n::text, ', ' ORDER BY n)
                      FROM generate_series(1, %s) AS n, (SELECT %s::text AS prefix) AS series
                     WHERE %s
                    """,
                    counter.last,
                    counter.prefix,
                    unused,
                )
            )
            counter.void_numbers = rows[0][0]

    @api.model
    def _allocate(self, wanted):
        """One number each, of the year it is in China, such as 宁消维投受〔2026〕12号.

        :param wanted: list of (issuing unit, template)
        """
        year = china_date().year
        prefixes = [
            f"{station.document_word or station.code}{template.number_word}〔{year}〕"
            for station, template in wanted
        ]
        following = self._take(Counter(prefixes))
        numbers = []
        for prefix in prefixes:
            numbers.append(f"{prefix}{following[prefix]}号")
            following[prefix] += 1
        return numbers
