from collections import Counter

from odoo import api, fields, models

from ...tools.china_time import china_date


class RightsCaseNumber(models.Model):
    """How far the numbers of a unit, kind and day have run (REG-04, ARC-04)."""

    _name = "rights.case.number"
    _inherit = "rights.number.counter"
    _description = "Case number counter"

    prefix = fields.Char(help="Unit, kind letter and day.")

    def _compute_void_numbers(self):
        for counter in self:
            self.env.cr.execute(
                """
                SELECT string_agg(n::text, ', ' ORDER BY n) FROM generate_series(1, %s) AS n
                WHERE NOT EXISTS (
                    SELECT FROM rights_case
                    WHERE name = %s || lpad(n::text, greatest(4, length(n::text)), '0'))
                """,
                [counter.last, counter.prefix],
            )
            counter.void_numbers = self.env.cr.fetchone()[0]

    @api.model
    def _allocate(self, wanted):
        """Take numbers for good.

        :param wanted: list of (unit code, kind letter, naive UTC moment of receipt)
        :return: list of numbers in the same order, such as ``NJT202503100007``
        """
        prefixes = [f"{unit}{letter}{china_date(moment):%Y%m%d}" for unit, letter, moment in wanted]
        following = self._take(Counter(prefixes))
        numbers = []
        for prefix in prefixes:
            numbers.append(f"{prefix}{following[prefix]:04d}")
            following[prefix] += 1
        return numbers
