from lxml import etree
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.china_time import china_date


class RightsCaseTransition(models.Model):
    _inherit = "rights.case.transition"

    settled_field_ids = fields.Many2many(
        "rights.case.field",
        "rights_case_transition_settled_rel",
        string="Must be filled when settled without a mediation",
    )


class RightsCase(models.Model):
    """A complaint that is settled by handling alone, without a mediation (MED-07, HND-03, HND-07).

    Two things make “settled” lawful: an agreement, which a mediation brings about, or that the
    parties performed at once, with the amount and the day. Without a mediation there is no meeting
    record that could say so, therefore the case says it: the step asks for the fields that its
    ``settled_field_ids`` name. What is to be performed later needs a mediation and its agreement.
    The day is proposed as today; whoever concludes confirms it, or mends it.
    """

    _inherit = "rights.case"

    performed_on = fields.Date(
        "Performed at once on",
        compute="_compute_performed_on",
        store=True,
        readonly=False,
        copy=False,
        help="The day on which the merchant did what settled the matter without a mediation.",
    )

    is_settled_at_once = fields.Boolean("Settled at once", compute="_compute_is_settled_at_once")

    @api.depends("outcome_id", "stage_id", "kind")
    def _compute_is_settled_at_once(self):
        for case in self:
            case.is_settled_at_once = case._is_settled_at_once()

    @api.depends("outcome_id")
    def _compute_performed_on(self):
        for case in self:
            kept = case.outcome_id.code == "settled" and case.performed_on
            case.performed_on = kept or (case._is_settled_at_once() and china_date())

    @api.constrains("performed_on")
    def _check_performed_on(self):
        for case in self:
            if case.performed_on and case.performed_on > china_date():
                raise ValidationError(
                    self.env._(
                        "What is performed on a later day is no performance at once. Begin a "
                        "mediation and conclude an agreement."
                    )
                )

    def _is_settled_at_once(self):
        """Whether this result was reached where no mediation is, nor was in this cycle."""
        self.ensure_one()
        if self.kind != "complaint" or self.stage_code != "handling":
            return False
        if self.outcome_id.code != "settled":
            return False
        return not self.sudo().mediation_ids.filtered(lambda row: row.cycle_no == self.cycle_no)

    def _get_required_fields(self, transition):
        required = super()._get_required_fields(transition)
        if self._is_settled_at_once():
            required |= transition.sudo().settled_field_ids
        return required

    def _add_move_field(self, group, step, name, required):
        """The day shows, and the dialog insists on what is asked, with this result alone."""
        node = super()._add_move_field(group, step, name, required)
        if name in step.settled_field_ids.mapped("technical_name"):
            node.set("required", "is_settled_at_once")
        if name == "performed_on":
            node.set("invisible", "not is_settled_at_once")
            hidden = {"name": "is_settled_at_once", "invisible": "1", "readonly": "1"}
            etree.SubElement(group, "field", **hidden)
        return node
