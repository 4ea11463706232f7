from odoo import fields, models


class RightsChannel(models.Model):
    """The way a matter came in (INT-01), and the hotline that was dialled (ORG-16).

    The numbers of the former hotlines all end at 12315 today; a matter keeps the one that the
    person called, as a channel of its own.
    """

    _name = "rights.channel"
    _inherit = "rights.code.mixin"
    _description = "Intake channel"
    _rec_names_search = ["name", "code", "hotline"]

    hotline = fields.Char(help="Number the person dialled, for example 12315.")
    gives_number = fields.Boolean(
        "Gives its own number", help="A matter is registered with the number of its sender."
    )
    has_visitor = fields.Boolean(
        "Visitor at the desk", help="The record names who received the visitor (INT-12)."
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another channel has this code.")
