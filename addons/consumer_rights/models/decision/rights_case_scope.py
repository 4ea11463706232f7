from odoo import api, fields, models


class RightsCategory(models.Model):
    _inherit = "rights.category"

    is_in_duty = fields.Boolean(
        "Within our duties",
        default=True,
        help="Matters of a class that another authority answers for are not accepted (ACC-02).",
    )
    is_agri_input = fields.Boolean(
        "Agricultural inputs", help="Matters of this class are flagged as such (INT-16)."
    )


class RightsRejectReason(models.Model):
    _inherit = "rights.reject.reason"

    is_not_consumer = fields.Boolean(
        "Says: not a consumer",
        help="Cannot be used for matters of farmers about agricultural inputs (INT-16).",
    )


class RightsCase(models.Model):
    """Is the matter ours: a consumer's or a farmer's, in our territory, among our duties (ACC-02).

    Accepting with a failed check needs a supervisor's reason.
    """

    _inherit = "rights.case"

    is_agri_input = fields.Boolean(compute="_compute_is_agri_input", store=True, readonly=False)
    is_consumer_purpose = fields.Boolean("For daily consumption", default=True)
    is_in_territory = fields.Boolean("Respondent in our territory", default=True)
    is_in_duty = fields.Boolean(
        "Among our duties", compute="_compute_is_in_duty", store=True, readonly=False
    )
    scope_faults = fields.Char(compute="_compute_scope_faults", string="Outside the scope")

    @api.depends("item_class_id")
    def _compute_is_agri_input(self):
        """The class suggests the mark; somebody may set it for another class (INT-16)."""
        for case in self:
            case.is_agri_input = case.is_agri_input or case.item_class_id.is_agri_input

    @api.depends("item_class_id", "category_id")
    def _compute_is_in_duty(self):
        for case in self:
            classes = case.item_class_id | case.category_id
            case.is_in_duty = all(classes.mapped("is_in_duty"))

    @api.depends("is_consumer_purpose", "is_agri_input", "is_in_territory", "is_in_duty")
    @api.depends_context("lang")
    def _compute_scope_faults(self):
        for case in self:
            faults = []
            if not (case.is_consumer_purpose or case.is_agri_input):
                faults.append(self.env._("not bought or used for daily consumption"))
            if not case.is_in_territory:
                faults.append(self.env._("the respondent is outside our territory"))
            if not case.is_in_duty:
                faults.append(self.env._("the class is not among our duties"))
            case.scope_faults = self._enumerate(faults) if case.kind == "complaint" else False

    def _check_accept(self, transition):
        missing = super()._check_accept(transition)
        if self.scope_faults and not self._count_exceptions("scope"):
            # no name of a field, so that no dialog offers to fill it in
            missing["scope"] = self.env._(
                "Outside the scope: %(faults)s. Do not accept, or ask a supervisor to allow it "
                "with a reason.",
                faults=self.scope_faults,
            )
        return missing

    def _check_register(self, transition):
        missing = super()._check_register(transition)
        if self.is_agri_input and not self.item_class_id:
            missing["item_class_id"] = self.env._(
                "Agricultural inputs need the class of the product."
            )
        return missing

    def _check_reject(self, transition):
        missing = super()._check_reject(transition)
        if self.is_agri_input and self.reject_reason_id.is_not_consumer:
            missing["reject_reason_id"] = self.env._(
                "A matter of a farmer about agricultural inputs is not refused as one that is no "
                "consumer's (INT-16). Choose another ground, or accept."
            )
        return missing
