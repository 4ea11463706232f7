from odoo import api, fields, models


class RightsCase(models.Model):
    """The to-do page says of each case why it stands there (design D14)."""

    _inherit = "rights.case"

    todo_reason = fields.Char("What to do", compute="_compute_todo_reason")

    @api.depends("stage_id", "kind", "station_id", "user_id")
    @api.depends_context("uid")
    def _compute_todo_reason(self):
        # which step is whose is no secret to who may make it
        steps = self.env["rights.case.transition"].sudo().search([("is_main", "=", True)])
        steps = steps.grouped(lambda step: (step.kind, step.stage_from_id))
        for case in self:
            open_steps = steps.get((case.kind, case.stage_id), ())
            case.todo_reason = case._get_todo_reason(open_steps)

    def _get_todo_reason(self, steps):
        """The main steps that the user may make now; empty when others have to act.

        :param steps: main steps that leave the stage of the case
        """
        self.ensure_one()
        mine = [step.name for step in steps if step.sudo(False)._get_refusal(self) is None]
        return self._enumerate(mine)

    # -- what waits and is no case ----------------------------------------------------------------

    @api.model
    @api.readonly
    def get_todo_strip(self):
        """What stands above the list: a line each, with the action that opens it.

        :return: [{"label", "value", "action", "level": info | late}]
        """
        return self._get_todo_strip()

    @api.model
    def _get_todo_strip(self):
        """For other rooms to extend."""
        return []
