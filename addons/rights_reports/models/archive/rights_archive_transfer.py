from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

ENTERED = frozenset(("station_id", "year"))
ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=5)


class RightsArchiveTransfer(models.Model):
    """The archive of one year as a package to hand over: PDF/A files, index and checksums.

    who                      may
    archivist                have it built from what he reads, own unit and below; download it;
                             note the handover
    division head, head      read that there is one
    nobody                   change or remove it

    It is listed at once and built file by file in the background; what was built stays built,
    whatever happens to the builder. Sealed volumes of informants are never part of it (SEC-02).
    """

    _name = "rights.archive.transfer"
    _description = "Transfer package"
    _order = "id desc"

    name = fields.Char("Package number", readonly=True)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    year = fields.Integer(
        required=True, default=lambda self: china_date().year - 1, aggregator=None
    )
    user_id = fields.Many2one(
        "res.users",
        "Package ordered by",
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [
            ("building", "Being built"),
            ("ready", "Package ready"),
            ("failed", "Failed"),
            ("handed_over", "Given to the receiver"),
        ],
        required=True,
        default="building",
        readonly=True,
        index=True,
    )
    line_ids = fields.One2many(
        "rights.archive.transfer.line", "transfer_id", "Files of the package"
    )
    file_count = fields.Integer("Number of files", compute="_compute_sums")
    done_count = fields.Integer("Files done", compute="_compute_sums")
    byte_count = fields.Float("Bytes", compute="_compute_sums", digits=(20, 0))
    index_ids = fields.Many2many("ir.attachment", string="Index files", readonly=True)
    checksum = fields.Char("SHA-256 of the list of checksums", readonly=True)
    built_at = fields.Datetime("Built", readonly=True)
    receiver = fields.Char("Receiving archive")
    handed_over_on = fields.Date("Given on", readonly=True)
    handed_over_by_id = fields.Many2one("res.users", "Given by", readonly=True, ondelete="restrict")

    @api.depends("name", "year")
    def _compute_display_name(self):
        for transfer in self:
            transfer.display_name = " ".join(
                filter(None, (transfer.name, transfer.year and str(transfer.year)))
            )

    def _compute_sums(self):
        lines_sudo = self.env["rights.archive.transfer.line"].sudo()  # counts
        groups = lines_sudo._read_group(
            [("transfer_id", "in", self.ids)],
            ["transfer_id", "state"],
            ["__count", "byte_count:sum"],
        )
        for transfer in self:
            own = [row for row in groups if row[0].id == transfer.id]
            transfer.file_count = sum(row[2] for row in own)
            transfer.done_count = sum(row[2] for row in own if row[1] == "done")
            transfer.byte_count = sum(row[3] or 0 for row in own)

    # -- who changes what -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        number = self.env["ir.sequence"].sudo()  # whoever orders it numbers it
        transfers = super().create(
            [
                {
                    **{name: value for name, value in vals.items() if name in ENTERED},
                    "name": number.next_by_code(self._name, sequence_date=china_date()),
                }
                for vals in vals_list
            ]
        )
        for transfer in transfers:
            transfer.check_access("write")
            if transfer.year > china_date().year:
                raise UserError(self.env._("This year has not begun."))
            lines = self.env["rights.archive.transfer.line"]._list(transfer)
            if not lines:
                raise UserError(self.env._("The archive has nothing of this year."))
        transfers._start()
        return transfers

    def write(self, vals):
        if not self.env.su and set(vals) - {"receiver"}:
            raise AccessError(self.env._("A package stays as it was built. Order another one."))
        if not self.env.su and self.filtered(lambda one: one.state == "handed_over"):
            raise UserError(self.env._("This package was handed over already."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A package that has its number is never deleted."))

    def _start(self):
        self.env.ref("rights_reports.rights_archive_transfer_cron").sudo()._trigger()

    def action_try_again(self):
        self.check_access("write")
        if self.filtered(lambda one: one.state != "failed"):
            raise UserError(self.env._("Only what failed is tried again."))
        self.sudo().line_ids.filtered(lambda line: line.state == "failed").write(
            {"state": "waiting", "attempts": 0, "next_try_at": False, "message": False}
        )
        self.sudo().state = "building"
        self._start()
        return True

    def action_hand_over(self):
        self.check_access("write")
        for transfer in self:
            if transfer.state != "ready":
                raise UserError(self.env._("The package is not ready."))
            if not (transfer.receiver or "").strip():
                raise UserError(self.env._("Say whom it is handed over to."))
            transfer.sudo().write(  # checked above; the course is closed to clients
                {
                    "state": "handed_over",
                    "handed_over_on": china_date(),
                    "handed_over_by_id": self.env.uid,
                }
            )
        return True

    def action_download(self):
        self.ensure_one()
        self._check_download()
        return {
            "type": "ir.actions.act_url",
            "url": f"/rights/archive/transfer/{self.id}/package",
            "target": "self",
        }

    def _check_download(self):
        self.ensure_one()
        self.check_access("write")  # whoever only knows of it does not take it along
        if self.state not in ("ready", "handed_over"):
            raise UserError(self.env._("The package is not ready."))

    def _get_file_name(self):
        return f"{self.station_id.code}-{self.year}-{self.id}.zip"

    # -- building ---------------------------------------------------------------------------------

    @api.model
    def _cron_build(self, batch_size=200):
        """Make the files of packages, each try noted before it begins."""
        now = fields.Datetime.now()
        lines = self.env["rights.archive.transfer.line"]
        domain = Domain("state", "=", "waiting") & (
            Domain("next_try_at", "=", False) | Domain("next_try_at", "<=", now)
        )
        jobs = self.env["ir.cron"]
        for line in jobs._in_turn(lines, domain, batch_size, "next_try_at nulls first, id"):
            line._note_attempt(now)
            if not jobs._commit_progress():
                break
            line._build_safely()
            self.env.invalidate_all()  # one run of any length stays small
        for transfer in self.search([("state", "=", "building")], order="id"):
            transfer = transfer.try_lock_for_update().filtered_domain([("state", "=", "building")])
            if transfer:
                transfer._finish()
                if not jobs._commit_progress():
                    break

    def _finish(self):
        """Ready, or failed, once no file waits any more."""
        self.ensure_one()
        lines = self.env["rights.archive.transfer.line"]
        own = [("transfer_id", "=", self.id)]
        if lines.search_count([*own, ("state", "=", "waiting")], limit=1):
            return
        if lines.search_count([*own, ("state", "=", "failed")], limit=1):
            self.state = "failed"
        else:
            self._build_index()
