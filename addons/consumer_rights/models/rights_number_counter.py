from odoo import api, fields, models
from odoo.tools import SQL


class RightsNumberCounter(models.AbstractModel):
    """A series of numbers that nobody waits for (REG-04, DAT-05, ARC-04).

    A number is taken in a transaction of its own that lasts one statement. So parallel workers
    never wait for each other, and what fails afterwards leaves its number unused: such numbers
    are listed as void. Who inherits this says which: ``_compute_void_numbers``.
    """

    _name = "rights.number.counter"
    _description = "Number counter"
    _log_access = False
    _rec_name = "prefix"
    _order = "prefix desc"

    prefix = fields.Char(required=True, readonly=True)
    last = fields.Integer("Last number", required=True, readonly=True)
    void_numbers = fields.Char(compute="_compute_void_numbers", string="Void numbers")

    _prefix_unique = models.Constraint("UNIQUE (prefix)", "One counter for a series.")

    @api.model
    def _take(self, counts):
        """Take numbers for good.

        :param counts: {prefix: how many}
        :return: {prefix: the first of them}
        """
        if not counts:
            return {}
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    """
                    INSERT INTO %s AS counter (prefix, last) VALUES %s
                    ON CONFLICT (prefix) DO UPDATE SET last = counter.last + excluded.last
                    RETURNING prefix, last
                    """,
                    SQL.identifier(self._table),
                    # sorted, so that two transactions never wait for each other crosswise
                    SQL(", ").join(SQL("%s", row) for row in sorted(counts.items())),
                )
            )
            return {prefix: last - counts[prefix] + 1 for prefix, last in cr.fetchall()}
