import logging
import shutil
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from odoo import api, fields, models
from odoo.addons.consumer_rights.tools import failure
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, config
from psycopg2 import OperationalError

from ...tools.detail_file import EXCEL_ROWS, Column, DetailFiles
from .ir_attachment import file_sum

_logger = logging.getLogger(__name__)

ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=10)
# rows that are fetched and written at once; after each the progress is told and a stop obeyed
BATCH = 5000
# names our advisory locks among those of others
LOCK = 0x5249_4748
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OVER = ("done", "failed", "cancelled")


class Stopped(Exception):
    """Somebody cancelled the export while it ran."""


class RightsDetailExport(models.Model):
    """One export of a detail list: asked for by somebody, made in the background.

    who                         may
    who asked for it            see how far it is, cancel it, open its files
    recipients of its pack      open its files, as long as they may read all of its matters
    system                      everything else: no client writes here

    It reads with the rights that the person has while it runs. The rows come by a cursor of the
    server and go to a folder of their own; nothing of them is seen before both files are whole. A
    worker that dies leaves the row as it was: the next run begins again from the start.
    """

    _name = "rights.detail.export"
    _inherit = ["rights.of.period"]
    _description = "Export of a detail list"
    _order = "id desc"

    # what
    list_id = fields.Many2one("rights.detail.list", required=True, index=True, ondelete="restrict")
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, index=True, ondelete="restrict"
    )
    # whose
    user_id = fields.Many2one(
        "res.users", "Asked for by", required=True, index=True, ondelete="restrict"
    )
    reader_ids = fields.Many2many("res.users", string="Delivered to")
    run_id = fields.Many2one("rights.pack.run", "Report", index="btree_not_null")
    # how far
    state = fields.Selection(
        [
            ("waiting", "Queued"),
            ("running", "In progress"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="waiting",
        required=True,
        index=True,
    )
    total_count = fields.Integer("Matters")
    done_count = fields.Integer("Written")
    progress = fields.Float("Share done", compute="_compute_progress")
    attempts = fields.Integer("Tries")
    try_at = fields.Datetime("Next try", default=fields.Datetime.now)
    message = fields.Char()
    started_at = fields.Datetime("Began")
    finished_at = fields.Datetime("Finished on")
    # result
    xlsx_id = fields.Many2one("ir.attachment", "XLSX", ondelete="restrict", groups=fields.NO_ACCESS)
    csv_id = fields.Many2one("ir.attachment", "CSV", ondelete="restrict", groups=fields.NO_ACCESS)
    file_size = fields.Integer("Bytes of the workbook")
    checksum = fields.Char(help="SHA-256 of the workbook.")
    can_cancel = fields.Boolean(compute="_compute_can_cancel")

    _once = models.UniqueIndex(
        "(run_id, list_id) WHERE run_id IS NOT NULL", "This list of the report is there already."
    )

    @api.depends("list_id.name", "date_from", "date_to")
    def _compute_display_name(self):
        for export in self:
            # what a file is called is no secret to its readers
            names = export.sudo().list_id.name, export._get_period_name()
            export.display_name = " ".join(filter(None, names))

    @api.depends("done_count", "total_count", "state")
    def _compute_progress(self):
        for export in self:
            share = export.done_count / export.total_count if export.total_count else 0
            export.progress = 100 if export.state == "done" else min(100 * share, 100)

    @api.depends("state", "user_id")
    @api.depends_context("uid")
    def _compute_can_cancel(self):
        for export in self:
            is_mine = export.user_id == self.env.user
            export.can_cancel = is_mine and export.state in ("waiting", "running")

    # -- asking for it -----------------------------------------------------------------------------

    @api.model
    def _ask(self, wanted, station, span, run=None):
        """Order an export for the user, who may read matters of that unit and export.

        :param wanted: the detail list
        """
        wanted.check_access("read")
        self._check_may_export(station)
        if span.last < span.first:
            raise UserError(self.env._("The last day of a period is not before its first."))
        wanted._check_whole()
        export_sudo = self.sudo().create(  # exports are closed to clients
            {
                "list_id": wanted.id,
                "station_id": station.id,
                **self._span_values(span),
                "user_id": self.env.uid,
                "reader_ids": [fields.Command.link(self.env.uid)],
                "run_id": run and run.id,
            }
        )
        self.env.ref("rights_reports.rights_detail_export_cron").sudo()._trigger()
        return export_sudo.sudo(False)

    @api.model
    def _check_may_export(self, station):
        """Whoever lacks the right to the matters, the unit or exports is told so."""
        self.env["rights.report.table"]._check_unit(station)
        if not self.env["rights.case"].has_access("read"):
            raise AccessError(self.env._("Your role sees figures, not the matters behind them."))
        if not self.env.user.has_group("base.group_allow_export"):
            raise AccessError(self.env._("Your role may not export."))

    def action_cancel(self):
        """Stop it; what was written so far is removed."""
        self.ensure_one()
        self.check_access("read")
        if not self.can_cancel:
            raise UserError(self.env._("%(export)s does not run.", export=self.display_name))
        # the person's own order; the job looks at this between two batches
        self.sudo().write({"state": "cancelled", "finished_at": fields.Datetime.now()})
        return True

    def action_try_again(self):
        """Begin again what failed or was cancelled, with the rights of now."""
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user or self.state not in ("failed", "cancelled"):
            raise UserError(self.env._("%(export)s has not failed.", export=self.display_name))
        self._check_may_export(self.station_id)
        export_sudo = self.sudo()  # the person's own order
        export_sudo.write({"state": "waiting", "attempts": 0, "try_at": fields.Datetime.now()})
        self.env.ref("rights_reports.rights_detail_export_cron").sudo()._trigger()
        return True

    # -- the job -----------------------------------------------------------------------------------

    @api.model
    def _cron_run_exports(self, batch_size=20):
        """Those of packs are made by their packs."""
        domain = [
            ("state", "in", ("waiting", "running")),
            ("run_id", "=", False),
            ("try_at", "<=", fields.Datetime.now()),
        ]
        commit = self.env["ir.cron"]._commit_progress
        waiting = self.search(domain, limit=batch_size, order="try_at, id")
        commit(remaining=len(waiting))
        for export in waiting:
            export._run()
            if not commit(1):
                break

    @contextmanager
    def _alone(self):
        """Whether no other worker is at this export; the lock goes with a worker that dies."""
        cr = self.env.cr
        cr.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, self.id])
        [is_mine] = cr.fetchone()
        try:
            yield is_mine
        finally:
            if is_mine:
                cr.rollback()  # all that is worth keeping is committed by now
                cr.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, self.id])

    def _run(self):
        """Make the files of an export that waits, or whose worker died.

        It commits as it goes, so it is called by jobs only.
        """
        self.ensure_one()
        with self._alone() as is_mine:
            if is_mine and self._begin():
                self._run_safely()

    def _begin(self):
        self.invalidate_recordset()
        if self.state not in ("waiting", "running"):
            return False
        if self.attempts >= ATTEMPTS:
            # each time the worker died without a word
            self._note_failure(
                self.env._("Stopped %(count)s times without an end.", count=self.attempts)
            )
            self.env["ir.cron"]._commit_progress()
            return False
        self.write(
            {
                "state": "running",
                "attempts": self.attempts + 1,
                "done_count": 0,
                "message": False,
                "started_at": fields.Datetime.now(),
            }
        )
        self.env["ir.cron"]._commit_progress()
        return True

    def _run_safely(self):
        folder = self._folder()
        try:
            shutil.rmtree(folder, ignore_errors=True)  # what a worker left that died
            folder.mkdir(parents=True)
            files = self._write_files(folder)
            self.env[
                "ir.cron"
            ]._commit_progress()  # ends the reading, so that the row can be written
            self._finish(files)
            self.env["ir.cron"]._commit_progress()
        except Stopped:
            self.env.cr.rollback()
        except Exception as error:
            self.env.cr.rollback()
            self._note_error(error)
            self.env["ir.cron"]._commit_progress()
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _folder(self):
        """A folder of this export on the file system of the filestore."""
        return Path(config.filestore(self.env.cr.dbname)) / "exports" / str(self.id)

    def _note_error(self, error):
        if isinstance(error, UserError):
            _logger.info("Export id %s was refused: %s", self.id, type(error).__name__)
            # nothing that waiting would mend
            return self._note_failure(str(error), is_last=True)
        _logger.warning("Export id %s failed\n%s", self.id, failure.trace(error))
        return self._note_failure(
            self.env._(
                "The file could not be made or stored (%(kind)s).", kind=type(error).__name__
            )
        )

    def _note_failure(self, message, is_last=False):
        is_last = is_last or self.attempts >= ATTEMPTS or bool(self.run_id)
        self.write(
            {
                "state": "failed" if is_last else "waiting",
                "message": message[:500],
                "finished_at": fields.Datetime.now(),
                "try_at": fields.Datetime.now() + FIRST_WAIT * 2 ** max(self.attempts - 1, 0),
            }
        )

    # -- the files ---------------------------------------------------------------------------------

    def _as_asker(self):
        """This export with the rights and in the language of who asked for it."""
        asker = self.user_id
        return self.with_user(asker).with_context(
            lang=asker.lang, allowed_company_ids=asker.company_ids.ids
        )

    def _write_files(self, folder):
        """Both files, whole; nobody sees them yet."""
        export = self._as_asker()
        station = export.sudo().station_id
        export._check_may_export(station)
        wanted = export.sudo().list_id  # what was ordered; the rows go by the rights of the asker
        wanted._check_whole()
        domain = wanted._domain_of(station, self._span())
        self.env.flush_all()
        rows, counted = wanted._sql_rows(domain, export.env["rights.case"])
        [[total]] = self.env.execute_query(counted)
        self._note_progress(0, total)
        headers = wanted._headers()
        columns = [Column(name, kind) for name, kind, _definition in headers]
        files = DetailFiles(folder, wanted.name, columns, export._words(), self._rows_a_sheet())
        try:
            for batch in self._read_rows(rows):
                files.append(batch)
                self._note_progress(files.done, total)
            definitions = [(name, definition) for name, _kind, definition in headers]
            files.close(export._cover_lines(wanted, domain), definitions)
        except BaseException:
            files.abandon()
            raise
        return files

    @api.model
    def _rows_a_sheet(self):
        return EXCEL_ROWS - 1

    def _read_rows(self, sql):
        """Rows in batches, by a cursor of the server: none is held longer than it is written."""
        query = self.env.cr.mogrify(sql.code, sql.params).decode()
        with self.env.cr.connection.cursor(name=f"rights_export_{self.id}") as cursor:
            cursor.itersize = BATCH
            cursor.execute(query)
            while rows := cursor.fetchmany(BATCH):
                yield rows

    def _note_progress(self, done, total):
        """Tell how far it is, beside the transaction that reads; obey who cancelled it."""
        sql = SQL(
            "UPDATE rights_detail_export SET done_count = %s, total_count = %s"
            " WHERE id = %s AND state = 'running' RETURNING id",
            done,
            total,
            self.id,
        )
        with suppress(OperationalError), self.env.registry.cursor() as cr:
            # somebody who cancels at this very moment is heard the next time
            cr.execute(sql)
            if not cr.fetchone():
                raise Stopped()

    def _words(self):
        return {
            "cover": self.env._("Cover"),
            "sheet": self.env._("Sheet"),
            "rows": self.env._("Rows"),
            "checksum": self.env._("Checksum"),
            "column": self.env._("Column"),
            "definition": self.env._("Definition"),
        }

    def _cover_lines(self, wanted, domain):
        """What the cover says; the title first."""
        tables, span = self.env["rights.report.table"], self._span()
        counted_at = fields.Datetime.context_timestamp(
            self.with_context(tz="Asia/Shanghai"), fields.Datetime.now()
        )
        lines = [
            wanted.name,
            self.sudo().station_id.name,
            tables._span_name(span),
            self.env._("Counted on %(day)s", day=counted_at.strftime("%Y-%m-%d %H:%M")),
            self.env._("Asked for by: %(person)s", person=self.env.user.name),
            self.env._(
                "Period by: %(moment)s",
                moment=dict(wanted._fields["moment"]._description_selection(self.env))[
                    wanted.moment
                ],
            ),
            self.env._("Condition: %(condition)s", condition=wanted._say_condition()),
        ]
        if kept := wanted._count_secret(domain, self.env["rights.case"]):  # SEC-12
            lines.append(
                self.env._("Left out, as they hold state or trade secrets: %(count)s", count=kept)
            )
        if changed := wanted._changed_since(span):
            lines.append(
                self.env._(
                    "The list was changed on %(day)s: every row follows what it is now.",
                    day=changed,
                )
            )
        return lines

    def _finish(self, files):
        """Both files become visible in one transaction, and the export is logged (SEC-05)."""
        self.invalidate_recordset()
        if self.state != "running":  # cancelled at the last moment
            raise Stopped()
        attachments = self.env["ir.attachment"].sudo()  # read by our own route only
        checksum, size = file_sum(files.xlsx_path, "sha256"), files.xlsx_path.stat().st_size
        of_this = {"res_model": self._name, "res_id": self.id}
        name = self.with_context(lang=self.user_id.lang).display_name
        xlsx = attachments._rights_take_file(
            files.xlsx_path, {**of_this, "name": f"{name}.xlsx", "mimetype": XLSX}
        )
        text = attachments._rights_take_file(
            files.csv_path, {**of_this, "name": f"{name}.csv", "mimetype": "text/csv"}
        )
        self.write(
            {
                "state": "done",
                "xlsx_id": xlsx.id,
                "csv_id": text.id,
                "file_size": size,
                "checksum": checksum,
                "total_count": files.count,
                "done_count": files.count,
                "message": False if files.count else self.env._("No matter lies in this period."),
                "finished_at": fields.Datetime.now(),
            }
        )
        self._as_asker()._log_export()

    def _log_export(self):
        export_sudo = self.sudo()  # what was exported stands in the log whoever reads it
        self.env["rights.audit.log"]._log(
            "export",
            model="rights.case",
            count=export_sudo.done_count,
            reason=f"{export_sudo.list_id.domain or '[]'} {self.date_from} – {self.date_to}",
            detail=", ".join(export_sudo.list_id.column_ids.mapped("field")),
        )

    # -- opening it --------------------------------------------------------------------------------

    def _get_reader_refusal(self, user):
        """Why this person may not have the files today; None when nothing speaks against it.

        A reader sees every matter of it: what the person may not read is no part of a file.
        """
        self.ensure_one()
        try:
            self.with_user(user)._check_may_export(self.sudo().station_id.with_user(user))
        except AccessError as error:
            return str(error)
        if user == self.user_id:
            return None
        asker = self.sudo().user_id
        try:
            self.with_user(asker)._check_may_export(self.sudo().station_id.with_user(asker))
        except AccessError:  # what the asker saw cannot be told any more
            return self.env._("Who asked for the list has lost the right. Ask for it yourself.")
        export_sudo = self.sudo()
        wanted, cases = export_sudo.list_id, self.env["rights.case"]
        domain = wanted._domain_of(export_sudo.station_id, export_sudo._span())
        whole = wanted._query_of(domain, cases.with_user(export_sudo.user_id))
        theirs = wanted._query_of(domain, cases.with_user(user))
        sql = SQL("%s EXCEPT %s LIMIT 1", whole.select(), theirs.select())
        if self.env.execute_query(sql):
            return self.env._("This person does not see all matters of the list.")
        return None

    def _take_file(self, ending):
        """The attachment of a file, for who asked for it or it was delivered to (SEC-05).

        Whoever lost the right since then gets it no more.
        """
        self.ensure_one()
        self.check_access("read")
        export_sudo = self.sudo()  # readers have no rights on attachments
        attachment = export_sudo.xlsx_id if ending == "xlsx" else export_sudo.csv_id
        if self.env.user not in export_sudo.reader_ids or not attachment:
            raise AccessError(self.env._("This list was not delivered to you."))
        if reason := self._get_reader_refusal(self.env.user):
            raise AccessError(reason)
        self._log_export()
        return attachment

    def action_open_xlsx(self):
        return self._open("xlsx")

    def action_open_csv(self):
        return self._open("csv")

    def _open(self, ending):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/rights/reports/list/{self.id}/{ending}",
            "target": "self",
        }

    # -- the files do not stay for ever ------------------------------------------------------------

    @api.autovacuum
    def _gc_files(self):
        """Files of matters are removed after the days that the parameter gives."""
        days = self.env["rights.network.parameter"]._value("detail_export_days")
        old = self.sudo().search(
            [
                ("state", "=", "done"),
                ("xlsx_id", "!=", False),
                ("finished_at", "<", fields.Datetime.now() - timedelta(days=days)),
            ]
        )
        attachments = old.xlsx_id | old.csv_id
        old.write(
            {
                "xlsx_id": False,
                "csv_id": False,
                "message": self.env._("The files were removed after %(days)s days.", days=days),
            }
        )
        attachments.unlink()


class RightsDetailList(models.Model):
    _inherit = "rights.detail.list"

    export_ids = fields.One2many("rights.detail.export", "list_id", "Exports", readonly=True)

    def _changed_since(self, span):
        """The day on which the list was last changed since the period began; None if it was not."""
        self.ensure_one()
        parts = {self.name: [self, self.column_ids]}
        return self.env["rights.pack"]._changed_since(parts, span).get(self.name)
