from itertools import groupby

from odoo import api, fields, models
from odoo.exceptions import UserError


class RightsPublicBoard(models.Model):
    """The staff board of a unit as the public sees it (OPN-02, OPN-03).

    The people are those whose posts are in force at the moment of looking: whoever leaves is gone
    the same day, without a new version. What is approved is that the unit has its board, with the
    body that supervises it and the phone to call.
    """

    _name = "rights.public.board"
    _description = "Public staff board"
    _inherit = "rights.public.content"
    _order = "station_id, number desc"
    _rec_name = "station_id"

    _series = "station_id"

    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, index=True, ondelete="restrict"
    )
    supervision_body = fields.Char("Supervision body")
    supervision_phone = fields.Char()
    introduction = fields.Text(help="Shown above the people, such as opening hours and address.")
    post_ids = fields.Many2many("rights.post", string="Shown now", compute="_compute_post_ids")
    lacking_post_ids = fields.Many2many(
        "rights.post", string="Without photo or duties", compute="_compute_post_ids"
    )

    _version_unique = models.UniqueIndex("(station_id, number)", "This version exists already.")
    _one_live = models.UniqueIndex(
        "(station_id) WHERE state = 'live'", "Another board of this unit is public."
    )
    _one_open = models.UniqueIndex(
        "(station_id) WHERE state IN ('draft', 'submitted')",
        "A new board of this unit is being written already.",
    )

    @api.depends("station_id")
    def _compute_post_ids(self):
        for board in self:
            posts = board._posts()
            board.post_ids = posts
            board.lacking_post_ids = posts.filtered(
                lambda post: not (post.portrait and (post.duties or "").strip())
            )

    def _posts(self):
        """Posts in force of people who work here, the head before the others."""
        head = self.env.ref("consumer_rights.consumer_rights_group_head")
        # whether there is a photo is asked here, not for the photo itself
        posts = self.env["rights.post"].with_context(bin_size=True)
        posts = posts.search(
            [
                ("station_id", "in", self.station_id.ids),
                ("active", "=", True),
                ("user_id.active", "=", True),
            ]
        )
        return posts.sorted(
            lambda post: (
                head not in post.sudo().role_id.group_ids.all_implied_ids,
                post.role_id.sequence,
                post.id,
            )
        )

    def _missing_labels(self):
        """OPN-02: who has no photo or duties; OPN-03: the supervision."""
        labels = [
            self._rights_label(name)
            for name in ("supervision_body", "supervision_phone")
            if not (self[name] or "").strip()
        ]
        return labels + self.lacking_post_ids.mapped("display_name")

    def _check_can_publish(self):
        """OPN-03: no board without the body that supervises the unit, and its phone."""
        for board in self:
            body, phone = board.supervision_body, board.supervision_phone
            if not ((body or "").strip() and (phone or "").strip()):
                raise UserError(
                    self.env._(
                        "Enter the supervision body and its phone: the board of %(unit)s cannot be"
                        " published without them.",
                        unit=board.station_id.name,
                    )
                )

    def _leading_stations(self):
        return self.station_id

    def _public_values(self):
        """The board with one card a person; a person with several posts has them all on it."""
        self.ensure_one()
        station = self.station_id
        posts = self._posts()
        place = {post.user_id: number for number, post in reversed([*enumerate(posts)])}
        by_person = groupby(
            posts.sorted(lambda post: place[post.user_id]), lambda post: post.user_id
        )
        return {
            "unit": station.name,
            "code": station.code,
            "address": station.address or "",
            "phone": station.phone or "12315",
            "introduction": self.introduction or "",
            "supervision_body": self.supervision_body,
            "supervision_phone": self.supervision_phone,
            "number": self.number,
            "approved_at": self.approved_at,
            "people": [self._card(user, [*posts]) for user, posts in by_person],
        }

    def _card(self, user, posts):
        return {
            "name": user.name,
            "posts": list(dict.fromkeys(post.role_id.name for post in posts)),
            "duties": list(dict.fromkeys(post.duties for post in posts if post.duties)),
            "photo": next((post.id for post in posts if post.portrait), None),
        }

    @api.model
    def _shown_photo(self, post_id):
        """The post whose photo the public may see, in superuser mode; else empty."""
        post_sudo = self.env["rights.post"].sudo().browse(post_id).exists()
        boards = self._live([("station_id", "=", post_sudo.station_id.id)])
        return post_sudo if post_sudo in boards._posts() else post_sudo.browse()
