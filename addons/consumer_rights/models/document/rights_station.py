from odoo import fields, models


class RightsStation(models.Model):
    """What a unit's papers carry: its word in the numbers, and who is asked before refusals."""

    _inherit = "rights.station"

    document_word = fields.Char(
        "Word in paper numbers",
        copy=False,
        help="Begins the numbers of the unit's papers, such as 宁消维; the unit code when empty.",
    )
    second_person = fields.Boolean(
        "Refusals need a second person",
        default=True,
        help="A paper that says no goes out after a second authorised person approved it (ACC-11).",
    )

    _document_word_unique = models.UniqueIndex(
        "(document_word) WHERE document_word IS NOT NULL",
        "Another unit has this word in its paper numbers already.",
    )
