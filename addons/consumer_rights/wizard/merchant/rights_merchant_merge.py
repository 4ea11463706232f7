from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError

COMPARED = (
    "name uscc merchant_type host_id station_id business_address phone principal contact_person "
    "area_sqm case_count"
).split()


class RightsMerchantMerge(models.TransientModel):
    """Two entries side by side, before they become one: which one stays, and why (MER-01)."""

    _name = "rights.merchant.merge"
    _description = "Merge two merchants"

    kept_id = fields.Many2one(
        "rights.merchant", "Entry that stays", required=True, ondelete="cascade"
    )
    merged_id = fields.Many2one(
        "rights.merchant", "Entry put aside", required=True, ondelete="cascade"
    )
    reason = fields.Char()
    refusal = fields.Char(compute="_compute_refusal")
    comparison = fields.Html(compute="_compute_comparison", sanitize=False)

    @api.model
    def default_get(self, names):
        """The entries chosen in the list; of one entry, the other is proposed by its name."""
        values = super().default_get(names)
        if self.env.context.get("active_model") != "rights.merchant":
            return values
        entries = self.env["rights.merchant"].browse(self.env.context.get("active_ids", []))
        if len(entries) > 2:
            raise UserError(self.env._("Choose two entries."))
        if len(entries) == 1:
            entries |= (entries._candidates(entries.name, limit=2) - entries)[:1]
        # the entry with a licence, a ledger and more cases stays
        entries = entries.sorted(
            lambda one: (bool(one.uscc), one.sudo()._keeps_books(), one.case_count), reverse=True
        )
        return values | {"kept_id": entries[:1].id, "merged_id": entries[1:2].id}

    @api.depends("kept_id", "merged_id")
    def _compute_refusal(self):
        for wizard in self:
            wizard.refusal = wizard.merged_id and self.env["rights.merchant.merger"]._refusal(
                wizard.kept_id, wizard.merged_id
            )

    @api.depends("kept_id", "merged_id")
    def _compute_comparison(self):
        row = Markup(
            "<tr class='%s'><th class='fw-normal text-muted'>%s</th><td>%s</td><td>%s</td></tr>"
        )
        for wizard in self:
            pairs = [
                (
                    wizard.kept_id._fields[name].get_description(self.env, ["string"])["string"],
                    self._say(wizard.kept_id, name),
                    self._say(wizard.merged_id, name),
                )
                for name in COMPARED
            ]
            rows = Markup().join(
                row % ("table-warning" if one and other and one != other else "", label, one, other)
                for label, one, other in pairs
                if one or other
            )
            wizard.comparison = (
                Markup("<table class='table table-sm mb-0'><tbody>%s</tbody></table>") % rows
            )

    @staticmethod
    def _say(merchant, name):
        value, field = merchant[name], merchant._fields[name]
        if field.relational:
            return value.display_name or ""
        if field.type == "selection":
            return dict(field._description_selection(merchant.env)).get(value, "")
        return f"{value:g}" if field.type == "float" and value else str(value or "")

    def action_swap(self):
        """The other entry stays."""
        self.ensure_one()
        self.write({"kept_id": self.merged_id.id, "merged_id": self.kept_id.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge merchants"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_merge(self):
        self.ensure_one()
        mergers = self.env["rights.merchant.merger"]
        mergers.check_access("create")
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say how you know that they are one business."))
        mergers._merge(self.kept_id, self.merged_id, self.reason.strip())
        return {
            "type": "ir.actions.act_window",
            "res_model": "rights.merchant",
            "res_id": self.kept_id.id,
            "view_mode": "form",
        }
