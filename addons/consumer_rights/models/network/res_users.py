from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain


class PostGrant:
    """Why a post changes a user's groups. Only server code can make one: a client sends JSON."""

    __slots__ = ("reason",)

    def __init__(self, reason):
        self.reason = reason


class ResUsers(models.Model):
    """What a user is in the network, and the record of every right the user is given."""

    _inherit = "res.users"

    rights_post_ids = fields.One2many(
        "rights.post", "user_id", "Posts", context={"active_test": False}
    )
    # Read by record rules: see ir_rule.py for how long a rule's copy lives
    rights_station_ids = fields.Many2many(
        "rights.station",
        string="Own units",
        compute="_compute_rights_station_ids",
        compute_sudo=True,
        help="Units of the posts in force today",
    )
    rights_supervised_station_ids = fields.Many2many(
        "rights.station",
        string="Own units and those below",
        compute="_compute_rights_station_ids",
        compute_sudo=True,
    )

    @api.depends("rights_post_ids.station_id", "rights_post_ids.active")
    def _compute_rights_station_ids(self):
        posts = self.env["rights.post"]
        in_force = posts._in_force_domain() & Domain("user_id", "in", self.ids)
        own = dict(posts._read_group(in_force, ["user_id"], ["station_id:recordset"]))
        for user in self:
            stations = own.get(user._origin, self.env["rights.station"])
            user.rights_station_ids = stations
            user.rights_supervised_station_ids = stations._with_below()

    def _rights_check_role(self, role):
        """Refuse an act that belongs to another role; the role is the key of its group."""
        group = self.env.ref(f"consumer_rights.consumer_rights_group_{role}")
        if group not in self.all_group_ids:
            raise AccessError(self.env._("This is for: %(role)s.", role=group.sudo().name))

    # -- groups that posts give ------------------------------------------------------------------

    def _rights_grants_due(self):
        """Whether a post of this user began or ended without its groups following."""
        self.ensure_one()
        add, remove, _given = self._rights_grant_plan()
        return bool(add or remove)

    def _rights_grant_plan(self):
        """(groups to add, groups to take back, {post: what it gives}) as of today.

        Groups somebody gave by hand are nobody's to take back here.
        """
        posts = self.rights_post_ids
        posts.invalidate_recordset(["active"], flush=False)
        held = posts.granted_group_ids
        by_hand = self.group_ids - held
        given = {
            post: post._get_groups() - by_hand if post.active else self.env["res.groups"]
            for post in posts
        }
        wanted = self.env["res.groups"].union(*given.values())
        return wanted - self.group_ids, (held - wanted) & self.group_ids, given

    def _rights_sync_grants(self):
        """Give and take back the groups that come with posts; nothing to do is quick."""
        for user in self.sudo():  # who may appoint was checked where the post was written
            add, remove, given = user._rights_grant_plan()
            for post, groups in given.items():
                if post.granted_group_ids != groups:
                    post.granted_group_ids = groups
            if not add and not remove:
                continue
            left = user.group_ids - remove | add
            if self.env.ref("base.group_user") not in left.all_implied_ids:
                left |= self.env.ref("base.group_user")
            reason = ", ".join(f"rights.post {post.id}" for post in given)
            user.with_context(rights_grant=PostGrant(reason)).write(
                {"group_ids": [Command.set(left.ids)]}
            )

    # -- record of grants ------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        for user in users:
            user._rights_log_groups(self.env["res.groups"])
        return users

    def write(self, vals):
        if "group_ids" not in vals:
            return super().write(vals)
        before = {user: user.sudo().group_ids for user in self}
        result = super().write(vals)
        for user, groups in before.items():
            user._rights_log_groups(groups)
        return result

    def _rights_log_groups(self, before):
        """Every change of a person's groups goes to the audit log, whoever makes it (Annex A)."""
        if not self.env.registry.ready:
            return  # an addon that is being installed defines its own data, nobody grants anything
        after = self.sudo().group_ids  # the log must be complete whatever the writer may read
        source = self.env.context.get("rights_grant")
        reason = source.reason if isinstance(source, PostGrant) else None
        for kind, groups in (("grant", after - before), ("revoke", before - after)):
            if groups:
                self.env["rights.audit.log"]._log(
                    kind,
                    model="res.users",
                    res_id=self.id,
                    count=len(groups),
                    reason=reason,
                    detail=groups._rights_names(),
                )
