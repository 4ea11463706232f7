from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.china_time import china_date
from .rights_mediation import SIDES

RESULT = frozenset(("result_on", "result", "result_file", "result_file_name"))


class RightsMediationTesting(models.Model):
    """A test or expertise during a mediation: who tests, who pays, what came of it (MED-15).

    who                     may
    handler, mediator       entrust it and enter the result, of what the unit has
    whoever reads the case  reads it

    From the entrustment to the result the limits that allow it are paused (LIM-08). An entry
    stays as it is; only its result is added.
    """

    _name = "rights.mediation.testing"
    _inherit = ["rights.case.part", "rights.mediation.opened"]
    _description = "Testing in a mediation"
    _order = "case_id, entrusted_on, id"
    _rec_name = "item"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    currency_id = fields.Many2one(related="case_id.currency_id")
    item = fields.Char("What is tested", required=True)
    body = fields.Char("Testing body", required=True)
    chosen_by = fields.Selection(
        [("parties", "Both parties together"), ("authority", "Designated by the authority")],
        "Chosen by",
        required=True,
        default="parties",
    )
    designation_reason = fields.Char(
        "Why designated", help="The parties did not agree on a body, and why."
    )
    cost = fields.Monetary()
    advanced_by = fields.Selection(
        [*SIDES, ("both", "Both in equal parts")], "Cost advanced by", required=True
    )
    cost_sharing = fields.Char(
        "Who bears the cost", required=True, help="Such as: whoever the result goes against."
    )
    entrusted_on = fields.Date("Entrusted on", required=True, default=lambda self: china_date())
    document = fields.Char("Entrustment document", help="Its number.")
    file = fields.Binary("Entrustment", attachment=True)
    file_name = fields.Char()
    result_on = fields.Date("Result received on")
    result = fields.Text()
    result_file = fields.Binary("Report", attachment=True)
    result_file_name = fields.Char()
    pause_id = fields.Many2one("rights.deadline.pause", readonly=True, ondelete="restrict")
    state = fields.Selection(
        [("entrusted", "Being tested"), ("done", "Result received")],
        compute="_compute_state",
        store=True,
    )

    _cost_positive = models.Constraint("CHECK (cost >= 0)", "A cost cannot be negative.")

    @api.depends("pause_id.date_to")
    def _compute_state(self):
        for testing in self:
            testing.state = "done" if testing.pause_id.date_to else "entrusted"

    @api.constrains("chosen_by", "designation_reason")
    def _check_designation(self):
        for testing in self:
            if testing.chosen_by == "authority" and not (testing.designation_reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "The parties choose the testing body. Say why the authority designates one."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        nothing = {**dict.fromkeys(RESULT, False), "pause_id": False}
        testings = super().create([{**vals, **nothing} for vals in vals_list])
        for testing in testings:
            testing.sudo().pause_id = testing._pause()
        return testings

    def _pause(self):
        if not (self.document or "").strip() and not self.file:
            raise ValidationError(
                self.env._(
                    "The clocks stop for the entrustment only: enter the number of its document, "
                    "or attach it."
                )
            )
        return self.env["rights.deadline.pause"].create(
            {
                "case_id": self.case_id.id,
                "reason_id": self.env.ref("consumer_rights.pause_reason_testing").id,
                "date_from": self.entrusted_on,
                "document": self.document or self.file_name,
                "file": self.file,
                "file_name": self.file_name,
            }
        )

    def write(self, vals):
        if not self.env.su:
            if set(vals) - RESULT:
                raise AccessError(self.env._("An entrustment stays as it is. Add its result."))
            if any(testing.state == "done" for testing in self):
                raise UserError(self.env._("The result was recorded already."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A testing is never deleted: dates were counted by it."))

    def action_result(self):
        """Take the result into the record; the day it came counts again."""
        for testing in self:
            testing.check_access("write")
            if not (testing.result or "").strip():
                raise UserError(self.env._("Enter what the test found."))
            day = testing.result_on or china_date()
            if not testing.result_on:
                testing.result_on = day
            # an entry that the clocks were paused by is resumed by the result
            testing.pause_id.action_resume(day)
            testing.case_id._append_events(
                [
                    {
                        "type": "progress",
                        "basis": self.env._(
                            "Result of the test: %(item)s, %(result)s",
                            item=testing.item,
                            result=testing.result,
                        ),
                    }
                ]
            )
        return True


class RightsCase(models.Model):
    _inherit = "rights.case"

    testing_ids = fields.One2many("rights.mediation.testing", "case_id", copy=False)
