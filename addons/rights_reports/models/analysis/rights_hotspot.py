from collections import defaultdict

from odoo import api, fields, models

from ...tools.chinese_words import alike, rising, vocabulary
from ...tools.figures import change
from ...tools.periods import before, year_before
from ..statistics.figure_sources import DIMENSIONS
from ..statistics.rights_figures import ALL, UNCODED

# what becomes hot: complaints by their goods or services and by their nature
DIMENSION = ("item", "nature")
COUNTED = "received_complaint"
# by what a hot spot explains itself
EXPLAINED = ("merchant", "unit", "item", "nature")
NAMED = 3  # so many of each are named
READ = 120  # so many texts of each period are read for the words they share
KNOWN = 2000  # so many of the newest say what a word is, and which ones everybody uses
TYPICAL = 5  # so many of them are named as the most like all others
NOW, BEFORE = range(2)


class RightsHotspot(models.Model):
    """A code with many complaints, or with many more than before, and why (DIS-07).

    who                                       may
    system                                    propose them for each report
    statistician, dispatcher, division head   read; make a candidate for a letter, a warning, an
                                              entry of a focus list from one
    quality officer, station officer          read those of own units and below

    Only complaints are counted, so that no number here points at an informant. A row is of its
    report: it stays with the figures that were frozen.
    """

    _name = "rights.hotspot"
    _description = "Hot spot"
    _order = "date_to desc, station_id, dimension, count desc, id"

    report_id = fields.Many2one(
        "rights.analysis.report",
        "Analysis report",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    station_id = fields.Many2one(related="report_id.station_id", store=True, index=True)
    kind = fields.Selection(related="report_id.kind", store=True)
    date_from = fields.Date(related="report_id.date_from", store=True)
    date_to = fields.Date(related="report_id.date_to", store=True, index=True)
    # what
    dimension = fields.Selection(
        [("item", "Goods or services"), ("nature", "Problem nature")], "Hot by", readonly=True
    )
    category_id = fields.Many2one(
        "rights.category", "Hot spot", required=True, readonly=True, ondelete="restrict"
    )
    # against what
    count = fields.Integer("Complaints", readonly=True)
    count_before = fields.Integer("Period before", readonly=True)
    count_last_year = fields.Integer("Year before", readonly=True)
    growth = fields.Float("Growth in percent", readonly=True, aggregator=None)
    is_new = fields.Boolean("Not there before", readonly=True)
    is_top = fields.Boolean("Among the most", readonly=True)
    is_growing = fields.Boolean("Grows", readonly=True)
    # why
    facts = fields.Json(readonly=True)
    words = fields.Char("Words that came up", compute="_compute_explanation")
    explanation = fields.Text(compute="_compute_explanation")
    # what was made of it
    candidate_ids = fields.One2many("rights.letter.candidate", "hotspot_id", "Candidates")
    focus_line_ids = fields.One2many("rights.focus.line", "hotspot_id", "On focus lists")
    is_candidate = fields.Boolean("Candidate for a letter", compute="_compute_is_used")
    is_used = fields.Boolean("Followed up", compute="_compute_is_used")

    @api.depends("category_id")
    def _compute_display_name(self):
        for spot in self:
            spot.display_name = spot.category_id.name

    def _compute_is_used(self):
        for spot in self.sudo():  # whether, not which
            spot.is_candidate = bool(spot.candidate_ids)
            spot.is_used = bool(spot.candidate_ids or spot.focus_line_ids)

    # -- finding them ------------------------------------------------------------------------------

    @api.model
    def _propose(self, report):
        """The hot spots of a report's period, in superuser mode; those in use stay as they are."""
        kept = report.hotspot_ids.filtered("is_used")
        (report.hotspot_ids - kept).unlink()
        known = {(spot.dimension, spot.category_id.id) for spot in kept}
        spans = self._get_spans(report)
        rows = []
        for dimension in DIMENSION:
            hot = self._find_hot(report, spans, dimension)
            explained = self._explain(report, spans, dimension, hot) if hot else {}
            rows += [
                {
                    **values,
                    "report_id": report.id,
                    "dimension": dimension,
                    "category_id": int(key),
                    "facts": explained[key],
                }
                for key, values in hot.items()
                if (dimension, int(key)) not in known
            ]
        return self.create(rows)

    @api.model
    def _get_spans(self, report):
        """The period, the one before, and the same of the year before (STA-03)."""
        span = report._span()
        table = self.env["rights.calendar.day"].sudo()._day_table()
        last_year = year_before(span, table)  # none where that holiday was not kept
        return [span, before(span)] + ([last_year] if last_year else [])

    @api.model
    def _figures_by(self, report, spans, row, column=None):
        units = self.env["rights.report.table"]._units_of(report.station_id)
        indicator = self.env["rights.indicator"]._of_code(COUNTED)
        found, _first = self.env["rights.figures"]._count(indicator, spans, units, row, column)
        return {key: figures[COUNTED] for key, figures in found.items()}

    @api.model
    def _find_hot(self, report, spans, dimension):
        """{key of a code: values}: the most by number, and those that grow."""
        value = self.env["rights.network.parameter"]._value
        by_key = defaultdict(lambda: [0, 0, 0])
        for (place, key, _column), number in self._figures_by(report, spans, dimension).items():
            if key not in (ALL, UNCODED):
                by_key[key][place] = number or 0
        ranked = sorted(by_key, key=lambda key: (-by_key[key][NOW], int(key)))
        top = [key for key in ranked if by_key[key][NOW]][: value("hotspot_top")]
        hot = {}
        for key in ranked:
            now, previous, last_year = by_key[key]
            grown = change(now, previous)
            growing = now >= value("hotspot_cases") and (
                not previous or grown >= value("hotspot_growth")
            )
            if key in top or growing:
                hot[key] = {
                    "count": now,
                    "count_before": previous,
                    "count_last_year": last_year,
                    "growth": grown or 0,
                    "is_new": not previous,
                    "is_top": key in top,
                    "is_growing": growing,
                }
        return hot

    @api.model
    def _explain(self, report, spans, dimension, hot):
        """{key: {"merchant": [[name, now, before]], .., "words": [[word, now, before]]}}"""
        explained = {key: {} for key in hot}
        for other in EXPLAINED:
            if other == dimension:
                continue
            parts = defaultdict(lambda: defaultdict(lambda: [0, 0]))
            found = self._figures_by(report, spans[:2], dimension, other)
            for (place, key, part), number in found.items():
                if key in explained and part not in (ALL, UNCODED):
                    parts[key][part][place] = number or 0
            for key, by_part in parts.items():
                most = sorted(by_part.items(), key=lambda item: (-item[1][NOW], item[0]))
                names = self._names_of(other, [part for part, _numbers in most[:NAMED]])
                explained[key][other] = [
                    [names[part], *numbers] for part, numbers in most[:NAMED] if numbers[NOW] > 1
                ]
        least = self._get_least()
        known = self._get_vocabulary(report, spans)
        for key, values in hot.items():
            if values["count"] >= least:
                explained[key] |= self._read_texts(report, spans, dimension, key, known)
        return explained

    @api.model
    def _names_of(self, dimension, keys):
        model = DIMENSIONS[dimension].model
        names = self.env[model].with_context(active_test=False).browse(map(int, keys))
        name = "name" if dimension == "unit" else "display_name"
        return {str(record.id): record[name] for record in names}

    @api.model
    def _get_least(self):
        """No word of fewer persons is shown, and no text of theirs is read for words."""
        return self.env["rights.network.parameter"]._value("least_shown_number")

    @api.model
    def _get_vocabulary(self, report, spans):
        """The words of all complaints of these days."""
        cases = self._search_cases(report, spans[NOW], {}, KNOWN)
        cases |= self._search_cases(report, spans[BEFORE], {}, KNOWN)
        return vocabulary([case._get_plain_text() for case in cases])

    @api.model
    def _read_texts(self, report, spans, dimension, key, known):
        """Words that came up, and the matters most like all others: no word of a few persons."""
        cases = [self._search_cases(report, span, {dimension: key}, READ) for span in spans[:2]]
        texts = [{case.id: case._get_plain_text() for case in found} for found in cases]
        names = [
            name
            for case in cases[NOW] | cases[BEFORE]
            for name in (*case.party_ids.identity_ids.mapped("name"), case.respondent_name)
            if name
        ]
        now, before = (list(found.values()) for found in texts)
        words = rising(now, before, known, self._get_least(), set(names))
        centre = alike(" ".join(texts[NOW].values()), texts[NOW], least=0)
        return {"words": words, "cases": [case_id for case_id, _likeness in centre[:TYPICAL]]}

    @api.model
    def _search_cases(self, report, span, keys, most):
        units = self.env["rights.report.table"]._units_of(report.station_id)
        indicator = self.env["rights.indicator"]._of_code(COUNTED)
        domain = self.env["rights.figures"]._domain_behind(indicator, span, units, keys, None)
        return self.env["rights.case"].search(domain, limit=most, order="received_at desc, id")

    # -- saying why --------------------------------------------------------------------------------

    @api.depends("count", "count_before", "count_last_year", "facts")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for spot in self:
            facts = spot.facts or {}
            spot.words = "、".join(word for word, _now, _before in facts.get("words", []))
            spot.explanation = "\n".join(spot._get_sentences(facts))

    def _get_sentences(self, facts):
        self.ensure_one()
        labels = {
            "merchant": self.env._("Merchants"),
            "unit": self.env._("Units"),
            "item": self.env._("Goods or services"),
            "nature": self.env._("Problem natures"),
            "words": self.env._("Words that came up"),
        }
        yield self.env._(
            "%(count)s complaints; %(before)s the period before (%(mom)s), %(year)s the year "
            "before (%(yoy)s).",
            count=self.count,
            before=self.count_before,
            mom=self._show_change(self.count_before),
            year=self.count_last_year,
            yoy=self._show_change(self.count_last_year),
        )
        for part, label in labels.items():
            if rows := facts.get(part):
                yield self.env._(
                    "%(part)s: %(rows)s.",
                    part=label,
                    rows="、".join(
                        self.env._(
                            "%(name)s %(now)s (before %(before)s)",
                            name=name,
                            now=now,
                            before=earlier,
                        )
                        for name, now, earlier in rows
                    ),
                )

    def _show_change(self, base):
        grown = change(self.count, base)
        return "—" if grown is None else f"{grown:+.2f}%"
