import logging
import time

from odoo import api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

CITY = "consumer_rights.demo_station_city"
CASES = 3000
DOSSIERS = 15


class RightsDemo(models.AbstractModel):
    """Loads the demonstration data; no user can call it, and real data are safe from it.

    Units, streets and partner bodies are plain records (network.xml). People, merchants and cases
    are made here from the tables and stories beside this file.
    """

    _name = "rights.demo"
    _description = "Demonstration data"

    @api.model
    def _load(self):
        """Called once, when the demonstration data are installed."""
        if self.env["rights.case"].sudo().search_count([], limit=1):
            raise UserError(
                self.env._("This database has cases already: demonstration data need a new one.")
            )
        self._generate(CASES, DOSSIERS)

    @api.model
    def _generate(self, count, dossiers):
        """Everything that is no plain record: staff, merchants, papers, and about so many cases."""
        if not self.env.ref(CITY, raise_if_not_found=False):
            raise UserError(self.env._("Demonstration data are not installed in this database."))
        demo = self.sudo().with_context(
            lang="zh_CN", tracking_disable=True, no_reset_password=True, mail_create_nolog=True
        )
        for step in (
            demo._load_language,
            demo._load_people,
            demo._load_merchants,
            demo._load_papers,
        ):
            self._timed(step)
        self._timed(demo._load_cases, count)
        self._timed(demo._load_mediations)
        self._timed(demo._archive_recent, dossiers)
        for step in (
            demo._load_between_hands,
            demo._make_recent_papers,
            demo._load_mediation_ends,
            demo._load_arrivals,
            demo._load_hall,
            demo._load_returns,
            demo._load_openness,
            demo._load_answers,
            demo._load_supervision,
            demo._load_duty,
            demo._load_calls,
            demo._load_emergencies,
            demo._load_reports,
            demo._load_conduct,
            demo._load_legal,
            demo._load_ledgers,
            demo._load_case_ledgers,
            demo._load_inspections,
            demo._load_incentives,
            demo._load_products,
            demo._load_training,
        ):
            self._timed(step)

    def _timed(self, step, *args):
        begin = time.monotonic()
        step(*args)
        self.env.flush_all()
        _logger.info("%s: %.1f s", step.__name__.strip("_"), time.monotonic() - begin)

    def _load_language(self):
        """The accounts speak Chinese; and dossiers, which are sealed for good while demonstration
        data load, need the Chinese names that Odoo would read in only afterwards."""
        self.env["res.lang"]._activate_lang("zh_CN")
        module = self.env["ir.module.module"]._get("consumer_rights")
        self.env["ir.module.module"]._load_module_terms([module.name], ["zh_CN"])
        self.env.registry.clear_cache()
        # on every screen and paper that names the company
        self.env.ref("base.main_company").name = "云川市消费者维权中心（演示数据）"

    def _make_recent_papers(self):
        """Some papers wait to be issued and approved. A year of PDF would take hours. None is
        numbered: numbers are taken past the transaction that installs the addon, where their table
        does not exist yet."""
        papers = self.env["rights.document"]
        for stage, codes in (("registered", ("DOC-03",)), ("rejected", ("DOC-05",))):
            templates = papers.env["rights.document.template"].search([("code", "in", codes)])
            cases = self.env["rights.case"].search(
                [
                    ("kind", "=", "complaint"),
                    ("stage_code", "=", stage),
                    ("is_history", "=", False),
                ],
                limit=6,
            )
            for case in cases.filtered(lambda one: one.stage_code != "rejected" or one.result_text):
                maker = case.decided_by_id or case.registered_by_id
                papers.with_user(maker).sudo()._make(
                    [(case, template, case.station_id) for template in templates]
                )
