from odoo import api, models

PAGES = ("rights.public.service", "rights.public.board", "rights.public.article")


class RightsCase(models.Model):
    _inherit = "rights.case"

    @api.model
    def _get_todo_pages(self):
        """The leader in charge sees the versions that wait for the approval (OPN-04)."""
        pages = super()._get_todo_pages()
        for name in PAGES:
            contents = self.env[name]
            submitted = contents.search([("state", "=", "submitted")])
            action = f"consumer_rights.{name.replace('.', '_')}_action"
            pages.append((action, len(submitted.filtered("may_approve"))))
        return pages
