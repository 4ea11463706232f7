from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command


class RightsViolationClass(models.Model):
    """What a report says that somebody did, and the division that answers for it (ENF-01, ENF-13).

    who                     may
    staff                   read
    business administrator  write
    """

    _name = "rights.violation.class"
    _inherit = ["rights.code.mixin"]
    _description = "Class of alleged violations"

    division_id = fields.Many2one(
        "rights.division",
        ondelete="restrict",
        help="Gets the filed cases of this class; empty when the category of the matter decides.",
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another class has this code.")


class RightsCase(models.Model):
    _inherit = "rights.case"

    violation_class_ids = fields.Many2many(
        "rights.violation.class",
        "rights_case_violation_class_rel",
        string="Alleged violations",
        help="A report names at least one class of violations.",
    )

    @api.constrains("violation_class_ids")
    def _check_violation_class_ids(self):
        """ENF-01: what is registered keeps a class; a draft gets one with its registration."""
        for case in self:
            lacks = case.kind == "report" and not case.violation_class_ids
            if lacks and case.registered_at and not case.is_history:
                raise ValidationError(self._sentence_violation_class())

    def _check_register(self, transition):
        missing = super()._check_register(transition)
        if self.kind == "report" and not self.violation_class_ids:
            missing["violation_class_ids"] = self._sentence_violation_class()
        return missing

    def _get_conversion_vals(self):
        """What a converted complaint is about follows from why it is converted (ENF-07)."""
        goods = {"food", "agri"}.intersection(self.sudo()._get_standing_flags().mapped("kind"))
        classes = self.env["rights.violation.class"]
        code = "counterfeit" if goods else "infringing"
        return super()._get_conversion_vals() | {
            "violation_class_ids": [Command.set(classes._of_code(code).ids)]
        }

    def _sentence_violation_class(self):
        return self.env._("Choose what the report is about: at least one alleged violation.")

    def _check_conclude(self, transition):
        """ENF-02: no clue is found insufficient before the reporter was asked once for details.

        Who cannot be reached is not asked.
        """
        missing = super()._check_conclude(transition)
        reporters = self.sudo().party_ids.filtered(lambda party: party.role == "reporter")
        asked = self.evidence_request_at or self.merged_into_id
        if self.outcome_id.code == "clue_insufficient" and reporters and not asked:
            # not the name of a field, so that no dialog offers to fill it in
            missing["clue"] = self.env._(
                "Ask the reporter once for details first; it stands in the record."
            )
        return missing
