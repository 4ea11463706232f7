"""The search of a computed yes-or-no field, the same for all of them."""


def search_flag(domain, operator, value):
    """What such a field finds: where ``domain`` holds, where it does not, or both.

    :param domain: an Odoo ``Domain`` of the records for which the field is true
    :return: a ``Domain``, or NotImplemented for an operator that the ORM translates itself
    """
    if operator != "in":
        return NotImplemented
    return domain.OR(domain if wanted else ~domain for wanted in set(value))
