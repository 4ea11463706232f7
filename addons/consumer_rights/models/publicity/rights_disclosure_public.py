import csv
import io

from odoo import api, models

from ...tools.china_time import china_naive
from ...tools.csv_cell import guarded

# a cell that a spreadsheet would take for a formula
PUBLIC = ("live", "withdrawn")
COUNTS = ("complaint_count", "concluded_count", "settled_count")
COLUMNS = (
    "merchant",
    *COUNTS,
    "settled_rate",
    "area_sqm",
    "per_area",
    "peer_count",
    "peer_median",
    "peer_rate",
)


class RightsDisclosure(models.Model):
    """What page, CSV and JSON show of a version: one source, small numbers left out (DIS-01).

    Everything here runs in superuser mode on what the public may read, and gives plain values.
    """

    _inherit = "rights.disclosure"

    @api.model
    def _public(self, code):
        """The version that the address of a publication shows: live, or else withdrawn."""
        versions = self.sudo().search(
            [("code", "=", code), ("state", "in", PUBLIC)], order="number desc"
        )
        live = versions.filtered(lambda one: one.state == "live")
        return (live or versions)[:1]

    @api.model
    def _public_list(self, kind=None, offset=0, limit=None):
        """Live versions, the newest first, and how many there are."""
        domain = [("state", "=", "live")]
        if kind in dict(self._fields["kind"].selection):
            domain.append(("kind", "=", kind))
        found = self.sudo().search(
            domain, order="published_at desc, id desc", offset=offset, limit=limit
        )
        return found, self.sudo().search_count(domain)

    def _public_values(self):
        """The version as plain values; of a withdrawn one its trace alone (DIS-13)."""
        self.ensure_one()
        if self.state == "live":
            return {**self._trace_values(), **self._shown_values(), "is_live": True}
        return {**self._trace_values(), "is_live": False}

    def _trace_values(self):
        """What stays readable at the address, whatever becomes of the words."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        values = {
            "code": self.code,
            "number": self.number,
            "kind": self.kind,
            "kind_name": kinds[self.kind],
            "name": self.name,
            "unit": self.station_id.name,
            "published_at": self.published_at,
            "withdrawn_at": self.withdrawn_at,
            "reason": self.remark if self.state == "withdrawn" else "",
            "corrections": self._public_corrections(),
        }
        return {**values, "name": kinds[self.kind]} if self.state == "withdrawn" else values

    def _shown_values(self):
        """The words and figures, as the public reads them and a named merchant before it."""
        return {
            "name": self.name,
            **{
                name: self[name] or ""
                for name in ("body", "hot_spot", "cause", "problem", "advice", "summary")
            },
            "date_from": self.date_from,
            "date_to": self.date_to,
            "codes": self.category_ids.mapped("name"),
            "merchants": self.merchant_ids.merchant_id.mapped("name"),
            "small": self._get_small(),
            "complaint_count": self._shown(self.complaint_count),
            "complaint_total": self._shown(self.complaint_total),
            "open_until": self.open_until,
            "takes_opinions": self._takes_opinions(),
            "opinion_count": self.opinion_count,
            "rows": [row._public_row() for row in self.merchant_ids]
            if self.kind == "figures"
            else [],
        }

    def _public_corrections(self):
        """[(when, why)] of the versions that came in place of others."""
        versions = self._siblings().filtered(lambda one: one.published_at and one.correction)
        return [(one.published_at, one.correction) for one in versions]

    @api.model
    def _get_small(self):
        return self.env["rights.network.parameter"]._value("disclosure_small")

    @api.model
    def _shown(self, count):
        """A count as it is published; None when it is so small that it could tell of somebody."""
        return None if 0 < count < self._get_small() else count

    # -- files at a stable address ----------------------------------------------------------------

    def _public_json(self):
        values = self._public_values()
        for name in ("published_at", "withdrawn_at"):
            values[name] = values[name] and china_naive(values[name]).isoformat()
        for name in ("date_from", "date_to", "open_until"):
            if name in values:
                values[name] = values[name] and values[name].isoformat() or None
        values["corrections"] = [
            {"at": china_naive(at).isoformat(), "reason": reason}
            for at, reason in values["corrections"]
        ]
        return values

    def _public_csv(self):
        """The rows of a table with Chinese headings, as spreadsheets open them."""
        chinese = self.with_context(lang="zh_CN")
        small = chinese.env._("fewer than %(count)s", count=self._get_small())
        lines = [[label for _name, label in chinese._get_columns()]]
        for row in chinese.merchant_ids:
            values = row._public_row()
            lines.append(
                [
                    small if name in values["hidden"] else self._cell(values[name])
                    for name, _label in chinese._get_columns()
                ]
            )
        out = io.StringIO()
        csv.writer(out).writerows(lines)
        return out.getvalue().encode("utf-8-sig")

    @staticmethod
    def _cell(value):
        return guarded("" if value is None else str(value))

    def _get_columns(self):
        """[(name of a figure, its heading)] in reading order."""
        headings = [
            self.env._("Merchant"),
            self.env._("Complaints"),
            self.env._("Concluded"),
            self.env._("Complaints settled"),
            self.env._("Settled of concluded (%)"),
            self.env._("Business area (m²)"),
            self.env._("Complaints per 1000 m²"),
            self.env._("Peers"),
            self.env._("Median of complaints of the peers"),
            self.env._("Median of the peers: settled of concluded (%)"),
        ]
        return list(zip(COLUMNS, headings, strict=True))


class RightsDisclosureMerchant(models.Model):
    _inherit = "rights.disclosure.merchant"

    def _public_row(self):
        """One merchant with counts, what they are parts of, and its peers (DIS-01).

        ``hidden`` names the cells that are left out because they are small; a rate of few cases is
        empty, and so are peers that are so few that they could be told apart.
        """
        shown = self.disclosure_id._shown
        counts = {name: shown(self[name]) for name in COUNTS}
        few = self.disclosure_id._get_small()
        has_rate = None not in counts.values() and self.concluded_count >= few
        per_area = counts["complaint_count"] is not None and self.area_sqm
        least_peers = self.env["rights.network.parameter"]._value("disclosure_peers")
        has_peers = self.peer_count >= least_peers
        median = shown(self.peer_median) if has_peers else None
        return {
            "merchant": self.merchant_id.name,
            **counts,
            "settled_rate": round(100 * self.settled_count / self.concluded_count, 1)
            if has_rate
            else None,
            "area_sqm": self.area_sqm or None,
            "per_area": round(1000 * self.complaint_count / self.area_sqm, 2) if per_area else None,
            "peer_count": self.peer_count if has_peers else None,
            "peer_median": median,
            "peer_rate": round(100 * self.peer_rate, 1) if has_peers and self.peer_rate else None,
            "hidden": [name for name, count in counts.items() if count is None]
            + (["peer_median"] if has_peers and median is None else []),
        }
