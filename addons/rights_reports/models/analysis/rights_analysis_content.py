from markupsafe import Markup
from odoo import api, fields, models

from ...tools.charts import fixed_charts
from ...tools.svg_charts import draw
from ..statistics.report_sheet import HIDDEN

CORE = "core"


class RightsAnalysisReport(models.Model):
    """What a report shows: the frozen figures as tables and charts (STA-02 to STA-05, STA-07)."""

    _inherit = "rights.analysis.report"

    figures_html = fields.Html("Figures shown", compute="_compute_figures_html", sanitize=False)

    @api.depends("period_id", "trend")
    @api.depends_context("lang")
    def _compute_figures_html(self):
        for report in self:
            report.figures_html = report.period_id and report.env["ir.qweb"]._render(
                "rights_reports.analysis_figures", {"doc": report}
            )

    def _get_tables(self):
        """{code: table} as they were frozen, without numbers that point at an informant."""
        self.ensure_one()
        least = self.env["rights.network.parameter"]._value("least_shown_number")
        # what the report may show was decided when its figures were frozen; its readers read them
        content = self.sudo().period_id.content or {}
        secret = self._secret_codes()
        return {code: hide_small(sheet, secret, least) for code, sheet in content.items()}

    def _secret_codes(self):
        """Codes of the indicators whose small numbers are hidden, sums included."""
        indicators = self.env["rights.indicator"].sudo().with_context(active_test=False).search([])
        return {one.code for one in indicators if any(one._parts().mapped("is_secret"))}

    def _get_rankings(self):
        """The tables that rank, in their order (STA-02)."""
        filled = self._get_tables()
        tables = self.env["rights.report.table"].sudo().with_context(active_test=False)
        ranked = tables.search([("top", ">", 0), ("code", "in", list(filled))])
        return [filled[table.code] for table in ranked]

    def _get_charts(self):
        """[(title, drawn picture)] of the fixed charts, always all of them (STA-04)."""
        filled = self._get_tables() | {"trend": self.trend}
        titles = self.env["rights.pack"]._words()
        charts = fixed_charts({code: sheet for code, sheet in filled.items() if sheet})
        # the labels are escaped where they are drawn
        return [(titles[chart.code], Markup(draw(chart))) for chart in charts]  # noqa: S704

    @api.model
    def _show(self, value, unit=""):
        return self.env["rights.report.table"]._show(value, unit)

    def action_propose_trend(self):
        """Put the figures of the period into words, for the analyst to go on from."""
        for report in self:
            report._check_in("draft")
            report._check_filled("period_id")
            words = report._get_trend_words()
            report.trend_text = "\n".join(filter(None, (report.trend_text, words)))
        return True

    def _get_trend_words(self):
        sheet = self._get_tables()[CORE]
        places = {column["key"]: place for place, column in enumerate(sheet["columns"])}
        sentences = []
        for row in sheet["rows"]:
            value, mom, yoy = (row["values"][places[key]] for key in ("value", "mom", "yoy"))
            if value in (None, HIDDEN):
                continue
            sentences.append(
                self.env._(
                    "%(what)s: %(value)s (%(mom)s on the period before, %(yoy)s on the year "
                    "before)",
                    what=row["label"],
                    value=self._show(value, row.get("unit")),
                    mom=self._show(mom, "percent"),
                    yoy=self._show(yoy, "percent"),
                )
            )
        return "\n".join(sentences)


def hide_small(sheet, secret, least):
    """A filled table whose secret numbers below the least are hidden with all that is reckoned
    from them: a report goes to more people than the page of figures, sums included."""

    def row_of(row):
        codes = [column.get("indicator") or row["key"] for column in sheet["columns"]]
        small = {
            code
            for code, column, value in zip(codes, sheet["columns"], row["values"], strict=True)
            if code in secret
            and column["kind"] in ("value", "previous", "last_year")
            and (value == HIDDEN or isinstance(value, int) and 0 < value < least)
        }
        return row | {
            "values": [
                HIDDEN if code in small else value
                for code, value in zip(codes, row["values"], strict=True)
            ]
        }

    return sheet | {"rows": [row_of(row) for row in sheet["rows"]]}
