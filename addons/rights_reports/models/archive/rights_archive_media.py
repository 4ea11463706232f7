from odoo import api, fields, models
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.exceptions import UserError, ValidationError
from odoo.tools.mimetypes import guess_mimetype


class RightsArchiveMedia(models.Model):
    """A recording, photo or video, filed under the year it was made in (声像资料, ARC-06).

    who                      may
    archivist                file, own units and below; of a case only one that he reads
    division head, head      read those of events
    nobody                   delete

    What shows or sounds like an informant is no material of this list: it belongs to the evidence
    of the matter, which is bound into the sealed volume.
    """

    _name = "rights.archive.media"
    _inherit = ["rights.archive.file", "rights.case.mention", "rights.own.unit"]
    _description = "Audio-visual material"
    _order = "year desc, recorded_on desc, id desc"
    _rec_name = "title"

    name = fields.Char("Media number", readonly=True, copy=False)
    title = fields.Char(required=True, help="What it shows; no names of persons.")
    kind = fields.Selection(
        [("audio", "Audio"), ("photo", "Photo"), ("video", "Video")], "Type", required=True
    )
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    recorded_on = fields.Date("Recorded on", help="Empty when only the year is known.")
    year = fields.Integer(
        "Year of recording",
        compute="_compute_year",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        aggregator=None,
    )
    event = fields.Char(help="What it was made at, when it is of no case.")
    carrier = fields.Char(help="Disc, tape or print, and where it stands.")

    _has_year = models.Constraint(
        "CHECK (year BETWEEN 1900 AND 2200)", "Say in which year it was recorded."
    )
    _of_something = models.Constraint(
        "CHECK (case_id IS NOT NULL OR event IS NOT NULL)",
        "Say which case or event it belongs to.",
    )

    @api.depends("recorded_on")
    def _compute_year(self):
        for media in self:
            media.year = media.recorded_on.year if media.recorded_on else media.year

    @api.constrains("year", "recorded_on")
    def _check_year(self):
        for media in self:
            if not media.year or (media.recorded_on and media.recorded_on.year != media.year):
                raise ValidationError(self.env._("Say in which year it was recorded."))
            if media.year > china_date().year:
                raise ValidationError(self.env._("This year has not begun."))

    @api.constrains("file", "carrier")
    def _check_there_is_something(self):
        if self.filtered(lambda media: not media.file and not media.carrier):
            raise ValidationError(self.env._("Add the file, or say on which carrier it is."))

    @api.constrains("case_id")
    def _check_no_informant(self):
        for case in self.sudo().case_id:
            if case._is_identity_sealed():
                raise ValidationError(
                    self.env._(
                        "The identity in %(case)s is secret: add this to the evidence of the "
                        "matter, which is bound into the sealed volume.",
                        case=case.name,
                    )
                )

    # -- filing -----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        number = self.env["ir.sequence"].sudo()  # whoever files numbers
        return super().create(
            [
                {**vals, "name": number.next_by_code(self._name, sequence_date=china_date())}
                for vals in vals_list
            ]
        )

    def _check_content(self, content):
        if guess_mimetype(content).split("/")[0] not in ("audio", "video", "image"):
            raise UserError(self.env._("This is no recording, picture or video."))

    def _get_kind_name(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Audio-visual material is kept."))
