from odoo import api, fields, models


class RightsCase(models.Model):
    """The to-do page says of each case why it stands there, and counts what else waits for the
    person (design D14)."""

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

    @api.model
    def get_todo_pages(self):
        """What waits for the user beside the cases: [{"action": .., "name": .., "count": ..}]"""
        pages = []
        for xml_id, count in self._get_todo_pages():
            if count:
                name = self.env.ref(xml_id).sudo().name  # the menu shows it as well
                pages.append({"action": xml_id, "name": name, "count": count})
        return pages

    @api.model
    def _get_todo_pages(self):
        """(XML ID of a window action, how many of its records wait for the user), a list that
        each room adds its pages to."""
        return []
