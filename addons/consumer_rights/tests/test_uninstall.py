from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..hooks import uninstall_hook


@tagged("post_install", "-at_install")
class TestUninstall(TransactionCase):
    def test_rows_that_others_point_at_can_be_deleted(self):
        """Uninstalling deletes divisions before the classes that name them, without an error."""
        division = self.env["rights.division"].create({"name": "测试处", "code": "test_division"})
        category = self.env["rights.category"].create(
            {
                "name": "测试类别",
                "code": "test_class",
                "kind": "goods",
                "division_id": division.id,
            }
        )
        self.env.flush_all()
        uninstall_hook(self.env)
        self.env.cr.execute(SQL("DELETE FROM rights_division WHERE id = %s", division.id))
        keys = self.env.execute_query(
            SQL(
                "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid IN %s",
                tuple(self.table_oid(name) for name in ("rights_case", "rights_post")),
            )
        )
        self.assertEqual(keys, [])
        self.assertTrue(category.exists())

    def table_oid(self, name):
        return self.env.execute_query(SQL("SELECT %s::regclass::oid", name))[0][0]
