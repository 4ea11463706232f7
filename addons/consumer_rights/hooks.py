from odoo.tools import SQL


def uninstall_hook(env):
    """Untie this addon's tables, which go as a whole, before Odoo deletes their rows.

    Odoo deletes the rows that came with the addon one model after the other: codes, units and
    accounts that cases and posts still point at. The database would refuse, and log an error for
    each.
    """
    relations = env["ir.model.relation"].search([("module.name", "=", "consumer_rights")])
    entries = env["ir.model.data"].search(
        [("module", "=", "consumer_rights"), ("model", "=", "ir.model")]
    )
    models = env["ir.model"].browse(entries.mapped("res_id")).mapped("model")
    own = {env[model]._table for model in models if model.startswith("rights.")}
    tables = tuple(own | set(relations.mapped("name")))
    keys = env.execute_query(
        SQL(
            """
            SELECT relname, conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
            WHERE contype = 'f' AND relname IN %s
            """,
            tables,
        )
    )
    for table, key in keys:
        env.cr.execute(
            SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(key))
        )
