from odoo import api, models


class RightsCase(models.Model):
    """Patrols and visits that wait for the user stand on the to-do page (design D14)."""

    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        for model, action, domain in self._get_inspection_pages():
            records = self.env[model]
            if records.has_access("write"):
                pages.append((f"consumer_rights.{action}", records.search_count(domain)))
        return pages

    @api.model
    def _get_inspection_pages(self):
        """(model, window action, what of it waits for the current user)"""
        user = self.env.user
        return [
            (
                "rights.inspection",
                "rights_inspection_action_mine",
                [("state", "=", "planned"), ("user_id", "=", user.id)],
            ),
            (
                "rights.covert.visit",
                "rights_covert_visit_action_release",
                [("state", "=", "submitted"), ("station_id", "in", user.rights_station_ids.ids)],
            ),
        ]
