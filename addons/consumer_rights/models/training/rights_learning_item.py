from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from ...tools.flag_search import search_flag

BY_BUTTON = frozenset(("state", "published_at", "published_by_id"))


class RightsLearningItem(models.Model):
    """A case or a law that the city centre publishes to the staff, with read marks (TRN-06).

    who                                        may
    staff                                      read what is published, mark it as read
    head, dispatcher, legal adviser (city)     write and publish, see who has read
    """

    _name = "rights.learning.item"
    _inherit = ["rights.own.unit"]
    _description = "Learning library"
    _order = "published_at desc, id desc"

    name = fields.Char("Title", required=True)
    kind = fields.Selection(
        [("case", "Case to learn from"), ("law", "Law or regulation")],
        required=True,
        default="case",
        index=True,
    )
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    body = fields.Html("Text", help="Without names, telephone numbers or other personal data.")
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    published_at = fields.Datetime("Published at", readonly=True, copy=False)
    published_by_id = fields.Many2one(
        "res.users", "Published by", readonly=True, copy=False, ondelete="restrict"
    )
    read_ids = fields.One2many("rights.learning.read", "item_id", "Read by", readonly=True)
    read_count = fields.Integer("Read marks", compute="_compute_read_count", compute_sudo=True)
    is_read = fields.Boolean("I have read it", compute="_compute_is_read", search="_search_is_read")

    @api.depends("read_ids")
    def _compute_read_count(self):
        for item in self:
            item.read_count = len(item.read_ids)

    @api.depends("read_ids.user_id")
    @api.depends_context("uid")
    def _compute_is_read(self):
        marks = self.env["rights.learning.read"].search(
            [("item_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        )
        for item in self:
            item.is_read = item in marks.item_id

    def _search_is_read(self, operator, value):
        marks = self.env["rights.learning.read"].search([("user_id", "=", self.env.uid)])
        read = Domain("id", "in", marks.item_id.ids)
        return search_flag(read, operator, value)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(BY_BUTTON & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("The library is published with its button."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if BY_BUTTON & vals.keys():
                raise AccessError(self.env._("The library is published with its button."))
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        self._check_draft()

    def _check_draft(self):
        for item in self:
            if item.state != "draft":
                raise UserError(
                    self.env._("%(item)s is published: people have read it.", item=item.name)
                )

    def action_publish(self):
        self.check_access("write")
        for item in self:
            item._check_draft()
            if is_html_empty(item.body) and not item.file:
                raise UserError(self.env._("Write the text, or add the file."))
            item.sudo().write(  # checked above
                {
                    "state": "published",
                    "published_at": fields.Datetime.now(),
                    "published_by_id": self.env.uid,
                }
            )
        return True

    def action_read(self):
        """The current user has read it; once."""
        self.check_access("read")
        for item in self.filtered(lambda one: one.state == "published" and not one.is_read):
            self.env["rights.learning.read"]._append(
                [{"item_id": item.id, "user_id": self.env.uid}]
            )
        return True


class RightsLearningRead(models.Model):
    """Who has read an entry of the learning library, and when.

    who                                        may
    staff                                      read the own
    head, dispatcher, legal adviser (city)     read those of the own entries
    """

    _name = "rights.learning.read"
    _inherit = ["rights.append.only"]
    _description = "Read mark"
    _order = "id desc"
    _rec_name = "user_id"

    item_id = fields.Many2one(
        "rights.learning.item", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", "Read by", required=True, index=True, ondelete="restrict"
    )
    at = fields.Datetime("Read at", required=True, default=fields.Datetime.now)

    _once = models.UniqueIndex("(item_id, user_id)", "This is marked as read already.")
