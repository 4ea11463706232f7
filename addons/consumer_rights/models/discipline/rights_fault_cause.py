from odoo import fields, models


class RightsFaultCause(models.Model):
    """The two catalogues of faults: at acceptance A1 to A5, at handling B1 to B6 (ACT-01, ACT-02).

    ``sanction_ids`` are the measures that are usual for it.
    """

    _name = "rights.fault.cause"
    _inherit = ["rights.code.mixin"]
    _description = "Cause of accountability"
    _order = "code"

    phase = fields.Selection(
        [("acceptance", "At acceptance"), ("handling", "At handling")], required=True
    )
    sanction_ids = fields.Many2many(
        "rights.sanction",
        "rights_fault_cause_sanction_rel",
        string="Usual measures",
        domain=[("for_fault", "=", True)],
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another cause has this code.")

    def _compute_display_name(self):
        for cause in self:
            cause.display_name = f"{cause.code} {cause.name or ''}".strip()
