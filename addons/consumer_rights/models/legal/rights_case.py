from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.flag_search import search_flag


class RightsCase(models.Model):
    """What the legal studios add to a case: open docking, its order to reopen (LAW-03, LAW-14)."""

    _inherit = "rights.case"

    docking_ids = fields.One2many("rights.docking", "case_id", copy=False)
    is_docking_open = fields.Boolean(
        "Docking open", compute="_compute_is_docking_open", search="_search_is_docking_open"
    )
    docking_count = fields.Integer("Dockings", compute="_compute_is_docking_open")
    reopening_order_ids = fields.One2many(
        "rights.reopening.order", "case_id", "Order to reopen", copy=False
    )

    @api.depends("docking_ids.state")
    def _compute_is_docking_open(self):
        # that there is one is no secret to whoever reads the case
        dockings = self.env["rights.docking"].sudo()
        groups = dockings._read_group(
            [("case_id", "in", self.ids)], ["case_id", "state"], ["__count"]
        )
        counts, still_open = {}, set()
        for case, state, count in groups:
            counts[case.id] = counts.get(case.id, 0) + count
            if state != "closed":
                still_open.add(case.id)
        for case in self:
            case.docking_count = counts.get(case.id, 0)
            case.is_docking_open = case.id in still_open

    def _search_is_docking_open(self, operator, value):
        dockings = self.env["rights.docking"].sudo()._search([("state", "!=", "closed")])
        is_open = Domain("docking_ids", "any!", Domain("id", "in", dockings))
        return search_flag(is_open, operator, value)

    def action_view_dockings(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "consumer_rights.rights_docking_action"
        )
        return action | {"domain": [("case_id", "=", self.id)], "context": {}}

    # -- reopening by order -----------------------------------------------------------------------

    @api.model
    def _get_open_after_archive(self):
        """The order is what opens the archive."""
        return super()._get_open_after_archive() | {"reopening_order_ids"}

    def _check_reopen(self, transition):
        missing = super()._check_reopen(transition)
        if transition.stage_from_id.code == "archived":
            orders = self.sudo().reopening_order_ids  # that it is there is no secret
            if not orders.filtered(lambda order: order.cycle_no == self.cycle_no):
                missing["reopening_order_ids"] = self.env._(
                    "An archived matter is reopened by order only: enter the number of the"
                    " order's document and attach it."
                )
        return missing
