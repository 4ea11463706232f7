import csv

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import file_open


class RightsDeadlineEvent(models.Model):
    """Something that happens to a case and starts or stops clocks.

    Steps and results of the case line name the events they bring about, so a new step of a
    business administrator starts and stops clocks without code.
    """

    _name = "rights.deadline.event"
    _inherit = ["rights.code.mixin", "rights.remembered"]
    _description = "Event of the clocks"

    moment = fields.Selection(
        [
            ("now", "When it happens"),
            ("received", "When the matter was received"),
            ("accepted", "When the matter was accepted"),
        ],
        default="now",
        required=True,
        help="From when a clock counts that this event starts. In a later cycle the receipt is the "
        "beginning of the cycle.",
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another event has this code.")

    @api.model
    def _load_line(self):
        """Give the delivered steps, results and channels what line.csv says of them.

        They are records of the case line and may have been edited by the centre: only the fields
        named in the file are written, once, at installation and by the upgrade that brings them.
        """
        with file_open("consumer_rights/data/deadline/line.csv") as file:
            rows = list(csv.DictReader(file))
        events = {event.code: event.id for event in self.search([])}
        for row in rows:
            record = self.env.ref(f"consumer_rights.{row['record']}", raise_if_not_found=False)
            if not record:
                continue  # the centre removed it
            value = True
            if record._fields[row["field"]].type == "many2many":
                value = [Command.set([events[code] for code in row["value"].split()])]
            record.write({row["field"]: value})


class RightsDeadlinePauseReason(models.Model):
    """A legal reason for which time is not counted (LIM-08)."""

    _name = "rights.deadline.pause.reason"
    _inherit = "rights.code.mixin"
    _description = "Reason for a pause"

    law = fields.Char("Legal basis", translate=True)

    _code_unique = models.Constraint("UNIQUE (code)", "Another reason has this code.")
