from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsCase(models.Model):
    """Staff-discipline reports stay apart from the people they are about (INT-10, SEC-08).

    The record rules keep such a matter from everybody but its officers and the head of the
    centre, and from these too when it is about them. A refused look is logged.
    """

    _inherit = "rights.case"

    accused_ids = fields.Many2many(
        "res.users",
        "rights_case_accused_rel",
        "case_id",
        "user_id",
        string="About whom",
        copy=False,
        help="These people never see the matter, whatever their role (INT-10).",
    )

    @api.constrains("accused_ids", "kind")
    def _check_accused(self):
        if self.filtered(lambda case: case.accused_ids and case.kind != "discipline"):
            raise ValidationError(
                self.env._("Only a staff-discipline report names people of the centre.")
            )

    @api.constrains("user_id", "accused_ids")
    def _check_handler_is_not_accused(self):
        for case in self.sudo():
            if case.user_id in case.accused_ids:
                raise ValidationError(
                    self.env._("Nobody handles a matter that is about the own person.")
                )


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """Called when an access is about to be refused: for these matters that is logged."""
        if records._name == "rights.case":
            for case in records.sudo().filtered(lambda case: case.kind == "discipline"):
                self.env["rights.audit.log"]._log_refused(case._name, case.id)
        return super()._make_access_error(operation, records)
