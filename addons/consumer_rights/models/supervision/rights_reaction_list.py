from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class RightsReactionList(models.Model):
    """What the system does by itself, in one list: steps of limits and automations (design D6).

    who                     may
    business administrator  read, open a step, switch either kind on and off
    """

    _name = "rights.reaction.list"
    _description = "Reaction of the system"
    _auto = False
    _order = "kind desc, sequence, id"
    _depends = {
        "rights.deadline.step": ["sequence", "active"],
        "base.automation": ["model_id", "active"],
    }

    kind = fields.Selection(
        [("step", "Step of a limit"), ("automation", "Automation")], readonly=True
    )
    step_id = fields.Many2one("rights.deadline.step", readonly=True)
    automation_id = fields.Many2one("base.automation", readonly=True)
    sequence = fields.Integer(readonly=True)
    name = fields.Char(compute="_compute_content")
    when_text = fields.Char("When", compute="_compute_content")
    target_text = fields.Char("For", compute="_compute_content")
    action_text = fields.Char("Reaction", compute="_compute_content")
    active = fields.Boolean(readonly=True)
    waiting_count = fields.Integer(related="step_id.waiting_count")
    failed_count = fields.Integer(related="step_id.failed_count")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT 2 * id AS id, 'step' AS kind, id AS step_id, NULL::int AS automation_id,
                   sequence, active
              FROM rights_deadline_step
            UNION ALL
            SELECT 2 * rule.id + 1, 'automation', NULL, rule.id, 1000, rule.active
              FROM base_automation rule JOIN ir_model model ON model.id = rule.model_id
             WHERE model.model LIKE 'rights.%%'
            """
        )

    def _compute_content(self):
        for row in self:
            # settings, whose names the business administrator may see
            step, rule = row.step_id.sudo(), row.automation_id.sudo()
            row.name = step.name or rule.name
            row.when_text = step._get_when() if step else row._label(rule, "trigger")
            row.target_text = ", ".join(step.policy_ids.mapped("code")) or rule.model_id.name
            row.action_text = step.action_id.name or ", ".join(
                rule.action_server_ids.mapped("name")
            )

    def _label(self, record, name):
        return dict(record._fields[name]._description_selection(self.env)).get(record[name])

    def action_open(self):
        """The step with its limits and its reaction."""
        self.ensure_one()
        if not self.step_id:
            raise UserError(
                self.env._("The platform administrator changes automations in the settings.")
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "rights.deadline.step",
            "res_id": self.step_id.id,
            "view_mode": "form",
        }

    def action_toggle(self):
        """Switch it on or off; the change stands in the audit log."""
        self.env.user._rights_check_role("business_admin")
        for row in self:
            record = row.step_id or row.automation_id
            record.sudo().active = not row.active  # the role is checked above
        return {"type": "ir.actions.client", "tag": "soft_reload"}
