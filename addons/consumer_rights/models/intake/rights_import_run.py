import logging
from itertools import islice, takewhile

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import mute_logger
from psycopg2 import DataError, IntegrityError, OperationalError
from psycopg2.errors import UniqueViolation

from ...tools import failure
from ...tools.table_errors import TableError
from .rights_import_row import RowConverter

_logger = logging.getLogger(__name__)

BATCH = 500


class RightsImport(models.Model):
    """The background run: batches, each with its cases, errors and figures in one commit.

    A worker that is killed loses the batch at hand and nothing else: the next run continues after
    ``last_row``, and the number at the source keeps a row from entering twice.
    """

    _inherit = "rights.import"

    # -- job --------------------------------------------------------------------------------

    @api.model
    def _cron_run_imports(self, batch_size=BATCH):
        running = self.search([("state", "=", "running")], order="id")
        left = self.env["ir.cron"]._commit_progress(
            remaining=sum(record._count_left() for record in running)
        )
        for record in running:
            if not left:
                break
            # as the uploader, who becomes the registrant; in superuser mode, because an
            # administrator enters cases here without the right to read them
            uploader = record.create_uid
            context = {"lang": uploader.lang, "tracking_disable": True}
            left = record.with_user(uploader).sudo().with_context(**context)._run(batch_size)

    def _count_left(self):
        """Rows still to go through; those of a takeover are gone through twice."""
        again = self.total_count if self.mode == "takeover" and not self.is_checked else 0
        return max(self.total_count + again - self.done_count, 1)

    def _run(self, batch_size):
        """Run until the file or the time is at its end.

        :return: the seconds left to this cron run
        """
        self.ensure_one()
        commit = self.env["ir.cron"]._commit_progress
        try:
            with self._open_table() as table:
                converter = RowConverter(self, table)
                left = self._run_rows(table, converter, batch_size)
                while left and self.state == "running" and self.is_checked and not self.last_row:
                    # a takeover whose rows are all good: now they are created
                    left = self._run_rows(table, converter, batch_size)
                return left
        except (OperationalError, ConcurrencyError):
            raise  # another transaction was faster: the job runs again
        except TableError as error:
            self._stop(self._table_sentence(error))
        except UserError as error:
            self._stop(str(error))
        except Exception as error:
            _logger.error(
                "Import id %s stopped after row %s\n%s",
                self.id,
                self.last_row,
                failure.trace(error),
            )
            self._stop(
                self.env._(
                    "Stopped after row %(row)s by an error of the system. Nothing that is done is "
                    "lost: tell the platform administrator, then continue.",
                    row=self.last_row,
                )
            )
        return commit()

    def _run_rows(self, table, converter, batch_size):
        commit = self.env["ir.cron"]._commit_progress
        if self._is_checking():
            done_before = takewhile(lambda row: row.number <= self.last_row, table.rows())
            converter.remember(done_before)
        rows = table.rows(after=self.last_row)
        while True:
            batch = list(islice(rows, batch_size))
            with self.env.cr.savepoint():
                if batch:
                    self._run_batch(converter, batch)
                else:
                    self._finish(table)
            left = commit(len(batch))
            if not (batch and left and self.state == "running"):
                return left

    def _is_checking(self):
        return self.mode == "takeover" and not self.is_checked

    # -- one batch --------------------------------------------------------------------------

    def _run_batch(self, converter, rows):
        good, issues = [], []
        for row in rows:
            vals, problems = converter.convert(row)
            if problems:
                issues.append((row.number, problems))
            else:
                good.append((row.number, vals))
        created = skipped = 0
        if not self._is_checking():
            fresh = self._drop_known(good)
            created, refused = self._create_cases(fresh)
            issues += refused
            skipped = len(rows) - created - len(issues)
        self._add_issues(issues)
        self.write(
            {
                "last_row": rows[-1].number,
                "done_count": self.done_count + len(rows),
                "created_count": self.created_count + created,
                "skipped_count": self.skipped_count + skipped,
                "failed_count": self.failed_count + len(issues),
            }
        )

    def _drop_known(self, numbered):
        """Without rows whose number the source has already given to a case (REG-23, INT-14)."""
        wanted = {vals["external_number"]: (row, vals) for row, vals in reversed(numbered)}
        known = self.env["rights.case"].search_fetch(
            [
                ("external_source", "=", self.source_name),
                ("external_number", "in", list(wanted)),
            ],
            ["external_number"],
        )
        for number in known.mapped("external_number"):
            del wanted[number]
        return sorted(wanted.values(), key=lambda pair: pair[0])

    def _create_cases(self, numbered):
        """(how many cases were created, [(row, problems)] of the rows that were refused)"""
        if not numbered:
            return 0, []
        try:
            return self._create_batch([vals for _row, vals in numbered]), []
        except (UserError, IntegrityError, DataError):
            # one row spoils the batch: find out which
            _logger.info("Import id %s: a batch of %s goes row by row", self.id, len(numbered))
        created, refused = 0, []
        for row, vals in numbered:
            try:
                created += self._create_batch([vals])
            except UniqueViolation:
                continue  # somebody entered the same number a moment ago
            except UserError as error:
                refused.append((row, [("", str(error))]))
            except (IntegrityError, DataError) as error:
                _logger.warning("Import id %s row %s: %s", self.id, row, type(error).__name__)
                refused.append(
                    (row, [("", self.env._("The row cannot be stored. Compare it with others."))])
                )
        return created, refused

    def _create_batch(self, vals_list):
        cases = self.env["rights.case"]
        # once a batch: some defaults ask the database, and would for every row
        defaults = cases.default_get(list(cases._fields))
        vals_list = [defaults | vals for vals in vals_list]
        # the server's log would otherwise hold the whole row of a refused INSERT, persons included
        with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self._resolve_merchants(vals_list)
            if self.mode == "takeover":
                return len(cases._import_takeover(vals_list))
            return len(cases._import_history(vals_list))

    def _resolve_merchants(self, vals_list):
        """Find or enter the merchants of the rows, all of a batch at once."""
        rows = [vals.pop("_merchant", None) for vals in vals_list]
        named = [(vals, row) for vals, row in zip(vals_list, rows, strict=True) if row]
        merchants = self.env["rights.merchant"]._get_or_create_many([row for _vals, row in named])
        for (vals, _row), merchant in zip(named, merchants, strict=True):
            vals["respondent_id"] = merchant.id

    def _add_issues(self, numbered):
        self.env["rights.import.issue"].create(
            [
                {
                    "import_id": self.id,
                    "row_number": row,
                    "column_name": column,
                    "message": sentence,
                }
                for row, problems in numbered
                for column, sentence in problems
            ]
        )

    # -- end --------------------------------------------------------------------------------

    def _finish(self, table):
        if self._is_checking() and not self.failed_count:
            self.write({"is_checked": True, "last_row": 0, "done_count": 0})
            return
        if self._is_checking():
            self._stop(
                self.env._(
                    "Nothing was taken over: %(count)s rows have errors. Correct them and send "
                    "the file again.",
                    count=self.failed_count,
                )
            )
        else:
            self.write({"state": "done", "finished_at": fields.Datetime.now()})
        if self.failed_count:
            self._write_error_file(table)
