from odoo import api, models


class RightsCase(models.Model):
    """What waits for the legal studios and their head, on the to-do page (design D14)."""

    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        challenges = self.env["rights.legal.challenge"]
        requests = self.env["rights.information.request"]
        items = self.env["rights.liaison.item"]
        if challenges.has_access("write"):
            waiting = challenges.search_count([("state", "=", "received")])
            pages.append(("consumer_rights.rights_legal_challenge_action", waiting))
            waiting = requests.search_count([("state", "=", "open")])
            pages.append(("consumer_rights.rights_information_request_action", waiting))
        if items.has_access("write"):
            stale = items.search_count([("is_stale", "=", True)])
            pages.append(("consumer_rights.rights_liaison_item_action_stale", stale))
        if self.env.user.has_group("consumer_rights.consumer_rights_group_head"):
            decided = challenges.search_count(
                [("state", "=", "decided"), ("orders_reopening", "=", True)]
            )
            pages.append(("consumer_rights.rights_legal_challenge_action_reopen", decided))
            asked = requests.search_count([("waits_for_extension", "=", True)])
            pages.append(("consumer_rights.rights_information_request_action_extend", asked))
        return pages
