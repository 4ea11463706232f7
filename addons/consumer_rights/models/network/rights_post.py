import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools import failure
from ...tools.china_time import china_date, day_begins
from ...tools.flag_search import search_flag

_logger = logging.getLogger(__name__)

# What a post is: once it has begun, these are history
IDENTITY_FIELDS = {"user_id", "station_id", "studio_id", "role_id", "date_from"}
# Written by the system alone: the account of what was given, and the moment of an end
SYSTEM_FIELDS = {"granted_group_ids", "ended_at"}


class RightsPost(models.Model):
    """One person in one role at one unit for a period: the history duty and discipline read.

    who                     may
    staff                   read (the staff board)
    business administrator  appoint and end, never oneself
    unit head               the same for the own unit and below, reserved roles excepted

    Rights come and go with the post: its template's groups while it is in force, and the cases of
    its unit by the record rules. Every grant stands in the audit log.
    """

    _name = "rights.post"
    _description = "Post"
    _inherit = "rights.own.unit"
    _order = "station_id, role_id, id"

    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("share", "=", False)],
    )
    role_id = fields.Many2one(
        "rights.post.template", required=True, index=True, ondelete="restrict"
    )
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, index=True, ondelete="restrict"
    )
    studio_id = fields.Many2one(
        "rights.studio",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('station_id', '=', station_id)]",
    )
    station_level = fields.Selection(related="station_id.level")
    is_dedicated = fields.Boolean("Dedicated 12315 staff")
    badge = fields.Char("Badge number")
    portrait = fields.Image(max_width=512, max_height=512)
    duties = fields.Text(compute="_compute_duties", store=True, readonly=False)

    date_from = fields.Date(
        "First day", required=True, default=lambda self: china_date(), index=True
    )
    date_to = fields.Date("Last day")
    ended_at = fields.Datetime(readonly=True, copy=False)
    active = fields.Boolean("In force", compute="_compute_active", search="_search_active")
    # What this post gave, so that its end takes back that much and no more
    granted_group_ids = fields.Many2many(
        "res.groups",
        "rights_post_granted_group_rel",
        string="Roles given",
        readonly=True,
        copy=False,
    )

    _period = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "The last day of a post cannot be before its first day.",
    )

    @api.depends("user_id", "role_id", "station_id")
    def _compute_display_name(self):
        for post in self:
            post.display_name = self.env._(
                "%(person)s, %(role)s (%(unit)s)",
                person=post.user_id.name or "",
                role=post.role_id.name or "",
                unit=post.station_id.name or "",
            )

    @api.depends("role_id")
    def _compute_duties(self):
        for post in self:
            post.duties = post.role_id.duties or post.duties

    @api.depends("date_from", "date_to", "ended_at")
    def _compute_active(self):
        today = china_date()
        for post in self:
            post.active = bool(
                not post.ended_at
                and post.date_from
                and post.date_from <= today
                and (not post.date_to or post.date_to >= today)
            )

    def _search_active(self, operator, value):
        in_force = self._in_force_domain()
        return search_flag(in_force, operator, value)

    @api.model
    def _in_force_domain(self, day=None):
        """Posts in force today, or on an earlier day when one is given."""
        domain = Domain("date_from", "<=", day or china_date()) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", day or china_date())
        )
        return domain if day else domain & Domain("ended_at", "=", False)

    @api.constrains("user_id")
    def _check_staff_account(self):
        for post in self:
            if post.user_id.share:
                raise ValidationError(
                    self.env._(
                        "%(person)s has no staff account and cannot hold a post.",
                        person=post.user_id.name,
                    )
                )

    @api.constrains("station_id", "studio_id", "role_id")
    def _check_studio(self):
        """ORG-06: a studio's posts are of that studio's duties."""
        kinds = dict(self.env["rights.studio"]._fields["kind"]._description_selection(self.env))
        for post in self.filtered("studio_id"):
            studio = post.studio_id
            if studio.station_id != post.station_id:
                raise ValidationError(
                    self.env._(
                        "%(studio)s belongs to %(unit)s. Choose a studio of the post's own unit.",
                        studio=studio.name,
                        unit=studio.station_id.name,
                    )
                )
            wanted = post.role_id.studio_kind
            if wanted and wanted != studio.kind:
                raise ValidationError(
                    self.env._(
                        "The duties of %(role)s belong to the %(wanted)s, not to %(studio)s.",
                        role=post.role_id.name,
                        wanted=kinds[wanted],
                        studio=studio.name,
                    )
                )

    @api.constrains("user_id", "station_id", "studio_id", "role_id", "date_from", "date_to")
    def _check_overlap(self):
        """One person holds the same post once at a time, else headcounts lie."""
        for post in self:
            same = self.with_context(active_test=False).search(
                [
                    ("id", "!=", post.id),
                    ("user_id", "=", post.user_id.id),
                    ("station_id", "=", post.station_id.id),
                    ("studio_id", "=", post.studio_id.id),
                    ("role_id", "=", post.role_id.id),
                    ("ended_at", "=", False),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">=", post.date_from),
                ]
            )
            if any(not post.date_to or other.date_from <= post.date_to for other in same):
                raise ValidationError(
                    self.env._(
                        "%(post)s: this person already holds this post in that period.",
                        post=post.display_name,
                    )
                )

    # -- appointing ------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_system_fields(*vals_list)
        posts = super().create(vals_list)
        posts._check_may_appoint()
        posts._rights_changed(posts.user_id)
        return posts

    def write(self, vals):
        self._check_system_fields(vals)
        guarded = {*IDENTITY_FIELDS, "date_to", "ended_at"} & vals.keys()
        if not guarded:
            return super().write(vals)
        users = self.user_id
        self._check_may_appoint()
        self._check_history(vals)
        result = super().write(vals)
        self._check_may_appoint()
        self._rights_changed(users | self.user_id)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        for post in self:
            if post.date_from <= china_date():
                raise UserError(
                    self.env._(
                        "%(post)s has begun and stays in the history. End it instead.",
                        post=post.display_name,
                    )
                )

    def unlink(self):
        self._check_may_appoint()
        return super().unlink()

    def _check_system_fields(self, *vals_list):
        if not self.env.su and any(SYSTEM_FIELDS & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("What a post gave, and when it was ended, is not edited."))

    def _check_may_appoint(self):
        """Rights given by a post need another person, and reserved roles an administrator."""
        if self.env.su:
            return
        if self.env.user in self.user_id:
            raise AccessError(
                self.env._("Nobody appoints oneself. Ask another person to change your posts.")
            )
        reserved = self.role_id.filtered("is_reserved")
        if reserved and not self.env.user.has_group(
            "consumer_rights.consumer_rights_group_business_admin"
        ):
            raise AccessError(
                self.env._(
                    "Posts of the kind “%(role)s” are filled by a business administrator.",
                    role=reserved[0].name,
                )
            )

    def _check_history(self, vals):
        today = china_date()
        for post in self:
            changed = IDENTITY_FIELDS & vals.keys()
            begun = post.date_from < today and any(
                post._fields[name].convert_to_cache(vals[name], post)
                != post._fields[name].convert_to_cache(post[name], post)
                for name in changed
            )
            over = post.ended_at or (post.date_to and post.date_to < today)
            if begun or over:
                raise UserError(
                    self.env._(
                        "%(post)s is history. End it and open a new post instead of rewriting it.",
                        post=post.display_name,
                    )
                )

    def _rights_changed(self, users):
        """Cached rules and groups follow the posts; days to come are left to the cron."""
        self.env["rights.station"]._forget_rights()
        users._rights_sync_grants()
        cron = self.env.ref("consumer_rights.ir_cron_post_grants", raise_if_not_found=False)
        if cron:
            today = china_date()
            days = {post.date_from for post in self}
            days |= {post.date_to + timedelta(days=1) for post in self if post.date_to}
            for day in sorted(day for day in days if day > today):
                # the rights of a post are the system's business, whoever wrote the post
                cron.sudo()._trigger(at=day_begins(day))

    def _get_groups(self):
        """Every group these posts give while they are in force."""
        return self.role_id.group_ids | self.station_id._function_groups()

    # -- ending ----------------------------------------------------------------------------------

    def action_end(self):
        """End these posts at once: rights go now, the history keeps today as the last day."""
        self._check_can_end()
        return self._do_end()

    def _check_can_end(self):
        self.check_access("write")
        self._check_may_appoint()
        reasons = self._get_cannot_end_reasons()
        if reasons:
            raise UserError("\n".join(reasons.values()))

    def _do_end(self):
        post_sudo = self.sudo()  # checked above; the moment of an end is the system's to write
        return post_sudo.write({"date_to": china_date(), "ended_at": fields.Datetime.now()})

    def _get_cannot_end_reasons(self):
        """{post: why it cannot end now}; rooms that hang work on a post add theirs."""
        return {
            post: self.env._("%(post)s is not in force.", post=post.display_name)
            for post in self
            if not post.active
        }

    # -- cron ------------------------------------------------------------------------------------

    @api.model
    def _cron_sync_grants(self):
        """Posts that began or ended with the day: give and take their groups."""
        posts = self.with_context(active_test=False).search(
            self._in_force_domain() | Domain("granted_group_ids", "!=", False)
        )
        due = posts.user_id.filtered(lambda user: user._rights_grants_due())
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(due))
        for user in due:
            try:
                with self.env.cr.savepoint():
                    user._rights_sync_grants()
            except UserError as error:
                _logger.warning(
                    "Rights of user id %s do not follow the posts\n%s",
                    user.id,
                    failure.trace(error),
                )
            if not commit(1):
                break
