"""Tables, packs and indicators of a centre of an earlier release (design D14)."""

import importlib.util
from pathlib import Path

from odoo.fields import Command
from odoo.tests import tagged

from .figures_common import FiguresCommon

SCRIPTS = Path(__file__).parents[1] / "migrations"
OLD_T8 = "[('station_id.level', 'in', ['service_station', 'service_point'])]"
OLD = {
    "T7": ("settled", "self_settled", "recovered", "satisfaction_rate"),
    "T8": ("received_complaint", "settled", "escalated", "recovered"),
}


@tagged("post_install", "-at_install")
class TestTablesUpgrade(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipped = {code: cls.table(code).column_ids.mapped("indicator_id.code") for code in OLD}
        for code, names in OLD.items():
            for name in names:
                column = cls.env["rights.report.column"].create(
                    {"table_id": cls.table(code).id, "indicator_id": cls.indicator(name).id}
                )
                cls.env["ir.model.data"].create(
                    {
                        "module": "rights_reports",
                        "name": f"table_{code.lower()}_{name}",
                        "model": column._name,
                        "res_id": column.id,
                        "noupdate": True,
                    }
                )
        cls.table("T7").whose = "matter"
        cls.table("T8").matters = OLD_T8
        cls.packs = cls.env.ref("rights_reports.pack_month") | cls.env.ref(
            "rights_reports.pack_quarter"
        )
        cls.packs.table_ids = [Command.unlink(cls.table("T9").id)]
        (cls.indicator("filed_report") | cls.indicator("clocks_met")).part_of_id = False

    def upgrade(self, name="19.0.1.2.0/post-tables.py"):
        spec = importlib.util.spec_from_file_location("migration", SCRIPTS / name)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.flush_all()
        self.env.invalidate_all()

    def test_annex_c_tables_of_before(self):
        for _again in range(2):
            self.upgrade()
            for code, shipped in self.shipped.items():
                self.assertEqual(self.table(code).column_ids.mapped("indicator_id.code"), shipped)
            self.assertEqual((self.table("T7").whose, self.table("T8").matters), ("merchant", "[]"))
            for pack in self.packs:
                self.assertIn(self.table("T9"), pack.table_ids)
            self.assertEqual(self.indicator("filed_report").part_of_id.code, "concluded_report")
            self.assertEqual(self.indicator("clocks_met").part_of_id.code, "clocks_due")

    def test_annex_c_what_somebody_changed_stays(self):
        own = "[('station_id.level', '=', 'service_point')]"
        self.table("T8").matters = own
        self.env.ref("rights_reports.pack_quarter").unlink()
        self.upgrade()
        self.assertEqual(self.table("T8").matters, own)

    def test_reg_23_history_leaves_what_is_in_hand(self):
        """REG-23: the indicator as it was shipped is exchanged; one that was changed stays."""
        in_hand = self.indicator("open_complaint")
        names = ("domain", "since_fields", "definition")
        shipped = in_hand.read(names)
        before = {
            "domain": "[('kind', '=', 'complaint'), '|', ('concluded_at', '!=', False), "
            "('is_closed', '=', False)]",
            "since_fields": "concluded_at",
            "definition": "Complaints registered before the end of the period and not concluded "
            "by then.",
        }
        in_hand.write(before)
        for _again in range(2):
            self.upgrade("19.0.1.3.0/pre-in_hand.py")
            self.assertEqual(in_hand.read(names), shipped)
        in_hand.write({"domain": "[('kind', '=', 'complaint')]"})
        self.upgrade("19.0.1.3.0/pre-in_hand.py")
        self.assertEqual(in_hand.domain, "[('kind', '=', 'complaint')]")
