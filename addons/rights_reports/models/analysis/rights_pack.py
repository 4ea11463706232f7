import base64
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)
PDF = "application/pdf"
PAPER = "rights_reports.report_rights_analysis_report"
FINALISED = ("approved", "received")


class RightsPack(models.Model):
    """A pack may take the analysis report of its unit and period along (STA-01, STA-06, DOC-23)."""

    _inherit = "rights.pack"

    with_analysis = fields.Boolean(
        "Analysis report",
        help="The approved analysis report of the unit and period goes along as PDF. If it is not "
        "approved yet, the workbook goes on its day and the report follows by itself.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "with_analysis" in vals and not vals["with_analysis"]:
            # runs are closed to clients; nothing is awaited any more
            self.sudo().run_ids.filtered(lambda run: run.state == "partly").state = "done"
        return result


class RightsPackRun(models.Model):
    """The workbook goes on its day; the analysis report with it, or once it is approved."""

    _inherit = "rights.pack.run"

    state = fields.Selection(
        selection_add=[("partly", "Delivered; the analysis report follows"), ("done",)],
        ondelete={"partly": lambda runs: runs.write({"state": "done"})},
    )
    analysis_id = fields.Many2one(
        "rights.analysis.report", "Analysis report", index="btree_not_null", ondelete="restrict"
    )
    analysis_file = fields.Binary(attachment=True)
    analysis_name = fields.Char()

    @api.model
    def _get_due_domain(self):
        """Those as well whose report has been approved since the workbook went."""

        def to_sql(_model, alias, _query):
            return SQL(
                """EXISTS (SELECT FROM rights_analysis_report report
                            WHERE (report.station_id, report.kind, report.date_from, report.date_to)
                                = (%(run)s.station_id, %(run)s.kind, %(run)s.date_from,
                                   %(run)s.date_to)
                              AND report.state IN %(finalised)s)""",
                run=SQL.identifier(alias),
                finalised=FINALISED,
            )

        awaited = Domain(
            [
                ("state", "=", "partly"),
                ("try_at", "<=", fields.Datetime.now()),
                ("pack_id.active", "=", True),
            ]
        )
        self.env["rights.analysis.report"].flush_model()
        return super()._get_due_domain() | (awaited & Domain.custom(to_sql=to_sql))

    def _run(self):
        result = super()._run()
        if self.pack_id.with_analysis and not self.analysis_name:
            self.write({"state": self._get_waiting_state(), "attempts": 0})
        return result

    def _get_waiting_state(self):
        return "partly" if self.file_name else super()._get_waiting_state()

    def _make_files(self):
        files = super()._make_files()
        report = self._get_analysis() if self.pack_id.with_analysis else None
        if not report or self.analysis_name:
            return files
        try:
            with self.env.cr.savepoint():
                content = report._get_paper(self.pack_id.user_id)
        except (UserError, OSError, MemoryError) as error:
            if not files:
                raise
            # the workbook does not wait for it: the next job tries again
            _logger.warning("Analysis of pack run id %s: %s", self.id, type(error).__name__)
            return files
        name = f"{self._get_title('analysis')}.pdf"
        self.write(
            {
                "analysis_id": report.id,
                "analysis_file": base64.b64encode(content),
                "analysis_name": name,
            }
        )
        return files | {"analysis": (name, content)}

    def _get_analysis(self):
        """The finalised report of the unit and period of this run."""
        return self.env["rights.analysis.report"].search(
            [
                ("station_id", "=", self.station_id.id),
                ("kind", "=", self.kind),
                ("date_from", "=", self.date_from),
                ("date_to", "=", self.date_to),
                ("state", "in", FINALISED),
            ]
        )

    def _get_file(self, part):
        if part != "analysis":
            return super()._get_file(part)
        return self.analysis_name, base64.b64decode(self.analysis_file), PDF

    def _get_title(self, part):
        if part != "analysis":
            return super()._get_title(part)
        parts = dict(self.delivery_ids._fields["part"]._description_selection(self.env))
        return f"{self.display_name} {parts[part]}"


class RightsAnalysisReport(models.Model):
    _inherit = "rights.analysis.report"

    def _finalise(self):
        """Packs that wait for it need not wait for the next turn of their job."""
        result = super()._finalise()
        self.env.ref("rights_reports.rights_pack_cron").sudo()._trigger()
        return result

    def _get_paper(self, user):
        """The sealed PDF of a finalised report: what was printed first, whoever asks (DOC-23).

        :param user: who answers for its delivery and must be able to read it
        """
        self.ensure_one()
        self.with_user(user).check_access("read")
        # the paper is the same for everybody, and stored with the first print
        reports_sudo = self.env["ir.actions.report"].sudo()
        reports_sudo = reports_sudo.with_context(force_report_rendering=True)
        content, _media = reports_sudo._render_qweb_pdf(PAPER, self.ids)
        return content
