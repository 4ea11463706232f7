from odoo import fields, models

from .rights_merchant_ledger import LEVELS


class RightsLedgerPart(models.AbstractModel):
    """A row that is appended to a ledger entry: it never changes, and goes only with its entry."""

    _name = "rights.ledger.part"
    _description = "Appended to a ledger entry"
    _inherit = ["rights.append.only"]

    entry_id = fields.Many2one(
        "rights.merchant.ledger", required=True, index=True, ondelete="cascade"
    )
    at = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", "By", required=True, ondelete="restrict", default=lambda self: self.env.user
    )

    def init(self):
        """The table refuses every change, and the removal of a row whose entry is there."""
        super().init()
        if not self._auto or self._abstract:
            return
        self.env.cr.execute("""
            CREATE OR REPLACE FUNCTION rights_ledger_part_keep() RETURNS trigger AS $$
            BEGIN
                IF TG_OP = 'UPDATE'
                   OR EXISTS (SELECT 1 FROM rights_merchant_ledger WHERE id = OLD.entry_id) THEN
                    RAISE EXCEPTION 'append-only table %', TG_TABLE_NAME;
                END IF;
                RETURN OLD;
            END $$ LANGUAGE plpgsql""")
        self.env.cr.execute(f"""
            CREATE OR REPLACE TRIGGER {self._table}_append_only
            BEFORE UPDATE OR DELETE ON {self._table}
            FOR EACH ROW EXECUTE FUNCTION rights_ledger_part_keep()""")


class RightsMerchantLedgerLevel(models.Model):
    """What one level of the merchant did about a complaint (三级接待, MER-08, MER-20).

    Service staff, then the head of the department, then the head of the enterprise: each logs its
    handling before the complaint leaves the merchant. Who was approached first is responsible
    until the next level takes over.
    """

    _name = "rights.merchant.ledger.level"
    _description = "Reception of a complaint at a merchant"
    _inherit = ["rights.ledger.part"]
    _order = "entry_id, id"
    _rec_name = "level"

    level = fields.Selection(LEVELS, required=True)
    person = fields.Char(required=True)
    handling = fields.Text(required=True)
