from datetime import date

from odoo import api, fields, models
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.addons.consumer_rights.tools.flag_search import search_flag
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain


class RightsArchiveVolume(models.Model):
    """A volume of the archive: its class, its place, its catalogue, how long it is kept.

    who                      may
    archivist                make, fill, close and place those of own units and below; legal
                             volumes are read only
    legal adviser            the same for the legal volumes of the own unit (ARC-08)
    division head, head      read
    nobody                   delete; it leaves the shelf by appraisal and destruction (ARC-11)
    """

    _name = "rights.archive.volume"
    _inherit = ["rights.own.unit"]
    _description = "Archive volume"
    _order = "year desc, id desc"
    _rec_names_search = ["name", "title"]

    name = fields.Char("Volume number", readonly=True, copy=False)
    title = fields.Char(required=True)
    class_id = fields.Many2one(
        "rights.archive.class",
        "Archive class",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("child_ids", "=", False)],
    )
    legal_class = fields.Selection(related="class_id.legal_class")
    collects = fields.Selection(related="class_id.collects")
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    year = fields.Integer(required=True, default=lambda self: china_date().year, aggregator=None)
    state = fields.Selection(
        [("open", "Being filled"), ("closed", "On the shelf"), ("destroyed", "Destroyed")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
    )
    box_id = fields.Many2one(
        "rights.archive.box",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('station_id', '=', station_id)]",
    )
    place = fields.Char(related="box_id.place")
    item_ids = fields.One2many("rights.archive.item", "volume_id", "Catalogue")
    item_count = fields.Integer("Papers held", compute="_compute_sums", store=True)
    page_count = fields.Integer("Pages", compute="_compute_sums", store=True)
    # how long it stays
    keep_until = fields.Date(
        "Kept until", compute="_compute_keep_until", store=True, help="Empty: without limit."
    )
    kept_longer_until = fields.Date("Kept longer until", readonly=True, copy=False)
    is_expired = fields.Boolean("Expired", compute="_compute_is_expired", search="_search_expired")
    hold_ids = fields.One2many("rights.archive.hold", "volume_id", "Legal holds")
    # written with each hold, so that of a hold and a destruction at one moment only one succeeds
    last_held_at = fields.Datetime(readonly=True, copy=False)
    is_held = fields.Boolean("On hold", compute="_compute_is_held", search="_search_is_held")
    # what became of it
    entry_ids = fields.One2many("rights.archive.entry", "volume_id", "Ledger of the archive")
    destroyed_on = fields.Date("Destroyed on", readonly=True, copy=False)
    certificate_number = fields.Char("Certificate of destruction", readonly=True, copy=False)

    _year_sensible = models.Constraint(
        "CHECK (year BETWEEN 1900 AND 2200)", "The year has four digits."
    )

    @api.depends("name", "title")
    def _compute_display_name(self):
        for volume in self:
            volume.display_name = " ".join(filter(None, (volume.name, volume.title)))

    @api.depends("item_ids", "item_ids.page_count")
    def _compute_sums(self):
        for volume in self:
            volume.item_count = len(volume.item_ids)
            volume.page_count = sum(volume.item_ids.mapped("page_count"))

    @api.depends(
        "year",
        "item_ids.date",
        "class_id.is_unlimited",
        "class_id.retention_years",
        "class_id.retention_limit",
        "kept_longer_until",
    )
    def _compute_keep_until(self):
        for volume in self:
            volume.keep_until = volume._get_keep_until()

    def _get_keep_until(self):
        """By the class and the limits as they are today; a youngest item keeps the whole volume."""
        self.ensure_one()
        if not self.class_id or not self.year:
            return None
        youngest = max(self.item_ids.filtered("date").mapped("date"), default=None)
        day = self.class_id._keep_until(youngest or date(self.year, 12, 31))
        if day and self.kept_longer_until:
            day = max(day, self.kept_longer_until)
        return day

    @api.depends("keep_until", "state")
    def _compute_is_expired(self):
        today = china_date()
        for volume in self:
            until = volume.keep_until
            volume.is_expired = bool(volume.state == "closed" and until and until < today)

    def _search_expired(self, operator, value):
        expired = Domain("state", "=", "closed") & Domain("keep_until", "<", china_date())
        return search_flag(expired, operator, value)

    @api.depends("hold_ids.is_active")
    def _compute_is_held(self):
        for volume in self:
            # that something is held is no secret of whoever held it
            volume.is_held = any(volume.sudo().hold_ids.mapped("is_active"))

    def _search_is_held(self, operator, value):
        holds_sudo = self.env["rights.archive.hold"].sudo()
        held = Domain(
            "id", "in", holds_sudo._search(holds_sudo._active_domain()).subselect("volume_id")
        )
        return search_flag(held, operator, value)

    @api.constrains("class_id")
    def _check_class(self):
        for volume in self.filtered("class_id.child_ids"):
            raise ValidationError(
                self.env._("“%(name)s” has sub-classes: choose one.", name=volume.class_id.name)
            )

    @api.constrains("box_id", "station_id")
    def _check_box(self):
        if self.filtered(lambda one: one.box_id and one.box_id.station_id != one.station_id):
            raise ValidationError(self.env._("The box stands in another unit."))

    # -- who changes what -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_course(vals)
        number = self.env["ir.sequence"].sudo()  # whoever opens a volume numbers it
        return super().create(
            [
                {**vals, "name": number.next_by_code(self._name, sequence_date=china_date())}
                for vals in vals_list
            ]
        )

    def write(self, vals):
        self._check_course(vals)
        if not self.env.su:
            for volume in self:
                free = {"open": set(self._fields), "closed": {"box_id", "hold_ids"}}
                if set(vals) - free.get(volume.state, set()):
                    raise UserError(self.env._("%(volume)s is closed.", volume=volume.display_name))
        before = {volume: volume.box_id for volume in self} if "box_id" in vals else {}
        result = super().write(vals)
        for volume, box in before.items():
            if volume.box_id != box and volume.state == "closed":
                volume._note("placed", volume._say_place())
        return result

    def _check_course(self, names):
        if not self.env.su and any(
            self._fields[name].readonly for name in names if name in self._fields
        ):
            raise AccessError(self.env._("The course of a volume follows its buttons."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "Nothing of the archive is deleted. What has expired is appraised and destroyed."
            )
        )

    def _note(self, kind, text="", number=""):
        """A line of the ledger of the archive for each of these volumes."""
        self.env["rights.archive.entry"]._append(
            [
                {
                    "volume_id": volume.id,
                    "station_id": volume.station_id.id,
                    "at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                    "kind": kind,
                    "text": text,
                    "number": number,
                    "volume_number": volume.name,
                    "title": volume.title,
                    "class_name": volume.class_id.display_name,
                    "year": volume.year,
                    "item_count": volume.item_count,
                    "page_count": volume.page_count,
                }
                for volume in self.sudo()  # the line is the system's
            ]
        )
        self.invalidate_recordset(["entry_ids"])  # the newest line comes first

    def _say_place(self):
        return " ".join(filter(None, (self.box_id.place, self.box_id.name)))

    # -- filling and closing ----------------------------------------------------------------------

    def action_collect(self):
        """Take up what the system has of this class, unit and year and no volume holds yet."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "open":
            raise UserError(self.env._("%(volume)s is closed.", volume=self.display_name))
        room = self.env["rights.network.parameter"]._value("archive_volume_items")
        room -= len(self.item_ids)
        found = self.env["rights.archive.item"]._get_waiting(self, limit=max(room, 0))
        if not found:
            raise UserError(
                self.env._(
                    "Nothing of this class and year waits for a volume, or this volume is full."
                )
            )
        self.env["rights.archive.item"].create(found)
        return True

    def action_close(self):
        """Bind the volume: its catalogue stays as it is from now on."""
        self.check_access("write")
        for volume in self:
            if volume.state != "open":
                raise UserError(self.env._("%(volume)s is closed.", volume=volume.display_name))
            if not volume.item_ids:
                raise UserError(self.env._("The catalogue of the volume is empty."))
            if not volume.box_id:
                raise UserError(self.env._("Choose the box that the volume goes into."))
        for number, item in (
            pair for volume in self for pair in enumerate(volume.item_ids.sorted(), 1)
        ):
            item.number = number
        self.sudo().write({"state": "closed"})  # checked above; the course is closed to clients
        for volume in self:
            volume._note("closed", volume._say_place())
        return True

    def action_hold(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Legal hold"),
            "res_model": "rights.archive.hold",
            "view_mode": "form",
            "target": "new",
            "context": {"default_volume_id": self.id},
        }
