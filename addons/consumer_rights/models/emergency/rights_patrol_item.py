from odoo import fields, models


class RightsPatrolItem(models.Model):
    """An item of the six-check-six-look list; the rules name it and leave the items open (ENF-11).

    who                     may
    staff                   read
    business administrator  write
    """

    _name = "rights.patrol.item"
    _inherit = ["rights.code.mixin"]
    _description = "Item of the patrol list"

    note = fields.Char("What to look at", translate=True)

    _code_unique = models.Constraint("UNIQUE (code)", "Another item has this code.")


class RightsPatrolLine(models.Model):
    """One item looked at in the accused premises (ENF-11, ENF-12)."""

    _name = "rights.patrol.line"
    _inherit = ["rights.response.part"]
    _description = "Item patrolled"
    _order = "item_id, id"
    _rec_name = "item_id"

    item_id = fields.Many2one(
        "rights.patrol.item", required=True, ondelete="restrict", readonly=True
    )
    note_asked = fields.Char(related="item_id.note")
    result = fields.Selection(
        [("clear", "In order"), ("violation", "Violation found"), ("none", "Does not apply")]
    )
    remark = fields.Char()
