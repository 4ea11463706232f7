from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .rights_studio import STUDIO_KINDS


class RightsPostTemplate(models.Model):
    """What a kind of post is for, and the roles of Annex A that come with it.

    who                     may
    staff                   read
    business administrator  write; never the groups of a template that gives rights to oneself
    """

    _name = "rights.post.template"
    _inherit = ["rights.configured"]
    _description = "Post template"
    _inherit = "rights.configured"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    duties = fields.Text(translate=True, help="Shown on the staff board")
    group_ids = fields.Many2many(
        "res.groups", "rights_post_template_group_rel", string="Roles", required=True
    )
    # A post in a studio must be one of that studio's duties (ORG-06)
    studio_kind = fields.Selection(STUDIO_KINDS, "Studio")
    is_reserved = fields.Boolean(
        "Only business administrators appoint",
        help="A unit head may fill the other posts of the own unit and below",
    )

    _code_unique = models.UniqueIndex("(code)", "Another post template has this code already.")

    @api.constrains("group_ids")
    def _check_groups(self):
        """A template hands out roles of Annex A and nothing that administers the platform."""
        category = self.env.ref("consumer_rights.module_category_rights")
        staff = self.env.ref("consumer_rights.consumer_rights_group_staff")
        platform = self.env.ref("base.group_erp_manager") | self.env.ref("base.group_system")
        for template in self:
            for group in template.group_ids:
                fits = group == staff or group.privilege_id.category_id == category
                if (
                    not fits
                    or staff not in group.all_implied_ids
                    or (platform & group.all_implied_ids)
                ):
                    raise ValidationError(
                        self.env._(
                            "%(group)s is no staff role of the centre. A post template gives staff"
                            " roles only.",
                            group=group.name,
                        )
                    )

    def write(self, vals):
        changes_rights = "group_ids" in vals
        if changes_rights:
            self._check_not_own()
        result = super().write(vals)
        if changes_rights:
            posts = self.env["rights.post"].search([("role_id", "in", self.ids)])
            posts.user_id._rights_sync_grants()
        return result

    def _check_not_own(self):
        """Nobody widens the own rights by way of a template."""
        if self.env.su:
            return
        own = self.env.user.rights_post_ids.filtered("active").role_id & self
        if own:
            raise AccessError(
                self.env._(
                    "You hold a post of the kind “%(template)s”. Ask another business"
                    " administrator to change its roles.",
                    template=own[0].name,
                )
            )
