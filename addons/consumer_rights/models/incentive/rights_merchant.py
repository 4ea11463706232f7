from datetime import datetime, time, timedelta

from odoo import api, models

CHINA_OFFSET = timedelta(hours=8)


class RightsMerchant(models.Model):
    """What measures and honours ask of the register: who leads, and who is complained about."""

    _inherit = "rights.merchant"

    def _centre_above(self, *levels):
        """The first centre of these levels above the supervising station; that of the city when no
        unit supervises the merchant."""
        above_sudo = self.sudo().station_id._with_above()  # the tree of units is no secret
        for level in levels:
            if unit := above_sudo.filtered(lambda one, level=level: one.level == level):
                return unit[:1]
        return above_sudo.search([("level", "=", "city_center")], limit=1)

    @api.model
    def _count_complaints(self, first, end):
        """{merchant: complaints received} from one day in China to before another."""
        begin, until = (datetime.combine(day, time()) - CHINA_OFFSET for day in (first, end))
        cases_sudo = self.env["rights.case"].sudo()  # figures of the whole city
        return dict(
            cases_sudo._read_group(
                [
                    ("kind", "=", "complaint"),
                    ("stage_code", "not in", ("draft", "void")),
                    ("respondent_id", "!=", False),
                    ("received_at", ">=", begin),
                    ("received_at", "<", until),
                ],
                ["respondent_id"],
                ["__count"],
            )
        )

    @api.model
    def _most_complained(self, first, end, most):
        """{merchant: complaints} of those with most complaints, the first of them on top."""
        counts = self._count_complaints(first, end)
        ranked = sorted(counts.items(), key=lambda row: (-row[1], row[0].id))
        return dict(ranked[:most])

    def action_view_events(self):
        """The profile: what there was about the merchant, in one time line (INC-10)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Profile of %(merchant)s", merchant=self.name),
            "res_model": "rights.merchant.event",
            "view_mode": "list",
            "domain": [("merchant_id", "=", self.id)],
        }
