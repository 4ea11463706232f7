from odoo import models

FIGURES = ("received", "settled", "escalated", "amount")
WORDS = ("hot_spots", "measures", "suggestions")


class RightsPack(models.Model):
    """Beside T8 stands what each service station wrote: hot topics and measures (DOC-31)."""

    _inherit = "rights.pack"

    def _filled(self, span):
        filled = super()._filled(span)
        if "T8" in filled:
            filled["T8-stations"] = self.with_user(self.user_id)._fill_stations(span)
        return filled

    def _fill_stations(self, span):
        """The reports of the service stations below the unit that were handed in for the period."""
        reports = self.env["rights.station.report"].search(
            [
                ("state", "=", "submitted"),
                ("station_id", "child_of", self.station_id.id),
                ("day_from", ">=", span.first),
                ("day_to", "<=", span.last),
            ],
            order="district_id, profile_id, day_from",
        )
        return {
            "code": "T8-stations",
            "name": self.env._("Hot topics and measures of service stations"),
            "station": self.station_id.name,
            "row_label": self.env._("Service station"),
            "first": str(span.first),
            "last": str(span.last),
            "columns": [
                {
                    "key": name,
                    "label": reports._fields[name]._description_string(self.env),
                    "kind": "words" if name in WORDS else "figure",
                    "unit": "yuan" if name == "amount" else "number",
                }
                for name in (*FIGURES, *WORDS)
            ],
            "rows": [
                {
                    "key": report.id,
                    "label": report.profile_id.name,
                    "values": [report[name] for name in (*FIGURES, *WORDS)],
                }
                for report in reports
            ],
            "definitions": [],
        }
