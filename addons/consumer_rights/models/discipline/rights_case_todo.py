from odoo import api, models

RECORDS = ("promise_violation", "accountability")


class RightsCase(models.Model):
    """What a person may object to, and what waits for a decision, on the to-do page (D14)."""

    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        for name in RECORDS:
            records = self.env["rights." + name.replace("_", ".")]
            action = f"consumer_rights.rights_{name}_action"
            if records.has_access("read"):
                mine = records.search_count([("waits_for_person", "=", True)])
                pages.append((f"{action}_mine", mine))
            if records.has_access("write"):
                waiting = records.search_count([("waits_for_decision", "=", True)])
                pages.append((f"{action}_waiting", waiting))
        if self.env.user.has_group("consumer_rights.consumer_rights_group_head"):
            asked = self.env["rights.media.request"].search_count(
                [("state", "=", "asked"), ("held_at", "=", False), ("user_id", "!=", self.env.uid)]
            )
            pages.append(("consumer_rights.rights_media_request_action_waiting", asked))
        return pages
