from odoo import fields, models
from odoo.exceptions import AccessError, ValidationError

from ...tools.china_time import china_date

ITEMS = [
    ("premises", "Dedicated premises"),
    ("liaison", "Dedicated liaison"),
    ("plaque", "Uniform plaque"),
    ("rules", "Standard work rules"),
    ("records", "Complete acceptance records"),
]
CHECKED = frozenset(("result", "note", "photo"))


class RightsStationFiveHave(models.Model):
    """One of the five-haves of a station: its last result, with the evidence (STN-02).

    who                            may
    staff                          read
    station officer, dispatcher    check stations of the own unit and below

    What is not met opens a rectification.
    """

    _name = "rights.station.five.have"
    _inherit = ["rights.station.part"]
    _description = "One of the five-haves"
    _order = "profile_id, id"
    _rec_name = "item"

    profile_id = fields.Many2one(ondelete="cascade")
    item = fields.Selection(ITEMS, required=True, readonly=True)
    result = fields.Selection(
        [("open", "Not checked"), ("pass", "There"), ("fail", "Not there")],
        required=True,
        default="open",
    )
    note = fields.Char("Evidence")
    photo = fields.Image(max_width=1920, max_height=1920)
    checked_on = fields.Date("Checked on", readonly=True)
    checked_by_id = fields.Many2one("res.users", "Checked by", readonly=True, ondelete="restrict")

    _once = models.UniqueIndex("(profile_id, item)", "The station has this item already.")

    def write(self, vals):
        if not self.env.su and vals.keys() - CHECKED:
            raise AccessError(self.env._("One of the five-haves takes a result and its evidence."))
        if not CHECKED & vals.keys():
            return super().write(vals)
        stamp = {"checked_on": china_date(), "checked_by_id": self.env.uid}
        result = super().write(vals | stamp)
        for row in self:
            if row.result == "pass" and (refusal := row._get_refusal()):
                raise ValidationError(refusal)
            if row.result == "fail" and "result" in vals:
                # the checker may write the card; the rectification is the system's
                self.env["rights.station.measure"].sudo()._open_for_item(row)
        return result

    def _get_refusal(self):
        """Why this item cannot count as met; None when it can."""
        if not (self.photo or (self.note or "").strip()):
            return self.env._("Enter the evidence, or add a photo.")
        profile = self.profile_id
        if self.item == "liaison":
            if not profile.coordinator_id:
                return self.env._("%(station)s has no coordinator.", station=profile.name)
            if not profile.coordinator_id.confirmed_at:
                return self.env._(
                    "The change of coordinator of %(station)s is not filed yet. Confirm the filing "
                    "first.",
                    station=profile.name,
                )
        if self.item == "rules" and profile._lacking_systems():
            return profile._say_lacking_systems()
        return None
