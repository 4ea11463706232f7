from odoo import api, models

from ...tools.china_time import china_date


class RightsCase(models.Model):
    """Courses to close, units without courses, news of the library, on the to-do page."""

    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        for model, action, domain in self._get_training_pages():
            records = self.env[model]
            if records.has_access("read"):
                pages.append((f"consumer_rights.{action}", records.search_count(domain)))
        return pages

    @api.model
    def _get_training_pages(self):
        """(model, window action, what of it waits for the current user)"""
        pages = [
            (
                "rights.learning.item",
                "rights_learning_item_action_unread",
                [("state", "=", "published"), ("is_read", "=", False)],
            )
        ]
        if self.env["rights.training.course"].has_access("write"):
            own = ("station_id", "in", self.env.user.rights_station_ids.ids)
            pages += [
                (
                    "rights.training.course",
                    "rights_training_course_action_to_close",
                    [("state", "!=", "held"), ("date_to", "<", china_date()), own],
                ),
                (
                    "rights.training.year",
                    "rights_training_year_action_waiting",
                    [*self.env["rights.training.year"]._waiting_domain(), own],
                ),
            ]
        return pages
