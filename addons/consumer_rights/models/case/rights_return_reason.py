from odoo import fields, models


class RightsReturnReason(models.Model):
    """Why a unit gives a matter back to whoever sent it.

    A faulty registration counts against the registrant (REG-22); a matter outside the unit's
    power goes back to the dispatching body and counts against nobody (TRI-12).
    """

    _name = "rights.return.reason"
    _inherit = "rights.code.mixin"
    _description = "Reason for return"

    counts_against_registrant = fields.Boolean(
        help="Returns for this reason are counted as faulty registrations."
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another reason has this code.")
