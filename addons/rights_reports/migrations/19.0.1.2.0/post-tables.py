"""T5, T7, T8 and T9 are counted as Annex C has them; the packs of a month and a quarter hold T9.

Tables and packs are the centre's own data, which an update does not touch: what it was shipped
with is exchanged, what somebody changed stays.
"""

from odoo import SUPERUSER_ID, api
from odoo.fields import Command

OLD_COLUMNS = (
    *("table_t7_settled", "table_t7_self_settled", "table_t7_recovered"),
    *("table_t7_satisfaction_rate", "table_t8_received_complaint", "table_t8_settled"),
    *("table_t8_escalated", "table_t8_recovered"),
)
PARTS = {
    "filed_report": "concluded_report",
    "not_filed_report": "concluded_report",
    "clocks_met": "clocks_due",
    "clocks_late": "clocks_due",
}
OLD_T8 = "[('station_id.level', 'in', ['service_station', 'service_point'])]"


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})

    def ref(name, model):
        return env.ref(f"rights_reports.{name}", raise_if_not_found=False) or env[model]

    for name in OLD_COLUMNS:
        ref(name, "rights.report.column").unlink()
    ref("table_t7", "rights.report.table").write({"whose": "merchant"})
    ref("table_t7_received_complaint", "rights.report.column").write({"sequence": 40})
    t8 = ref("table_t8", "rights.report.table")
    if t8.matters == OLD_T8:
        t8.matters = "[]"
    for part, whole in PARTS.items():
        whole = ref(f"indicator_{whole}", "rights.indicator")
        ref(f"indicator_{part}", "rights.indicator").write({"part_of_id": whole.id})
    t9 = ref("table_t9", "rights.report.table")
    for name in ("pack_month", "pack_quarter"):
        ref(name, "rights.pack").write({"table_ids": [Command.link(t9.id)]})
