from collections import defaultdict
from datetime import timedelta
from statistics import median

from odoo import models
from odoo.exceptions import UserError

from ...tools.china_time import day_begins

SETTLED = ("settled", "self_settled")
NO_MATTER = ("draft", "void")


class RightsDisclosure(models.Model):
    """The complaint figures of a version: counts, what they are parts of, and peers (DIS-01).

    They are counted once, into the draft, so that what is approved is what is published.
    """

    _inherit = "rights.disclosure"

    def _get_counted_domain(self):
        """Complaints that reached the unit in the period."""
        return [
            ("kind", "=", "complaint"),
            ("stage_code", "not in", NO_MATTER),
            ("chain_station_ids", "in", self.station_id.ids),
            ("received_at", ">=", day_begins(self.date_from)),
            ("received_at", "<", day_begins(self.date_to + timedelta(days=1))),
        ]

    def action_count(self):
        """Count anew: of a table its merchants, of a warning or tip the complaints about it."""
        self.check_access("write")
        self._check_state("draft")
        for disclosure in self:
            if not (disclosure.date_from and disclosure.date_to):
                raise UserError(self.env._("Enter the period first."))
            disclosure_sudo = disclosure.sudo()  # figures alone come out
            if disclosure.kind == "figures":
                disclosure_sudo._count_merchants()
            else:
                disclosure_sudo._count_codes()
        empty = self.filtered(lambda row: row.kind == "figures" and not row.merchant_ids)
        return empty._say_nobody() if empty else True

    def _say_nobody(self):
        least = self.env["rights.network.parameter"]._value("disclosure_small")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "Nobody has %(least)s complaints or more in this period; smaller numbers are "
                    "not shown. Take a longer period.",
                    least=least,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _count_codes(self):
        cases = self.env["rights.case"]
        domain = self._get_counted_domain()
        codes = self.category_ids.ids
        about = ["|", ("category_id", "child_of", codes), ("item_class_id", "child_of", codes)]
        self._set_state(
            complaint_count=cases.search_count([*domain, *about]) if codes else 0,
            complaint_total=cases.search_count(domain),
        )

    def _count_merchants(self):
        counts = self._count_by_merchant()
        value = self.env["rights.network.parameter"]._value
        least, most = value("disclosure_small"), value("disclosure_merchants")
        ranked = sorted(counts, key=lambda one: (-counts[one][0], one.id))
        chosen = [one for one in ranked if counts[one][0] >= least][:most]
        named = {row.merchant_id: row for row in self.merchant_ids}
        rows = self.env["rights.disclosure.merchant"]
        for place, merchant in enumerate([*chosen, *(one for one in named if one not in chosen)]):
            vals = {"sequence": place, **self._get_figures(merchant, counts)}
            if merchant in named:
                named[merchant].write(vals)
            else:
                rows.create({"disclosure_id": self.id, "merchant_id": merchant.id, **vals})
        total = self.env["rights.case"].search_count(self._get_counted_domain())
        self._set_state(complaint_count=0, complaint_total=total)
        self.invalidate_recordset(["merchant_ids"])  # in their new order

    def _count_by_merchant(self):
        """{merchant: (complaints, concluded, settled)}"""
        cases = self.env["rights.case"]
        domain = [*self._get_counted_domain(), ("respondent_id", "!=", False)]
        parts = (
            domain,
            [*domain, ("concluded_at", "!=", False)],
            [*domain, ("concluded_at", "!=", False), ("outcome_id.code", "in", SETTLED)],
        )
        counts = defaultdict(lambda: [0, 0, 0])
        for place, part in enumerate(parts):
            for merchant, count in cases._read_group(part, ["respondent_id"], ["__count"]):
                counts[merchant][place] = count
        return dict(counts)

    def _get_figures(self, merchant, counts):
        complaints, concluded, settled = counts.get(merchant, (0, 0, 0))
        peers = [
            figures
            for one, figures in counts.items()
            if one != merchant and one.merchant_type == merchant.merchant_type
        ]
        least = self.env["rights.network.parameter"]._value("disclosure_small")
        rates = [settled / ended for _all, ended, settled in peers if ended and ended >= least]
        return {
            "complaint_count": complaints,
            "concluded_count": concluded,
            "settled_count": settled,
            "area_sqm": merchant.area_sqm,
            "peer_count": len(peers),
            "peer_median": median(figures[0] for figures in peers) if peers else 0,
            "peer_rate": median(rates) if rates else 0,
        }
