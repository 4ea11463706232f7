from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .rights_merchant_ledger import LEVELS

LATE_QUARTERS = "consumer_rights.rights_ledger_quarter_action_late"


class RightsCase(models.Model):
    _inherit = "rights.case"

    ledger_entry_ids = fields.One2many(
        "rights.merchant.ledger", "case_id", "From the ledger", groups=fields.NO_ACCESS
    )
    merchant_level_reached = fields.Selection(
        LEVELS,
        "Level the merchant reached",
        compute="_compute_merchant_level_reached",
        compute_sudo=True,
        help="How far the complaint went inside the merchant before it came here (MER-08).",
    )

    broken_promise_id = fields.Many2one(
        "rights.merchant.promise",
        "Own promise refused",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The merchant refused what it has promised and posted: a breach in its profile "
        "(MER-09).",
    )
    has_respondent_promises = fields.Boolean(compute="_compute_has_respondent_promises")

    @api.depends("respondent_id", "kind")
    def _compute_has_respondent_promises(self):
        for case in self:
            # that there is a posted promise is known to everybody who stands in the shop
            case.has_respondent_promises = case.kind == "complaint" and bool(
                case.respondent_id.sudo().promise_ids
            )

    @api.constrains("broken_promise_id")
    def _check_broken_promise(self):
        for case in self.filtered("broken_promise_id"):
            if case.broken_promise_id.merchant_id != case.respondent_id or case.kind != "complaint":
                raise ValidationError(
                    self.env._("Choose a promise of the merchant that the complaint is about.")
                )

    def _is_audited(self, vals):
        return super()._is_audited(vals) or "broken_promise_id" in vals

    def _registered_values(self, vals):
        values = super()._registered_values(vals)
        if "broken_promise_id" in vals:
            for case in self:
                values[case]["broken_promise_id"] = case._display_value("broken_promise_id")
        return values

    def _compute_merchant_level_reached(self):
        for case in self:
            case.merchant_level_reached = case.ledger_entry_ids[:1].level_reached

    @api.model
    def _get_todo_pages(self):
        """Quarters of merchants that are late wait for the station (MER-10)."""
        pages = super()._get_todo_pages()
        quarters = self.env["rights.ledger.quarter"]
        if quarters.has_access("read"):
            pages.append((LATE_QUARTERS, quarters.search_count([("is_late", "=", True)])))
        return pages
