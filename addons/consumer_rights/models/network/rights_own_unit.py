from odoo import models


class RightsOwnUnit(models.AbstractModel):
    """For records that a person may write at the own units only.

    A record rule is asked before a write, about the values that were there. Without the second
    question, somebody could move an own record to a unit that is not theirs.
    """

    _name = "rights.own.unit"
    _description = "Record of a unit"

    def write(self, vals):
        result = super().write(vals)
        self.check_access("write")
        return result
