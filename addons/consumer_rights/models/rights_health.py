import importlib.metadata
import shutil
from datetime import timedelta
from pathlib import Path

from odoo import api, fields, models, release
from odoo.fields import Domain
from odoo.tools import SQL, config, human_size

from ..tools import identity_crypt

LATE = timedelta(hours=1)
MAIL_STUCK = timedelta(hours=1)
DISK_LOW, DISK_FULL = 15, 5

RANK = {"ok": 0, "warning": 1, "fail": 2}


class RightsHealth(models.AbstractModel):
    """Whether the system does its silent work: jobs, mail, disk, key, papers (design D14).

    A check in ``_get_checks`` answers a dict: ``state`` ok, warning or fail, what was found, and
    what to do about it. It tells no data of any case and no secret. Another room or addon that has
    something to watch extends ``_get_checks``.
    """

    _name = "rights.health"
    _description = "Health of the system"

    @api.model
    def _get_checks(self):
        """[(key, label, method)] in the order of the page."""
        return [
            ("jobs", self.env._("Scheduled jobs"), self._check_jobs),
            ("mail", self.env._("Outgoing mail"), self._check_mail),
            ("imports", self.env._("Imports of cases"), self._check_imports),
            ("disk", self.env._("Disk of the stored files"), self._check_disk),
            ("database", self.env._("Database"), self._check_database),
            ("id_key", self.env._("Key of the identity numbers"), self._check_id_key),
            ("papers", self.env._("Making of PDF papers"), self._check_papers),
            ("modules", self.env._("Installed addons"), self._check_modules),
        ]

    @api.model
    def _report(self):
        """Every check's answer, and the worst state of all.

        It reads jobs and queues that its readers have no rights on, hence superuser mode; who may
        ask is decided by the route.
        """
        rows = []
        for key, label, check in self.sudo()._get_checks():
            try:
                with self.env.cr.savepoint(flush=False):
                    answer = check()
            except Exception as error:  # a check that breaks is bad news itself, not a blank page
                answer = self._answer("fail", type(error).__name__)
            rows.append({"key": key, "label": label, **answer})
        worst = max((row["state"] for row in rows), key=RANK.get)
        return {"state": worst, "at": fields.Datetime.now(), "checks": rows}

    @api.model
    def _answer(self, state, found, advice=""):
        return {"state": state, "found": found, "advice": "" if state == "ok" else advice}

    def _check_jobs(self):
        now = fields.Datetime.now()
        jobs = self.env["ir.cron"].search([])
        failing = jobs.filtered("failure_count")
        late = jobs.filtered(lambda job: job.nextcall < now - LATE) - failing
        if failing:
            return self._answer(
                "fail",
                self.env._("Failing: %(jobs)s", jobs=", ".join(failing.mapped("cron_name"))),
                self.env._("The server's log says why. The jobs go on trying."),
            )
        if late:
            return self._answer(
                "warning",
                self.env._("Overdue: %(jobs)s", jobs=", ".join(late.mapped("cron_name"))),
                self.env._("Check that the server runs with at least one worker for jobs."),
            )
        return self._answer(
            "ok", self.env._("%(count)s jobs are active, none is failing.", count=len(jobs))
        )

    def _check_mail(self):
        mails = self.env["mail.mail"]
        failed = mails.search_count([("state", "=", "exception")])
        waiting = Domain("state", "=", "outgoing")
        stuck = mails.search_count(
            waiting & Domain("create_date", "<", fields.Datetime.now() - MAIL_STUCK)
        )
        found = self.env._(
            "%(waiting)s waiting, %(failed)s failed.",
            waiting=mails.search_count(waiting),
            failed=failed,
        )
        if failed or stuck:
            return self._answer(
                "warning", found, self.env._("Check the outgoing mail server in the settings.")
            )
        return self._answer("ok", found)

    def _check_imports(self):
        imports = self.env["rights.import"]
        running = imports.search([("state", "=", "running")])
        silent = running.filtered(lambda row: row.write_date < fields.Datetime.now() - LATE)
        stopped = imports.search_count([("state", "=", "failed")])
        found = self.env._(
            "%(running)s running, %(stopped)s stopped.", running=len(running), stopped=stopped
        )
        if silent or stopped:
            return self._answer("warning", found, self.env._("Open the import to see the reason."))
        return self._answer("ok", found)

    def _check_disk(self):
        folder = Path(config.filestore(self.env.cr.dbname))
        while not folder.exists():  # nothing is stored yet
            folder = folder.parent
        usage = shutil.disk_usage(folder)
        free = round(100 * usage.free / usage.total)
        state = "fail" if free < DISK_FULL else "warning" if free < DISK_LOW else "ok"
        return self._answer(
            state,
            self.env._(
                "%(free)s free of %(total)s (%(percent)s %%).",
                free=human_size(usage.free),
                total=human_size(usage.total),
                percent=free,
            ),
            self.env._("Enlarge the disk before the files no longer fit."),
        )

    def _check_database(self):
        rows = self.env.execute_query(
            SQL("SELECT pg_database_size(current_database()), current_setting('server_version')")
        )
        return self._answer(
            "ok",
            self.env._(
                "%(size)s, PostgreSQL %(version)s.", size=human_size(rows[0][0]), version=rows[0][1]
            ),
        )

    def _check_id_key(self):
        advice = self.env._(
            "Put the key file back from the backup. Make no new one: it could not read"
            " what is stored."
        )
        try:
            cipher = identity_crypt.load_cipher()
        except identity_crypt.IdentityKeyError:
            return self._answer("fail", self.env._("The key file is missing or damaged."), advice)
        stored = self.env["rights.case.party.identity"].search(
            [("id_number_index", "!=", False)], order="id_number_index", limit=1
        )
        try:
            cipher.decrypt(stored.id_number_cipher)
        except identity_crypt.IdentityKeyError:
            return self._answer(
                "fail",
                self.env._("The key file is not the one that stored numbers were written with."),
                advice,
            )
        return self._answer("ok", self.env._("The key file is there and works."))

    def _check_papers(self):
        try:
            # here and not above: without Pango the import fails, and the page must still open
            from ..tools import pdf_renderer

            pdf_renderer.render_pdf("<p>消费者权益</p>", "http://localhost", None)
        except Exception as error:
            return self._answer(
                "fail",
                type(error).__name__,
                self.env._("Install the Chinese fonts and the libraries that the README lists."),
            )
        version = importlib.metadata.version("weasyprint")
        return self._answer(
            "ok", self.env._("WeasyPrint %(version)s, Chinese fonts are there.", version=version)
        )

    def _check_modules(self):
        modules = self.env["ir.module.module"].search(
            [("state", "in", ("to install", "to upgrade", "to remove"))]
        )
        if modules:
            return self._answer(
                "warning",
                self.env._("Unfinished: %(addons)s", addons=", ".join(modules.mapped("name"))),
                self.env._("Start the server again to finish the update."),
            )
        own = self.env["ir.module.module"].search(
            [("name", "=", "consumer_rights"), ("state", "=", "installed")]
        )
        return self._answer(
            "ok",
            self.env._(
                "Version %(own)s on Odoo %(odoo)s.",
                own=own.installed_version,
                odoo=release.version,
            ),
        )
