import base64
import csv
import io

from odoo.addons.consumer_rights.tools.table_reader import open_table

from .common import RightsCommon


class ImportCommon(RightsCommon):
    """Uploads files as the business administrator and runs the job as the scheduler would."""

    SOURCE = "测试来源"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.users["business_admin"]
        cls.admin.lang = "en_US"  # the job speaks the uploader's language
        cls.cron = cls.env.ref("consumer_rights.rights_import_cron")

    @staticmethod
    def csv_bytes(names, rows, encoding="utf-8"):
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(names)
        writer.writerows(rows)
        return text.getvalue().encode(encoding)

    def upload(self, content, login="business_admin", **vals):
        """An import that has read this file (bytes, or names and rows)."""
        if isinstance(content, tuple):
            content = self.csv_bytes(*content)
        record = self.as_user(login, self.env["rights.import"]).create(
            {
                "file": base64.b64encode(content),
                "file_name": "文件.csv",
                "source_name": self.SOURCE,
                "station_id": self.stations["station_a1"].id,
                **vals,
            }
        )
        record.action_read_file()
        return record

    def run_job(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def run_import(self, content, **vals):
        record = self.upload(content, **vals)
        record.action_start()
        self.run_job()
        return record

    def cases_of(self, record):
        return self.env["rights.case"].search([("import_id", "=", record.id)], order="id")

    def figures(self, record):
        return (record.created_count, record.skipped_count, record.failed_count)

    def targets(self, record):
        return [(line.column_name, line.target) for line in record.mapping_line_ids]

    def map_column(self, record, column, target):
        record.mapping_line_ids.filtered(lambda line: line.column_name == column).target = target

    def map_value(self, record, target, word, meaning):
        field = {"stage": "stage_id", "nature": "category_id", "kind": "kind"}[target]
        record[f"{target}_value_ids"].filtered(lambda v: v.source_value == word)[field] = meaning

    @staticmethod
    def read_workbook(content):
        with open_table(content) as table:
            return [column.name for column in table.columns], [row.cells for row in table.rows()]
