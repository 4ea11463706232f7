from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_date


class RightsDisclosureRelease(models.Model):
    """Where and when a publication appeared (DIS-10)."""

    _name = "rights.disclosure.release"
    _description = "Channel of a disclosure"
    _order = "released_on desc, id desc"
    _rec_name = "channel_id"

    disclosure_id = fields.Many2one(
        "rights.disclosure", required=True, index=True, ondelete="cascade"
    )
    channel_id = fields.Many2one(
        "rights.publicity.channel", "Channel of publicity", required=True, ondelete="restrict"
    )
    released_on = fields.Date("On", required=True, default=lambda self: china_date())
    note = fields.Char(help="Programme, page of the newspaper, address of the page.")

    @api.constrains("disclosure_id", "released_on")
    def _check_released(self):
        """Nothing appears anywhere before it is approved and public (DIS-02)."""
        for release in self:
            if not release.disclosure_id.published_at:
                raise UserError(
                    self.env._(
                        "%(name)s is not public: no channel carries it yet.",
                        name=release.disclosure_id.display_name,
                    )
                )
            if release.released_on > china_date():
                raise UserError(self.env._("Enter the channel after it has carried it."))
