from odoo import fields, models


class RightsArchiveEntry(models.Model):
    """The ledger of the archive: what happened to each volume, line by line, for good (ARC-11).

    A volume that was destroyed still stands here with its title, its extent and the number of the
    certificate.

    who                      may
    archivist, heads         read, own units and below
    auditor                  read
    nobody                   change or remove
    """

    _name = "rights.archive.entry"
    _inherit = ["rights.append.only"]
    _description = "Ledger of the archive"
    _order = "id desc"
    _rec_name = "volume_number"

    volume_id = fields.Many2one(
        "rights.archive.volume", required=True, index=True, ondelete="restrict"
    )
    station_id = fields.Many2one("rights.station", "Unit", required=True, index=True)
    at = fields.Datetime("When", required=True)
    user_id = fields.Many2one("res.users", "Who", required=True, ondelete="restrict")
    kind = fields.Selection(
        [
            ("closed", "Bound and put on the shelf"),
            ("placed", "Moved"),
            ("held", "Put on hold"),
            ("released", "Hold lifted"),
            ("kept", "Appraised: kept longer"),
            ("destroyed", "Destroyed"),
        ],
        "What",
        required=True,
        index=True,
    )
    text = fields.Char("Details")
    number = fields.Char("Paper")
    # what it was, also when the volume itself is gone
    volume_number = fields.Char(required=True, index=True)
    title = fields.Char(required=True)
    class_name = fields.Char("Archive class", required=True)
    year = fields.Integer(required=True, aggregator=None)
    item_count = fields.Integer("Papers held")
    page_count = fields.Integer("Pages")
