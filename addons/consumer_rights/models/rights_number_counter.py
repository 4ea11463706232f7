from contextlib import nullcontext

from odoo import api, fields, models
from odoo.tools import SQL


class RightsNumberCounter(models.AbstractModel):
    """A series of numbers that nobody waits long for (REG-04, DAT-05, ARC-04).

    A number is taken in a transaction of its own that lasts two statements. So parallel workers
    wait for each other no longer than that, and what fails afterwards leaves its number unused:
    such numbers are listed as void. Who inherits this says which: ``_compute_void_numbers``.
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
        with self._open_transaction() as cr:
            # a lock takes no snapshot: whoever waited for it sees the number of the one before,
            # where a plain update would fail as concurrent under Odoo's isolation level
            table = SQL.identifier(self._table)
            cr.execute(
                SQL(
                    """
                    LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE;
                    INSERT INTO %s AS counter (prefix, last) VALUES %s
                    ON CONFLICT (prefix) DO UPDATE SET last = counter.last + excluded.last
                    RETURNING prefix, last
                    """,
                    table,
                    table,
                    SQL(", ").join(SQL("%s", row) for row in counts.items()),
                )
            )
            return {prefix: last - counts[prefix] + 1 for prefix, last in cr.fetchall()}

    def _open_transaction(self):
        """One of its own; while the addon is installed, only the running one sees the table."""
        if self.env.registry.ready:
            return self.env.registry.cursor()
        self.flush_model()
        self.invalidate_model()
        return nullcontext(self.env.cr)
