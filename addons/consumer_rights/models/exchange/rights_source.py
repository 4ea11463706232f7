from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class RightsSource(models.Model):
    """Another system that hands matters in by the interface (docs/api.md).

    who                      may
    platform administrator   everything: it ties an account and its key to a source
    business administrator   read

    The account decides the source: a system files and asks under its own name only.
    """

    _name = "rights.source"
    _description = "Connected system"
    _inherit = "rights.configured"
    _order = "name"

    name = fields.Char(
        required=True, help="Numbers are unique for it, together with files of the same source."
    )
    active = fields.Boolean(default=True)
    user_id = fields.Many2one(
        "res.users", "Account", required=True, ondelete="restrict", help="Whose key the system has."
    )
    channel_id = fields.Many2one("rights.channel", required=True, ondelete="restrict")
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, ondelete="restrict", help="Takes what it files."
    )

    _name_unique = models.Constraint("UNIQUE (name)", "Another system has this name.")
    _user_unique = models.UniqueIndex("(user_id) WHERE active", "This account is another system's.")

    @api.constrains("user_id")
    def _check_user_id(self):
        interface = self.env.ref("consumer_rights.consumer_rights_group_interface")
        for source in self:
            if interface not in source.user_id.all_group_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s is no interface account. Give it that role, and no other.",
                        user=source.user_id.name,
                    )
                )

    @api.model
    def _of_user(self):
        """The source that the current account files for, in superuser mode."""
        self.env.user._rights_check_role("interface")
        source_sudo = self.sudo().search([("user_id", "=", self.env.uid)], limit=1)
        if not source_sudo:
            raise AccessError(self.env._("This account belongs to no connected system."))
        return source_sudo
