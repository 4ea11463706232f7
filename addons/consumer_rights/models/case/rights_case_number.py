from collections import Counter

from odoo import api, fields, models

from ...tools.china_time import china_date


class RightsCaseNumber(models.Model):
    """How far the numbers of a unit, kind and day have run (REG-04, ARC-04).

    A number is taken in a transaction of its own that lasts one statement. So parallel filers
    never wait for each other's registration, and a registration that fails afterwards leaves its
    number unused: such numbers are listed as void.
    """

    _name = "rights.case.number"
    _description = "Case number counter"
    _log_access = False
    _rec_name = "prefix"
    _order = "prefix desc"

    prefix = fields.Char(required=True, readonly=True, help="Unit, kind letter and day.")
    last = fields.Integer("Last number", required=True, readonly=True)
    void_numbers = fields.Char(compute="_compute_void_numbers", string="Void numbers")

    _prefix_unique = models.Constraint("UNIQUE (prefix)", "One counter for a unit, kind and day.")

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
        if not prefixes:
            return []
        following = {}
        with self.env.registry.cursor() as cr:
            # sorted, so that two transactions never wait for each other crosswise
            for prefix, count in sorted(Counter(prefixes).items()):
                cr.execute(
                    """
                    INSERT INTO rights_case_number AS counter (prefix, last) VALUES (%s, %s)
                    ON CONFLICT (prefix) DO UPDATE SET last = counter.last + excluded.last
                    RETURNING last
                    """,
                    [prefix, count],
                )
                following[prefix] = cr.fetchone()[0] - count + 1
        numbers = []
        for prefix in prefixes:
            numbers.append(f"{prefix}{following[prefix]:04d}")
            following[prefix] += 1
        return numbers
