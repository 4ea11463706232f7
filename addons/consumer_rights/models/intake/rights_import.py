from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .rights_import_mapping import MODES

# set by the import itself, never by a client
GUARDED = frozenset(
    (
        "state mapping_id profile is_checked total_count done_count created_count skipped_count "
        "failed_count last_row message started_at finished_at error_file has_error_file encoding "
        "sheet_names"
    ).split()
)
READ_AGAIN = frozenset(("file", "sheet_name", "header_row"))


class RightsImport(models.Model):
    """A file of cases on its way into the system: upload, map, preview, run, result.

    who                      may
    business administrator   do all of it with own files; sees counts, never another's rows
    platform administrator   see that an import runs, stop and continue it

    History enters in the state it had (REG-23), open cases with their dates and days (REG-24).
    A number that its source has already given to a case is passed over, so a file may be sent
    again at any time. The rows run in the background (rights_import_run.py).
    """

    _name = "rights.import"
    _description = "Import of cases"
    _order = "id desc"

    # upload
    name = fields.Char(
        required=True, compute="_compute_name", store=True, readonly=False, precompute=True
    )
    mode = fields.Selection(MODES, "What it holds", required=True, default="history")
    source_name = fields.Char(
        "Source",
        help="Where the file comes from. Numbers are unique for a source: use the same name for "
        "all its files.",
    )
    file = fields.Binary(attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    sheet_name = fields.Char("Sheet", copy=False)
    sheet_names = fields.Char("Sheets of the file", readonly=True, copy=False)
    header_row = fields.Integer(
        "Names in row", copy=False, help="The row that names the columns; 0 when there is none."
    )
    encoding = fields.Char(readonly=True, copy=False)
    # what holds for all rows
    kind = fields.Selection(
        selection="_selection_kind",
        string="Kind of matter",
        required=True,
        default="complaint",
        help="For rows that do not say it themselves.",
    )
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
        help="Becomes responsible for rows that do not name a unit.",
    )
    channel_id = fields.Many2one(
        "rights.channel",
        ondelete="restrict",
        default=lambda self: self.env.ref("consumer_rights.channel_website", False),
        help="For rows that do not say it themselves.",
    )
    item_class_id = fields.Many2one(
        "rights.category",
        "Goods or service class",
        ondelete="restrict",
        domain=[("kind", "in", ("goods", "service"))],
        help="For rows that do not say it themselves.",
    )
    received_on = fields.Date("Date of receipt", help="For a file without such a column.")
    # mapping
    mapping_id = fields.Many2one("rights.import.mapping", readonly=True, copy=False)
    mapping_line_ids = fields.One2many(related="mapping_id.line_ids", readonly=False)
    kind_value_ids = fields.One2many(related="mapping_id.kind_value_ids", readonly=False)
    stage_value_ids = fields.One2many(related="mapping_id.stage_value_ids", readonly=False)
    nature_value_ids = fields.One2many(related="mapping_id.nature_value_ids", readonly=False)
    item_class_value_ids = fields.One2many(
        related="mapping_id.item_class_value_ids", readonly=False
    )
    channel_value_ids = fields.One2many(related="mapping_id.channel_value_ids", readonly=False)
    station_value_ids = fields.One2many(related="mapping_id.station_value_ids", readonly=False)
    handler_value_ids = fields.One2many(related="mapping_id.handler_value_ids", readonly=False)
    outcome_value_ids = fields.One2many(related="mapping_id.outcome_value_ids", readonly=False)
    profile = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    # run and result
    state = fields.Selection(
        [
            ("draft", "Upload"),
            ("mapped", "Map and preview"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Stopped"),
        ],
        string="Step",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    is_checked = fields.Boolean(
        readonly=True, copy=False, help="All rows of a takeover were found good."
    )
    total_count = fields.Integer("Rows of the file", readonly=True, copy=False)
    done_count = fields.Integer("Rows done", readonly=True, copy=False)
    created_count = fields.Integer("Cases created", readonly=True, copy=False)
    skipped_count = fields.Integer(
        "Passed over", readonly=True, copy=False, help="The source's number was here already."
    )
    failed_count = fields.Integer("Rows with errors", readonly=True, copy=False)
    last_row = fields.Integer(readonly=True, copy=False)
    progress = fields.Float("Share done", compute="_compute_progress")
    message = fields.Char(readonly=True, copy=False)
    started_at = fields.Datetime(readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)
    issue_ids = fields.One2many("rights.import.issue", "import_id", "Errors", readonly=True)
    error_file = fields.Binary(attachment=True, copy=False, groups=fields.NO_ACCESS)
    has_error_file = fields.Boolean(readonly=True, copy=False)
    is_mine = fields.Boolean(compute="_compute_is_mine")
    may_see_cases = fields.Boolean(compute="_compute_is_mine")
    can_continue = fields.Boolean(compute="_compute_can_continue")

    # -- defaults, computes -----------------------------------------------------------------

    @api.model
    def _selection_kind(self):
        return self.env["rights.case"]._fields["kind"]._description_selection(self.env)

    @api.depends("file_name")
    def _compute_name(self):
        for record in self:
            file_name = record.file_name or ""
            record.name = record.name or file_name.rpartition(".")[0] or file_name or False

    @api.depends("done_count", "total_count", "state", "is_checked", "mode")
    def _compute_progress(self):
        for record in self:
            share = record.done_count / record.total_count if record.total_count else 0
            if record.mode == "takeover":  # first all rows are checked, then all are created
                share = (share + record.is_checked) / 2
            record.progress = 100 if record.state == "done" else min(100 * share, 100)

    @api.depends_context("uid")
    def _compute_is_mine(self):
        may_see = self.env["rights.case"].has_access("read")
        for record in self:
            record.is_mine = record._is_mine()
            record.may_see_cases = may_see

    @api.depends("state", "mode", "is_checked", "failed_count")
    def _compute_can_continue(self):
        """A takeover with errors starts anew; everything else goes on where it stopped."""
        for record in self:
            record.can_continue = record.state == "failed" and (
                record.mode == "history" or record.is_checked or not record.failed_count
            )

    def _is_mine(self):
        """Whether the current user uploaded it: only then are its rows shown (Annex A2)."""
        return not self._origin or self.create_uid.id == self.env.uid

    def _profile_columns(self):
        """{column name: what it holds}, for server code: it holds examples of the rows."""
        columns = (self.sudo().profile or {}).get("columns", [])
        return {column["name"]: column for column in columns}

    def _own_profile(self):
        """The same for the person who uploaded the file; nothing for anybody else."""
        record = self.exists()
        if not record or not record._is_mine() or not record.has_access("read"):
            return {}
        return record._profile_columns()

    @api.depends("state", "mode", "mapping_line_ids.target", "mapping_line_ids.date_order")
    @api.depends_context("uid")
    def _compute_preview(self):
        for record in self:
            record.preview = (
                record._render_preview()
                if record.state == "mapped" and record._is_mine() and record.mapping_id
                else False
            )

    # -- writing ----------------------------------------------------------------------------

    def _check_guarded(self, vals):
        if not self.env.su and GUARDED & vals.keys():
            raise AccessError(self.env._("These fields are set by the import itself."))

    @staticmethod
    def _clean_vals(vals):
        """A source is the same with a space at its end: its numbers must stay unique."""
        if isinstance(vals.get("source_name"), str):
            return vals | {"source_name": " ".join(vals["source_name"].split())}
        return vals

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_guarded(vals)
        return super().create([self._clean_vals(vals) for vals in vals_list])

    def write(self, vals):
        self._check_guarded(vals)
        vals = self._clean_vals(vals)
        for record in self:
            if READ_AGAIN & vals.keys() and record.state not in ("draft", "mapped"):
                raise UserError(
                    self.env._(
                        "The import %(name)s has begun: its file stays. Make a new import for "
                        "another file.",
                        name=record.name,
                    )
                )
        if "file" in vals:
            vals = {"sheet_name": False, "header_row": 0} | vals
        result = super().write(vals)
        if self.env.context.get("rights_import_reading"):
            return result
        for record in self.filtered(lambda record: record.state == "mapped"):
            if READ_AGAIN & vals.keys():
                record._read_file(find_header=not vals.get("header_row"))
            elif "source_name" in vals or "mode" in vals:
                record._choose_mapping()
            elif "mapping_line_ids" in vals:
                record._complete_values()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        for record in self:
            if record.state == "running" or record.created_count:
                raise UserError(
                    self.env._(
                        "The import %(name)s has created cases, which name it as their origin. "
                        "It stays.",
                        name=record.name,
                    )
                )

    # -- actions ----------------------------------------------------------------------------

    def action_read_file(self):
        """Read the uploaded file and propose what its columns mean."""
        self.ensure_one()
        self.check_access("write")
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        if not self.source_name:
            raise UserError(self.env._("Name the source of the file first."))
        self._read_file(find_header=not self.header_row)
        return True

    def action_start(self):
        self.ensure_one()
        self.check_access("write")
        reasons = self._get_cannot_start_reasons()
        if reasons:
            raise UserError("\n".join(reasons))
        self._do_start()
        return True

    def action_continue(self):
        """Go on after the last finished row."""
        self.ensure_one()
        self.check_access("write")
        if not self.can_continue:
            raise UserError(
                self.env._("The import %(name)s has nothing left to continue.", name=self.name)
            )
        # the right to write was checked above; the state itself is closed to clients
        self.sudo().write({"state": "running", "message": False, "finished_at": False})
        self._trigger()
        return True

    def action_stop(self):
        self.ensure_one()
        self.check_access("write")
        if self.state == "running":
            self._stop(
                self.env._(
                    "Stopped by %(user)s after row %(row)s.",
                    user=self.env.user.name,
                    row=self.last_row,
                )
            )
        return True

    def action_open_cases(self):
        """The cases of this import, for those who may see cases; each sees what is theirs."""
        self.ensure_one()
        self.env["rights.case"].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cases of %(name)s", name=self.name),
            "res_model": "rights.case",
            "view_mode": "list,kanban,form",
            "domain": [("import_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_download_errors(self):
        self.ensure_one()
        self._check_error_file()
        return {
            "type": "ir.actions.act_url",
            "url": f"/rights/import/{self.id}/errors",
            "target": "self",
        }

    def action_send_corrected(self):
        """A new import with the same settings, for the corrected workbook."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "rights.import",
            "view_mode": "form",
            "context": {
                f"default_{name}": self[name].id if self._fields[name].relational else self[name]
                for name in (
                    "mode",
                    "source_name",
                    "kind",
                    "station_id",
                    "channel_id",
                    "item_class_id",
                    "received_on",
                )
            },
        }

    def _check_error_file(self):
        self.check_access("read")
        if not self._is_mine() or not self.has_error_file:
            raise AccessError(
                self.env._("Only the person who uploaded the file can fetch its rows.")
            )

    # -- start and stop ---------------------------------------------------------------------

    def _do_start(self):
        import_sudo = self.sudo()  # checked by the caller; the figures are closed to clients
        import_sudo.issue_ids.unlink()
        import_sudo.write(
            {
                "state": "running",
                "is_checked": False,
                "done_count": 0,
                "created_count": 0,
                "skipped_count": 0,
                "failed_count": 0,
                "last_row": 0,
                "message": False,
                "started_at": fields.Datetime.now(),
                "finished_at": False,
                "has_error_file": False,
                "error_file": False,
            }
        )
        self._trigger()

    def _trigger(self):
        self.env.ref("consumer_rights.rights_import_cron").sudo()._trigger()

    def _stop(self, message):
        self.sudo().write(  # checked by the caller
            {"state": "failed", "message": message, "finished_at": fields.Datetime.now()}
        )

    # -- upkeep -----------------------------------------------------------------------------

    @api.autovacuum
    def _gc_files(self):  # pylint: disable=missing-return,super-method-mismatch
        """Files hold personal data and go some time after the import (default 90 days)."""
        days = int(
            self.env["ir.config_parameter"].sudo().get_param("consumer_rights.import_keep_days", 90)
        )
        old = self.search(
            [
                ("state", "in", ("done", "failed")),
                ("finished_at", "<", f"now -{days}d"),
                ("file_name", "!=", False),
            ]
        )
        for record in old:
            super(RightsImport, record).write(  # pylint: disable=super-method-mismatch
                {"file": False, "file_name": False, "has_error_file": False}
            )
            record.sudo().write({"profile": False, "error_file": False})
            record.issue_ids.unlink()
