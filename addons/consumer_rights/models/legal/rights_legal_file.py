from odoo import fields, models

from ...tools.china_time import china_date

CLASSES = [
    ("consultation", "Legal consultation"),
    ("support", "Litigation support"),
    ("aid", "Legal aid and agency"),
    ("volunteer", "Volunteers"),
]


class RightsLegalFile(models.Model):
    """One entry of the legal services studio's own archive class (LAW-08, ARC-08).

    A record is filed when it is closed and stays as it was from then on.

    who                     may
    legal adviser           read, own unit
    archivist, unit head    read, own unit and below
    nobody                  change or remove
    """

    _name = "rights.legal.file"
    _inherit = ["rights.append.only"]
    _description = "Legal file"
    _order = "id desc"

    name = fields.Char("File number", required=True)
    archive_class = fields.Selection(CLASSES, "Archive class", required=True, index=True)
    title = fields.Char(required=True)
    station_id = fields.Many2one("rights.station", "Unit", required=True, index=True)
    filed_on = fields.Date("Put on file on", required=True)
    filed_by_id = fields.Many2one("res.users", "Put on file by", required=True, ondelete="restrict")
    res_model = fields.Char("Technical record type", required=True)
    res_id = fields.Many2oneReference("Record id", model_field="res_model", required=True)

    _one_per_record = models.UniqueIndex("(res_model, res_id)", "This record is filed already.")

    def _file(self, record):
        """Give a closed record its number in the archive class."""
        number = self.env["ir.sequence"].sudo()  # whoever closes a record numbers its file
        return self._append(
            [
                {
                    "name": number.next_by_code("rights.legal.file", sequence_date=china_date()),
                    "archive_class": record._archive_class,
                    "title": record.display_name,
                    "station_id": record.station_id.id,
                    "filed_on": china_date(),
                    "filed_by_id": self.env.uid,
                    "res_model": record._name,
                    "res_id": record.id,
                }
            ]
        )

    def action_open_record(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.title,
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
