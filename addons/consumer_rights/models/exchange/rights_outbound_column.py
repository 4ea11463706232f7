import csv

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import file_open

CONTENTS = [
    ("external_number", "Number of the sender"),
    ("case_number", "Our number"),
    ("kind", "What goes back"),
    ("occurred_at", "When it happened"),
    ("due_day", "Reply by"),
    ("unit", "Responsible unit"),
    ("unit_phone", "Phone of the unit"),
    ("decision", "Decision on acceptance"),
    ("outcome", "Result"),
    ("text", "Text"),
    ("amount_recovered", "Recovered loss"),
    ("constant", "Always the same"),
]


class RightsOutboundColumn(models.Model):
    """One column of the sender's table, and what of an item stands in it (INT-20)."""

    _name = "rights.outbound.column"
    _description = "Column of a return table"
    _inherit = "rights.configured"
    _order = "channel_id, sequence, id"

    channel_id = fields.Many2one("rights.channel", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char("Name of the column", required=True, help="As the sender writes it.")
    content = fields.Selection(CONTENTS, required=True)
    constant = fields.Char()
    words = fields.Text(
        "Their words", help="One line each: our word = their word, such as result = 办结"
    )

    _name_unique = models.Constraint(
        "UNIQUE (channel_id, name)", "The table has this column already."
    )

    @api.constrains("words")
    def _check_words(self):
        for column in self:
            if any("=" not in line for line in (column.words or "").splitlines() if line.strip()):
                raise ValidationError(self.env._("One line each: our word = their word."))

    def _get_words(self):
        pairs = (line.partition("=") for line in (self.words or "").splitlines())
        return {ours.strip(): theirs.strip() for ours, _sign, theirs in pairs}

    def _cell(self, item):
        """What stands in this column for an item, as text."""
        self.ensure_one()
        if self.content == "constant":
            return self.constant or ""
        key, text = getattr(item, f"_say_{self.content}")()
        return self._get_words().get(key, text)


class RightsChannel(models.Model):
    """The way back to a sender: its table, and how its answer is read."""

    _inherit = "rights.channel"

    has_way_back = fields.Boolean(
        "Way back", help="What is decided and done goes back to the sender (INT-20)."
    )
    outbound_format = fields.Selection(
        [("xlsx", "Excel workbook"), ("csv", "CSV file")],
        "Form of the table",
        default="xlsx",
        required=True,
    )
    outbound_column_ids = fields.One2many("rights.outbound.column", "channel_id", "Columns")
    answer_number_column = fields.Char("Column of the number")
    answer_state_column = fields.Char("Column of the answer")
    answer_reason_column = fields.Char("Column of the reason")
    answer_confirmed_words = fields.Char(
        "Words for confirmed", help="Separated by commas; every other word is a rejection."
    )

    @api.model
    def _load_way_back(self):
        """Give the delivered channels and steps what way_back.csv says of them.

        They belong to the centre and may have been edited: only the fields named in the file are
        written, once, at installation and by the upgrade that brings them.
        """
        with file_open("consumer_rights/data/exchange/way_back.csv") as file:
            for row in csv.DictReader(file):
                record = self.env.ref(f"consumer_rights.{row['record']}", raise_if_not_found=False)
                if record:  # the centre may have removed it
                    record.write({row["field"]: row["value"] or True})

    @api.constrains("has_way_back", "outbound_column_ids")
    def _check_way_back(self):
        for channel in self.filtered("outbound_column_ids"):
            if "external_number" not in channel.outbound_column_ids.mapped("content"):
                raise ValidationError(
                    self.env._("The table needs a column with the number of the sender.")
                )
