from odoo import api, fields, models

from .rights_quality_deduction import COUNTED
from .rights_quality_item import PARTS

OFFICIAL = ("city_center", "district_center", "local_station")


class RightsQualityScore(models.Model):
    """What a unit or a studio has left of its hundred points in a month (QUA-01, QUA-02).

    Each part keeps at least 0; the score is their sum. Written while the bulletin is prepared,
    frozen by its publication.
    """

    _name = "rights.quality.score"
    _description = "Quality score"
    _order = "month desc, total desc, station_id, studio_id"
    _rec_name = "station_id"

    bulletin_id = fields.Many2one(
        "rights.quality.bulletin", required=True, readonly=True, index=True, ondelete="restrict"
    )
    month = fields.Date("Month of the assessment", required=True, readonly=True)
    bulletin_state = fields.Selection(related="bulletin_id.state", string="Bulletin is")
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, readonly=True, index=True, ondelete="restrict"
    )
    studio_id = fields.Many2one(
        "rights.studio", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    level = fields.Selection(related="station_id.level")
    data_points = fields.Float("Data quality", readonly=True, digits=(5, 1), aggregator="avg")
    case_points = fields.Float("Case quality", readonly=True, digits=(5, 1), aggregator="avg")
    service_points = fields.Float("Service quality", readonly=True, digits=(5, 1), aggregator="avg")
    information_points = fields.Float(
        "Information reporting", readonly=True, digits=(5, 1), aggregator="avg"
    )
    total = fields.Float("Score", readonly=True, digits=(5, 1), aggregator="avg")
    deduction_count = fields.Integer("Deductions", readonly=True)
    success_rate = fields.Float(
        "Mediation success rate (%)",
        readonly=True,
        digits=(5, 2),
        aggregator=None,
        help="Checked with the case quality (QUA-05).",
    )

    _once = models.UniqueIndex(
        "(bulletin_id, station_id, coalesce(studio_id, 0))", "This unit has its score already."
    )
    _in_range = models.Constraint(
        "CHECK (total BETWEEN 0 AND 100)", "A score lies between 0 and 100."
    )

    @api.depends("station_id.name", "studio_id.name")
    def _compute_display_name(self):
        for score in self:
            names = (score.station_id.name, score.studio_id.name)
            score.display_name = " · ".join(filter(None, names))

    def action_open_deductions(self):
        """What the points were lost for, as far as the user may read it."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "rights_reports.rights_quality_deduction_action"
        )
        domain = [
            ("bulletin_id", "=", self.bulletin_id.id),
            ("station_id", "=", self.station_id.id),
            ("state", "in", COUNTED),
        ]
        if self.studio_id:
            domain.append(("studio_id", "=", self.studio_id.id))
        return action | {"domain": domain, "context": {"create": False}}


class RightsQualityBulletin(models.Model):
    _inherit = "rights.quality.bulletin"

    def _count_scores(self):
        """Count the scores of all units and studios anew; called in superuser mode."""
        for bulletin in self:
            rows = bulletin._get_score_rows()
            known = {(score.station_id, score.studio_id): score for score in bulletin.score_ids}
            missing = []
            for key, vals in rows.items():
                if score := known.pop(key, None):
                    changed = {name: value for name, value in vals.items() if score[name] != value}
                    score.write(changed)
                else:
                    missing.append(
                        vals
                        | {
                            "bulletin_id": bulletin.id,
                            "month": bulletin.month,
                            "station_id": key[0].id,
                            "studio_id": key[1].id,
                        }
                    )
            self.env["rights.quality.score"].create(missing)
            self.env["rights.quality.score"].concat(*known.values()).unlink()

    def _get_score_rows(self):
        """{(unit, studio): values}: every active unit of the network and every studio.

        What a studio loses, its unit loses too.
        """
        weights = self.env["rights.quality.part"]._get_weights()
        units = self.station_id._with_below().filtered("active")
        studio = self.env["rights.studio"]
        lost = self._get_lost()
        keys = {(unit, studio) for unit in units} | {
            (one.station_id, one) for one in units.studio_ids.filtered("active")
        }
        rows = {}
        for key in keys | set(lost):
            off = lost.get(key, {})
            points = {part: max(0, round(weights[part] - off.get(part, 0), 1)) for part in PARTS}
            rows[key] = {f"{part}_points": value for part, value in points.items()} | {
                "total": round(sum(points.values()), 1),
                "deduction_count": off.get("count", 0),
            }
        self._add_success_rates(rows)
        return rows

    def _get_lost(self):
        """{(unit, studio): {part: points, "count": deductions}}; the studio is empty for all."""
        deductions = self.env["rights.quality.deduction"]
        deductions.flush_model()
        found = deductions._read_group(
            [("bulletin_id", "=", self.id), ("state", "in", COUNTED)],
            ["station_id", "studio_id", "part_id"],
            ["points:sum", "__count"],
        )
        lost = {}
        for station, studio, part, points, count in found:
            for key in {(station, studio), (station, studio.browse())}:
                off = lost.setdefault(key, {"count": 0})
                off[part.code] = off.get(part.code, 0) + points
                off["count"] += count
        return lost

    def _add_success_rates(self, rows):
        """The mediation success rate of each unit in the month (QUA-05)."""
        rates = self.env["rights.mediation.success"]._read_group(
            [("month", "=", self.month)], ["station_id"], ["settled:sum", "terminated:sum"]
        )
        rates = {
            station: round(100.0 * good / (good + bad), 2)
            for station, good, bad in rates
            if good + bad
        }
        for (station, studio), vals in rows.items():
            vals["success_rate"] = 0 if studio else rates.get(station, 0)
