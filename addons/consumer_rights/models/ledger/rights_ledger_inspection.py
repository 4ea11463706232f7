from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.china_time import china_date

SAMPLE = 10


class RightsLedgerInspection(models.Model):
    """A check of a merchant's ledger by its station, by sampling (备查, MER-12).

    who                               may
    station officer, dispatcher       make and read, own unit and below
    nobody                            change or remove one

    The sample is drawn when the inspection is made and stays with it.
    """

    _name = "rights.ledger.inspection"
    _description = "Inspection of a ledger"
    _order = "id desc"
    _rec_name = "merchant_id"

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", "Officer", readonly=True, default=lambda self: self.env.user
    )
    at = fields.Datetime("Time", readonly=True, default=fields.Datetime.now)
    day_from = fields.Date(
        "From", required=True, default=lambda self: china_date().replace(month=1, day=1)
    )
    day_to = fields.Date("To", required=True, default=lambda self: china_date())
    entry_count = fields.Integer("Entries in the period", readonly=True)
    entry_ids = fields.Many2many(
        "rights.merchant.ledger",
        "rights_ledger_inspection_entry_rel",
        "inspection_id",
        "entry_id",
        "Sample",
        readonly=True,
    )
    result = fields.Selection(
        [("sound", "In order"), ("faults", "With faults")], required=True, default="sound"
    )
    finding = fields.Text("What was found")
    guidance = fields.Text("Guidance given")

    @api.model_create_multi
    def create(self, vals_list):
        units = self.env.user.rights_supervised_station_ids
        inspections = super().create(vals_list)
        for inspection in inspections:
            if inspection.merchant_id.station_id not in units and not self.env.su:
                raise UserError(
                    self.env._(
                        "%(merchant)s is supervised by another unit.",
                        merchant=inspection.merchant_id.name,
                    )
                )
            if inspection.result == "faults" and not inspection.finding:
                raise UserError(self.env._("Say what was found."))
            inspection._draw()
        return inspections

    def _draw(self):
        entries = self.env["rights.merchant.ledger"].sudo()  # of a merchant of the own unit
        domain = Domain("merchant_id", "=", self.merchant_id.id)
        domain &= Domain("entry_date", ">=", self.day_from)
        domain &= Domain("entry_date", "<=", self.day_to)
        count = entries.search_count(domain)
        step = max(count // SAMPLE, 1)
        ids = entries.search(domain, order="id").ids[::step][:SAMPLE]
        self.sudo().write(
            {
                "entry_count": count,
                "entry_ids": [(6, 0, ids)],
                "user_id": self.env.uid,
                "at": fields.Datetime.now(),
            }
        )

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("An inspection stays as it was recorded."))
        return super().write(vals)
