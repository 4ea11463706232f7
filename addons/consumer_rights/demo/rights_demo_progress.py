from odoo import api, models
from odoo.tools import SQL
from odoo.tools.misc import split_every

from .rights_demo_cases import _utc

BATCH = 2000
COLUMNS = "case_id kind_id at name text date way told_at".split()


class RightsDemo(models.AbstractModel):
    """What the people of the planned year were told of their matters, in the minute it happened."""

    _inherit = "rights.demo"

    def _load_progress(self, plans):
        kinds = {
            stage.code: kind
            for kind in self.env["rights.progress.kind"].search([])
            for stage in kind.stage_ids
        }
        units = {unit.code: unit.name for unit in self._stations().values()}
        rows = [
            self._progress_row(plan, event, kinds[event["stage_to"]], units)
            for plan in plans
            if not plan.vals.get("is_history") and not plan.case.is_anonymous
            for event in plan.events
            if event["type"] == "moved" and event["stage_to"] in kinds
        ]
        for batch in split_every(BATCH, rows, list):
            self.env.execute_query(
                SQL(
                    "INSERT INTO rights_case_progress (%s) VALUES %s RETURNING id",
                    SQL(", ").join(SQL.identifier(name) for name in COLUMNS),
                    SQL(", ").join(SQL("%s", row) for row in batch),
                )
            )
        self.env["rights.case.progress"].invalidate_model()

    @api.model
    def _progress_row(self, plan, event, kind, units):
        case, at = plan.case, _utc(event["at"])
        date = case.promised_date if "{日期}" in kind.text else None
        text = kind._fill(date, units[event["unit"]])
        way = "portal" if case._has_portal() else "phone"
        return (case.id, kind.id, at, kind.title, text, date or None, way, at)
