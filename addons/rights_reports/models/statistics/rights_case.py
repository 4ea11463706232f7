from odoo import api, fields, models
from odoo.addons.consumer_rights.tools.flag_search import search_flag
from odoo.fields import Domain


class RightsCase(models.Model):
    """A period is read by the moments that matters belong to it by (STA-12)."""

    _inherit = "rights.case"

    # whole: a figure asks for registered matters in its own condition, which no partial index meets
    _received = models.Index("(received_at)")
    _accepted = models.Index("(accepted_at) WHERE accepted_at IS NOT NULL")
    _concluded = models.Index("(concluded_at) WHERE concluded_at IS NOT NULL")
    _replied = models.Index("(replied_at) WHERE replied_at IS NOT NULL")

    has_conversion = fields.Boolean(
        "Complaint became a case",
        compute="_compute_has_conversion",
        search="_search_has_conversion",
        help="A report that began as a complaint, or the complaint itself (ENF-07).",
    )

    def _compute_has_conversion(self):
        converted = self.sudo().search([("id", "in", self.ids), ("has_conversion", "=", True)])
        for case in self:
            case.has_conversion = case.id in converted._ids

    @api.model
    def _search_has_conversion(self, operator, value):
        links_sudo = self.env["rights.case.link"].sudo()  # that a link stands is no content
        found = links_sudo._search([("kind", "=", "converted")])
        converted = Domain("id", "in", found.subselect("case_id"))
        converted |= Domain("id", "in", found.subselect("other_case_id"))
        return search_flag(converted, operator, value)


class RightsDeadline(models.Model):
    _inherit = "rights.deadline"

    _due = models.Index("(due_at)")


class RightsMediation(models.Model):
    _inherit = "rights.mediation"

    _handed_over = models.Index("(handed_over_at) WHERE handed_over_at IS NOT NULL")
