from odoo import api, models


class RightsCase(models.Model):
    """What supervision asks of the user stands on the to-do page (design D14)."""

    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        urges, targets = self.env["rights.urge"], self.env["rights.command.target"]
        if urges.has_access("read"):
            waiting = urges.search_count([("is_mine_to_answer", "=", True)])
            pages.append(("consumer_rights.rights_urge_action_mine", waiting))
        if targets.has_access("read"):
            waiting = targets.search_count(
                [("is_mine", "=", True), ("reported_at", "=", False), ("state", "=", "issued")]
            )
            pages.append(("consumer_rights.rights_command_action_mine", waiting))
        if self.env["rights.closing.review"].has_access("create"):
            waiting = self.search_count([("may_review_closing", "=", True)])
            pages.append(("consumer_rights.rights_case_action_to_review", waiting))
        return pages
