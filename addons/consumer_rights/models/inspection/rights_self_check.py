from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL

from ...tools.china_time import china_date
from ...tools.filing_text import clean_line
from .rights_covert_line import RESULTS

# what a service station looks at in the house of its host (INS-11)
SELF_ITEMS = [
    ("quality", "Quality of the goods"),
    ("packaging", "Packaging"),
    ("label", "Labels"),
    ("publicity", "Publicity"),
    ("advertising", "Advertising"),
]
LONGEST_NOTE = 500
SHOWN = 12


class RightsSelfCheck(models.Model):
    """The regular look of a service station at its host: five items, one record a month (INS-11).

    who                           may
    liaison, in the portal        enter the record of the month, once
    station officer, dispatcher   enter one that was made on paper, own unit and below
    staff                         read

    What was entered stays. A month without one is listed with the other missed periods.
    """

    _name = "rights.self.check"
    _inherit = ["rights.own.unit"]
    _description = "Self-check of a service station"
    _order = "month desc, id desc"

    profile_id = fields.Many2one(
        "rights.station.profile",
        "Service station",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("merchant_id", "!=", False)],
    )
    station_id = fields.Many2one(
        related="profile_id.station_id", store=True, index=True, string="Unit"
    )
    merchant_id = fields.Many2one(related="profile_id.merchant_id", store=True, string="Host")
    month = fields.Date(
        "Month from",
        required=True,
        default=lambda self: self._period_start(china_date()),
        help="First day of the month.",
    )
    checked_on = fields.Date("Looked at on", required=True, default=lambda self: china_date())
    line_ids = fields.One2many("rights.self.check.line", "check_id", "Items")
    fault_count = fields.Integer("Faults found", compute="_compute_fault_count", store=True)
    entered_by_id = fields.Many2one(
        "res.users",
        "Entered by",
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )

    _once = models.UniqueIndex(
        "(profile_id, month)", "The self-check of this month is entered already."
    )

    @api.depends("profile_id.name", "month")
    def _compute_display_name(self):
        for check in self:
            check.display_name = f"{check.profile_id.name} {check.month or ''}"

    @api.depends("line_ids.result")
    def _compute_fault_count(self):
        for check in self:
            check.fault_count = len(check.line_ids.filtered(lambda line: line.result == "fault"))

    @api.model
    def default_get(self, fields_list):
        """A new record asks for all five items."""
        values = super().default_get(fields_list)
        if "line_ids" in fields_list:
            values["line_ids"] = [Command.create({"item": item}) for item, _label in SELF_ITEMS]
        return values

    @api.model
    def _months(self):
        """How long a period is; one month, unless an administrator says else."""
        months = self.env["rights.network.parameter"]._value("self_check_months")
        return min(max(months, 1), 12)

    @api.model
    def _period_start(self, day):
        months = self._months()
        return date(day.year, (day.month - 1) // months * months + 1, 1)

    @api.constrains("month", "checked_on")
    def _check_days(self):
        for check in self:
            if check.checked_on > china_date():
                raise ValidationError(self.env._("A check is entered once it was made."))
            if check.month != self._period_start(check.checked_on):
                raise ValidationError(
                    self.env._(
                        "The day of the check lies outside its month, %(month)s.", month=check.month
                    )
                )

    @api.constrains("profile_id")
    def _check_host(self):
        for check in self:
            if not check.profile_id.merchant_id:
                raise ValidationError(
                    self.env._("%(station)s has no host to look at.", station=check.profile_id.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        checks._check_complete()
        return checks

    def _check_complete(self):
        labels = dict(self.line_ids._fields["item"]._description_selection(self.env))
        for check in self:
            results = {line.item: line for line in check.line_ids}
            for item, label in labels.items():
                line = results.get(item)
                if not line or not line.result:
                    raise ValidationError(
                        self.env._("Fill in every item. Empty: %(item)s.", item=label)
                    )
                if line.result == "fault" and not line.note:
                    raise ValidationError(self.env._("Say what was found: %(item)s.", item=label))

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("A self-check stays as it was entered."))
        return super().write(vals)

    # -- the portal: in superuser mode, on a station that the account serves ---------------------

    @api.model
    def _page_of(self, profile):
        """What the liaison sees: the last ones, and whether this month's is still to be made."""
        checks = self.search([("profile_id", "=", profile.id)], limit=SHOWN)
        start = self._period_start(china_date())
        is_due = bool(profile.merchant_id) and start not in checks.mapped("month")
        return {"checks": checks, "month": start, "is_due": is_due}

    @api.model
    def _enter_of(self, profile, given):
        """Enter the self-check of this month, once.

        :param given: {item: result, "<item>_note": text}
        """
        self.env.execute_query(  # of two clicks one waits
            SQL("SELECT 1 FROM rights_station_profile WHERE id = %s FOR UPDATE", profile.id)
        )
        if not self._page_of(profile)["is_due"]:
            raise UserError(self.env._("The self-check of this month is entered already."))
        lines = [
            {
                "item": item,
                "result": given.get(item) if given.get(item) in dict(RESULTS) else False,
                "note": clean_line(given.get(f"{item}_note"))[:LONGEST_NOTE] or False,
            }
            for item, _label in SELF_ITEMS
        ]
        return self.create(
            {"profile_id": profile.id, "line_ids": [Command.create(line) for line in lines]}
        )

    # -- missed months ----------------------------------------------------------------------------

    @api.model
    def _missed_query(self, today):
        """Whole periods since a station with a host is there, without its self-check."""
        return SQL(
            """
            SELECT 'self_check', profile.station_id, NULL::integer, began::date,
                   (began + %(length)s::interval)::date - 1
              FROM rights_station_profile profile,
                   generate_series(date_trunc('year', profile.date_from), %(today)s::date,
                                   %(length)s::interval) AS began
             WHERE profile.active AND profile.merchant_id IS NOT NULL
               AND began >= profile.date_from
               AND began + %(length)s::interval <= %(today)s::date
               AND NOT EXISTS (SELECT FROM rights_self_check done
                                WHERE done.profile_id = profile.id
                                  AND done.month >= began::date
                                  AND done.month < (began + %(length)s::interval)::date)
            """,
            length=f"{self._months()} months",
            today=today,
        )


class RightsSelfCheckLine(models.Model):
    """One of the five items of a self-check."""

    _name = "rights.self.check.line"
    _description = "Item of a self-check"
    _order = "check_id, id"
    _rec_name = "item"

    check_id = fields.Many2one("rights.self.check", required=True, index=True, ondelete="cascade")
    item = fields.Selection(SELF_ITEMS, "Item looked at", required=True)
    result = fields.Selection(RESULTS, "Found")
    note = fields.Char("What was seen")

    _once = models.UniqueIndex("(check_id, item)", "This item is in the record already.")

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("A self-check stays as it was entered."))
        return super().write(vals)


class RightsMissedPeriod(models.Model):
    """Months in which a service station did not look at its host (INS-11)."""

    _inherit = "rights.missed.period"
    _depends = {
        "rights.station.profile": ["active", "date_from", "merchant_id", "station_id"],
        "rights.self.check": ["profile_id", "month"],
    }

    kind = fields.Selection(selection_add=[("self_check", "Service station: no self-check")])

    @api.model
    def _get_parts(self, today):
        missed = self.env["rights.self.check"]._missed_query(today)
        return [*super()._get_parts(today), missed]
