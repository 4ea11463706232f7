from odoo import api, models


class RightsCase(models.Model):
    """What service stations wait for stands on the to-do page (design D14)."""

    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        for model, action, domain in self._get_service_station_pages():
            records = self.env[model]
            if records.has_access("write"):
                pages.append((f"consumer_rights.{action}", records.search_count(domain)))
        return pages

    @api.model
    def _get_service_station_pages(self):
        """(model, window action, what of it waits for the current user)"""
        units = self.env.user.rights_station_ids.ids
        below = [("profile_id.station_id.parent_id", "in", units)]
        district = [("district_id", "in", units)]
        return [
            (
                "rights.station.coordinator",
                "rights_station_coordinator_action_filing",
                [("confirmed_at", "=", False), ("is_change", "=", True), *below],
            ),
            (
                "rights.station.opinion",
                "rights_station_opinion_action_open",
                [("state", "=", "open"), *below],
            ),
            (
                "rights.station.measure",
                "rights_station_measure_action_waiting",
                [("state", "=", "answered"), *below],
            ),
            (
                "rights.station.assessment",
                "rights_station_assessment_action_open",
                [("state", "=", "open"), *district],
            ),
        ]
