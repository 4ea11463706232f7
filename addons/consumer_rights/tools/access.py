"""What a model that refuses more than its rules refuse answers to Odoo's question of access."""


def forbid(result, operation, forbidden):
    """Return what `_check_access` returns when `forbidden` are refused beside those of `result`.

    result: what super()._check_access(operation) returned, None or (records, function)
    forbidden: records of the same model, with the user's environment; may be empty
    """
    if not forbidden:
        return result
    if result:
        return result[0] | forbidden, result[1]
    rule = forbidden.env["ir.rule"]
    return forbidden, lambda: rule._make_access_error(operation, forbidden)
