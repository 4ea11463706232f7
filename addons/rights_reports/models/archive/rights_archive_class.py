from datetime import date, datetime, time

from odoo import api, fields, models
from odoo.addons.consumer_rights.models.legal.rights_legal_file import CLASSES
from odoo.exceptions import ValidationError

# any hour of a day in China that is the same day in UTC
NOON = time(4)


class RightsArchiveClass(models.Model):
    """One of the four classes of the archive, or a sub-class of one (ARC-01, ARC-08, ARC-11).

    who                      may
    archivist, legal, heads  read
    business administrator   write: sub-classes and how long each is kept

    What the sources set no period for is kept without limit until an administrator sets one.
    """

    _name = "rights.archive.class"
    _inherit = ["rights.code.mixin"]
    _description = "Archive class"
    _order = "sequence, id"

    parent_id = fields.Many2one("rights.archive.class", "Class", index=True, ondelete="restrict")
    child_ids = fields.One2many("rights.archive.class", "parent_id", "Sub-classes")
    collects = fields.Selection(
        [
            ("dossier", "Sealed dossiers"),
            ("ledger", "Ledgers of matters"),
            ("legal", "Legal files"),
        ],
        help="What of the system a volume of this sub-class takes up at the push of a button.",
    )
    legal_class = fields.Selection(
        CLASSES,
        "Class of legal files",
        help="Such volumes belong to the legal services studio (ARC-08).",
    )
    # how long
    is_unlimited = fields.Boolean("Kept without limit", default=True)
    retention_years = fields.Integer("Years", help="Full calendar years after the record.")
    retention_limit = fields.Char(
        "At least the time limit",
        help="Code of a time limit that is observed besides, such as TL-30 for merchant ledgers.",
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another archive class has this code.")
    _years_positive = models.Constraint("CHECK (retention_years >= 0)", "Years cannot be negative.")
    _limited_says_how = models.Constraint(
        "CHECK (is_unlimited OR retention_years > 0 OR retention_limit IS NOT NULL)",
        "Say for how many years, or by which time limit, this class is kept.",
    )

    @api.depends("name", "parent_id.name")
    def _compute_display_name(self):
        for one in self:
            one.display_name = " / ".join(filter(None, (one.parent_id.name, one.name)))

    @api.constrains("parent_id")
    def _check_depth(self):
        if self.filtered(lambda one: one.parent_id.parent_id or one == one.parent_id):
            raise ValidationError(self.env._("A sub-class has no sub-classes of its own."))

    @api.constrains("retention_limit")
    def _check_limit(self):
        policies = self.env["rights.deadline.policy"].sudo()  # whether there is one is no secret
        for one in self.filtered("retention_limit"):
            if not policies.search_count([("code", "=", one.retention_limit)], limit=1):
                raise ValidationError(
                    self.env._("There is no time limit %(code)s.", code=one.retention_limit)
                )

    def _keep_until(self, day):
        """The last day on which a record of this day is kept; None when there is none (ARC-11)."""
        self.ensure_one()
        if self.is_unlimited:
            return None
        days = []
        if self.retention_years:
            days.append(date(day.year + self.retention_years, 12, 31))
        if self.retention_limit:
            policies = self.env["rights.deadline.policy"].sudo()
            due_day = policies._due_day(self.retention_limit, datetime.combine(day, NOON))
            if not due_day:  # nobody knows until when: it stays
                return None
            days.append(due_day)
        return max(days)
