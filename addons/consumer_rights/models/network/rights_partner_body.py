from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsPartnerBody(models.Model):
    """A body outside the network that a matter may be sent or pointed to (ORG-12).

    who                     may
    staff                   read
    docking officer         write
    business administrator  write
    """

    _name = "rights.partner.body"
    _description = "Linked body"
    _order = "kind, name, id"
    _rec_names_search = ["name", "phone"]

    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("authority", "Other authority"),
            ("council", "Consumer council"),
            ("court", "Court"),
            ("arbitration", "Arbitration body"),
            ("media", "Media"),
            ("other", "Other"),
        ],
        "Type",
        required=True,
        index=True,
    )
    phone = fields.Char("Telephone", required=True)
    address = fields.Char()
    contact = fields.Char("Contact person")
    category_ids = fields.Many2many("rights.category", string="Matter types")
    matters = fields.Char("Matters in words", help="What people are sent here for")
    station_id = fields.Many2one(
        "rights.station",
        "For the area of",
        ondelete="restrict",
        index="btree_not_null",
        help="Empty when it serves the whole city",
    )
    active = fields.Boolean(default=True)

    @api.depends("name", "phone")
    def _compute_display_name(self):
        for body in self:
            body.display_name = f"{body.name} ({body.phone})" if body.phone else body.name

    @api.constrains("name", "phone")
    def _check_reachable(self):
        """A person who is sent away must get a number that can be dialled (ACC-04)."""
        for body in self:
            if sum(char.isdigit() for char in body.phone or "") < 3:
                raise ValidationError(
                    self.env._("%(body)s needs a telephone number.", body=body.name)
                )
