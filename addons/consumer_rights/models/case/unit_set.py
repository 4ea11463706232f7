from odoo import fields
from odoo.tools import SQL


class IdArray(fields.Json):
    """Record ids in an ``int4[]`` column, as a list in Python."""

    _column_type = ("_int4", "int4[]")

    def convert_to_column(self, value, record, values=None, validate=True):
        return self.convert_to_cache(value, record) if validate else value


class UnitSet(fields.Many2many):
    """Units of a record that record rules ask for, in a relation and in a column of the row.

    The relation is what forms and Python read. A rule over a million rows cannot join it in time
    (PostgreSQL hashes every case of a district first), so ``column`` names a stored ``IdArray``
    field with the same ids, and conditions test that column inside the row or its index (D10).
    """

    column = None

    def _condition_to_sql_relational(self, model, alias, exists, coquery, query):
        if not coquery.where_clause:  # "has any": the relation answers
            return super()._condition_to_sql_relational(model, alias, exists, coquery, query)
        ids = list(coquery.get_result_ids())
        if not ids:
            return SQL("FALSE") if exists else SQL("TRUE")
        column = SQL.identifier(alias, self.column, to_flush=model._fields[self.column])
        return SQL("%s && %s" if exists else "(%s && %s) IS NOT TRUE", column, ids)
