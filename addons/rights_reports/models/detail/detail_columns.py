"""What a list of matters may show: fields of the matter that name nobody (design D7).

Persons, texts of their own and numbers of other systems are left out: who needs them opens the
matter, where each look is logged.
"""

from odoo.tools import SQL

# in the order in which they are offered
LISTED = (
    "name kind stage_id received_at registered_at accepted_at dispatched_at concluded_at "
    "replied_at archived_at channel_id station_id user_id subject item_class_id category_id brand "
    "respondent_id respondent_name trade_channel amount_dispute amount_recovered handling_mode "
    "complexity decision reject_reason_id outcome_id cycle_no return_count is_agri_input "
    "is_simple is_direct is_history deadline_next_at"
).split()
KINDS = {
    "datetime": "moment",
    "date": "date",
    "integer": "number",
    "float": "amount",
    "monetary": "amount",
}


def kind_of(field):
    return KINDS.get(field.type, "text")


def sql_of(cases, query, name):
    """A column of a list as it is written: names for records and choices, China's time."""
    field, env = cases._fields[name], cases.env
    if field.type == "many2one":
        # names that stand on the matter's own page
        names = env[field.comodel_name].sudo()
        listed = query.left_join(query.table, name, names._table, "id", name)
        return names._field_to_sql(listed, "name", query)
    sql = cases._field_to_sql(query.table, name, query)
    if field.type == "datetime":
        return SQL("%s AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Shanghai'", sql)
    if field.type == "monetary":
        return SQL("%s::float8", sql)
    if field.type in ("selection", "boolean"):
        return _sql_choice(sql, field, env)
    return sql


def _sql_choice(sql, field, env):
    if field.type == "boolean":
        labels = [(True, env._("Yes")), (False, env._("No"))]
    else:
        labels = field._description_selection(env)
    words = SQL(" ").join(SQL("WHEN %s THEN %s", key, label) for key, label in labels)
    return SQL("CASE %s %s ELSE %s::text END", sql, words, sql)
