from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.china_time import china_date


class RightsSuggestionBox(models.Model):
    """A box for suggestions, opened every week; what lies in it becomes a matter (OPN-09).

    who                     may
    staff                   read
    business administrator  set up
    """

    _name = "rights.suggestion.box"
    _description = "Suggestion box"
    _order = "station_id, id"

    name = fields.Char("Place", required=True)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    active = fields.Boolean(default=True)
    date_from = fields.Date("Stands since", required=True, default=lambda self: china_date())
    opening_ids = fields.One2many("rights.suggestion.box.opening", "box_id", "Openings")


class RightsSuggestionBoxOpening(models.Model):
    """One opening of a box: when, by whom, with whom, and what lay in it.

    who                                        may
    staff                                      read
    reception: clerk, operator, station, head  open the boxes of their own unit
    """

    _name = "rights.suggestion.box.opening"
    _description = "Opening of a suggestion box"
    _inherit = "rights.own.unit"
    _order = "opened_at desc, id desc"
    _rec_name = "opened_at"

    box_id = fields.Many2one(
        "rights.suggestion.box", required=True, index=True, ondelete="restrict"
    )
    station_id = fields.Many2one(related="box_id.station_id", store=True, index=True)
    opened_at = fields.Datetime("Box opened at", required=True, default=fields.Datetime.now)
    opened_on = fields.Date(compute="_compute_opened_on", store=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        "Opened by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    witness = fields.Char("Opened together with", required=True)
    sheet_ids = fields.One2many("rights.suggestion.sheet", "opening_id", "Sheets found")
    has_unregistered = fields.Boolean(compute="_compute_has_unregistered")
    note = fields.Char()

    @api.depends("opened_at")
    def _compute_opened_on(self):
        for opening in self:
            opening.opened_on = china_date(opening.opened_at)

    @api.depends("sheet_ids.case_id")
    def _compute_has_unregistered(self):
        for opening in self:
            opening.has_unregistered = not all(sheet.case_id for sheet in opening.sheet_ids)

    @api.constrains("opened_at")
    def _check_opened_at(self):
        for opening in self:
            if opening.opened_at > fields.Datetime.now():
                raise ValidationError(self.env._("A box cannot have been opened in the future."))

    def action_register(self):
        """Every sheet becomes a suggestion matter of the unit (OPN-09)."""
        self.check_access("write")
        for sheet in self.sheet_ids.filtered(lambda row: not row.case_id):
            matter = self.env["rights.case"]._register_suggestion(
                sheet.text, station=sheet.opening_id.station_id, channel="visit"
            )
            sheet.sudo().case_id = matter
        return True


class RightsSuggestionSheet(models.Model):
    """A sheet that lay in the box."""

    _name = "rights.suggestion.sheet"
    _description = "Sheet in a suggestion box"
    _order = "id"
    _rec_name = "text"

    opening_id = fields.Many2one(
        "rights.suggestion.box.opening", required=True, index=True, ondelete="cascade"
    )
    station_id = fields.Many2one(related="opening_id.station_id")
    text = fields.Text("What it says", required=True)
    case_id = fields.Many2one("rights.case", readonly=True, ondelete="restrict")

    def write(self, vals):
        if not self.env.su and ("case_id" in vals or self.sudo().case_id):
            raise AccessError(self.env._("A sheet that became a matter stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_registered(self):
        if self.case_id:
            raise UserError(self.env._("A sheet that became a matter stays."))
