from odoo import api, fields, models
from odoo.fields import Command

GROUP = "consumer_rights.consumer_rights_group_"
# part of a division -> roles that confirm what is handed to it
RECEIVERS = {
    "office": ("office",),
    "dispatch": ("clerk", "dispatcher"),
    "lead": ("division_head",),
    "subject": ("division_head",),
}


class RightsDivision(models.Model):
    """A division as a side of handovers: the general office, a section, the complaint centre."""

    _inherit = "rights.division"

    part = fields.Selection(
        selection_add=[("office", "Registers letters, visits and petitions (general office)")],
        ondelete={"office": "set default"},
    )
    receiver_group_ids = fields.Many2many(
        "res.groups",
        "rights_division_receiver_rel",
        string="Roles that take over",
        help="Who confirms a handover to this division, besides its head (TRI-08)",
    )

    def _takes_over(self, user):
        """Whether this person confirms what is handed to the division."""
        self.ensure_one()
        division = self.sudo()  # the roles of a division are no secret
        return division.head_id == user or bool(division.receiver_group_ids & user.all_group_ids)

    def _of_part(self, part):
        return self.sudo().search([("part", "=", part)], limit=1).sudo(self.env.su)

    @api.model
    def _load_receivers(self):
        """Give the divisions without receivers the usual ones; the centre changes them freely."""
        for division in self.with_context(active_test=False).search([]):
            roles = RECEIVERS.get(division.part, ())
            if not division.receiver_group_ids:
                division.receiver_group_ids = [
                    Command.link(self.env.ref(GROUP + role).id) for role in roles
                ]
