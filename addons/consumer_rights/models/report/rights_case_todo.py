from odoo import api, models


class RightsCase(models.Model):
    """Filed cases and requests about reports that wait for the user (design D14)."""

    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        waiting = [("state", "=", "open")]
        if self._has_report_role("dispatcher", "division_head"):
            waiting.append(("division_id", "=", False))
            asked = [("state", "=", "asked"), ("asked_by_id", "!=", self.env.uid)]
            count = self.env["rights.report.merge"].search_count(asked)
            pages.append(("consumer_rights.rights_report_merge_action", count))
            action = "rights_enforcement_case_action_unassigned"
        elif self._has_report_role("handler", "enforcement"):
            action = "rights_enforcement_case_action_open"
        else:
            return pages
        count = self.env["rights.enforcement.case"].search_count(waiting)
        pages.append((f"consumer_rights.{action}", count))
        return pages

    @api.model
    def _has_report_role(self, *roles):
        user = self.env.user
        return any(
            user.has_group(f"consumer_rights.consumer_rights_group_{role}") for role in roles
        )
