from datetime import date

from odoo import api, fields, models
from odoo.addons.consumer_rights.models.legal.rights_legal_record import FILE_TYPES
from odoo.addons.consumer_rights.tools.china_time import china_date, year_begins
from odoo.exceptions import UserError, ValidationError
from odoo.tools.mimetypes import guess_mimetype

# what an item may be the paper of: field, its date, what else names its class
SOURCES = {
    "dossier": ("dossier_id", "sealed_at"),
    "ledger": ("case_ledger_id", "year"),
    "legal": ("legal_file_id", "filed_on"),
}


class RightsArchiveItem(models.Model):
    """A line of the catalogue: one paper, dossier, ledger or file with its class (ARC-01).

    who                      may
    archivist                enter and correct while the volume is open, own units and below
    legal adviser            the same in the legal volumes of the own unit (ARC-08)
    division head, head      read
    nobody                   delete (ARC-11)

    Titles name no person: a dossier is listed by its number.
    """

    _name = "rights.archive.item"
    _inherit = ["rights.archive.file", "rights.own.unit"]
    _description = "Archive item"
    _order = "volume_id, sequence, id"
    _rec_name = "title"
    _rec_names_search = ["title", "document_number"]

    sequence = fields.Integer(default=10)
    number = fields.Integer("No.", readonly=True, copy=False)
    title = fields.Char(required=True)
    class_id = fields.Many2one(
        "rights.archive.class",
        "Archive class",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("child_ids", "=", False)],
        compute="_compute_class_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_class_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    volume_id = fields.Many2one(
        "rights.archive.volume",
        index=True,
        ondelete="restrict",
        domain="[('state', '=', 'open'), ('class_id', '=?', class_id)]",
    )
    state = fields.Selection(related="volume_id.state", string="State of the volume")
    date = fields.Date("Date of the record", required=True, default=lambda self: china_date())
    year = fields.Integer(compute="_compute_year", store=True, aggregator=None)
    document_number = fields.Char("Document number")
    page_count = fields.Integer("Pages")
    file = fields.Binary("Scan")
    # what of the system it is
    dossier_id = fields.Many2one(
        "rights.dossier", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    case_ledger_id = fields.Many2one(
        "rights.case.ledger",
        "Ledger",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    legal_file_id = fields.Many2one(
        "rights.legal.file", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    _pages_positive = models.Constraint("CHECK (page_count >= 0)", "Pages cannot be negative.")
    _dossier_once = models.UniqueIndex(
        "(dossier_id) WHERE dossier_id IS NOT NULL", "This dossier is in a volume already."
    )
    _ledger_once = models.UniqueIndex(
        "(case_ledger_id) WHERE case_ledger_id IS NOT NULL", "This ledger is in a volume already."
    )
    _legal_once = models.UniqueIndex(
        "(legal_file_id) WHERE legal_file_id IS NOT NULL",
        "This legal file is in a volume already.",
    )

    @api.depends("volume_id")
    def _compute_class_id(self):
        own = self.env.user.rights_station_ids[:1]
        for item in self:
            item.class_id = item.volume_id.class_id or item.class_id
            item.station_id = item.volume_id.station_id or item.station_id or own

    @api.depends("date")
    def _compute_year(self):
        for item in self:
            item.year = item.date and item.date.year

    @api.constrains("class_id", "volume_id")
    def _check_class(self):
        for item in self:
            if item.class_id.child_ids:
                raise ValidationError(
                    self.env._("“%(name)s” has sub-classes: choose one.", name=item.class_id.name)
                )
            if item.volume_id and item.volume_id.class_id != item.class_id:
                raise ValidationError(
                    self.env._("“%(title)s” is of another class than the volume.", title=item.title)
                )

    @api.constrains("date")
    def _check_date(self):
        if self.filtered(lambda item: item.date > china_date()):
            raise ValidationError(self.env._("A record cannot have a date to come."))

    # -- who changes what -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._check_open()
        return items

    def write(self, vals):
        self._check_open()
        result = super().write(vals)
        self._check_open()
        return result

    def _check_content(self, content):
        if guess_mimetype(content) not in FILE_TYPES:
            raise UserError(
                self.env._("A scan is a PDF or a picture (JPEG, PNG, TIFF). Convert it first.")
            )

    def _check_open(self):
        if not self.env.su and (closed := self.volume_id.filtered(lambda one: one.state != "open")):
            raise UserError(self.env._("%(volume)s is closed.", volume=closed[0].display_name))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "Nothing of the archive is deleted. What has expired is appraised and destroyed."
            )
        )

    # -- what waits for a volume ------------------------------------------------------------------

    @api.model
    def _get_waiting(self, volume, limit):
        """Values of items for what the system has of a volume's class, unit and year, oldest first.

        It is searched with the rights of whoever fills the volume.
        """
        if volume.collects not in SOURCES or not limit:
            return []
        name, dated = SOURCES[volume.collects]
        begin, end = volume.year, volume.year + 1
        if dated == "filed_on":
            begin, end = date(begin, 1, 1), date(end, 1, 1)
        elif dated == "sealed_at":
            begin, end = year_begins(begin), year_begins(end)
        filed = self.sudo()._search([(name, "!=", False)]).subselect(name)  # what others filed too
        records = self.env[self._fields[name].comodel_name].search(
            [
                ("id", "not in", filed),
                (dated, ">=", begin),
                (dated, "<", end),
                ("station_id", "=", volume.station_id.id),
                *self._get_source_domain(volume),
            ],
            order="id",
            limit=limit,
        )
        return [
            {
                "volume_id": volume.id,
                "sequence": place,
                name: record.id,
                **self._get_source_values(record),
            }
            for place, record in enumerate(records, len(volume.item_ids) + 1)
        ]

    @api.model
    def _get_source_domain(self, volume):
        if volume.collects == "legal":
            return [("archive_class", "=", volume.legal_class)]
        return []

    @api.model
    def _get_source_values(self, record):
        if record._name == "rights.dossier":
            return {
                "title": self.env._("Dossier %(number)s", number=record.name),
                "document_number": record.name,
                "date": china_date(record.sealed_at),
                "page_count": record.page_count,
            }
        if record._name == "rights.case.ledger":
            return {
                "title": self.env._(
                    "Ledger of %(year)s, %(kind)s, volume %(volume)s",
                    year=record.year,
                    kind=dict(record._fields["kind"]._description_selection(self.env))[record.kind],
                    volume=record.volume,
                ),
                "document_number": record.name,
                "date": china_date(record.create_date),
            }
        return {
            "title": self.env._("Legal file %(number)s", number=record.name),
            "document_number": record.name,
            "date": record.filed_on,
        }
