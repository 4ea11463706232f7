import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import failure
from .rights_urge import LETTER

_logger = logging.getLogger(__name__)


class RightsUrge(models.Model):
    """The supervision letter on paper (DOC-18), made by a job of its own after the urge."""

    _inherit = "rights.urge"

    document_id = fields.Many2one("rights.document", "Paper", readonly=True, ondelete="restrict")
    paper_error = fields.Char("Why there is no paper", readonly=True)

    _to_print = models.Index(
        f"(id) WHERE level = '{LETTER}' AND document_id IS NULL AND paper_error IS NULL"
    )

    @api.model
    def _cron_make_papers(self, batch_size=100):
        domain = [
            ("level", "=", LETTER),
            ("document_id", "=", False),
            ("paper_error", "=", False),
        ]
        for urge in self.env["ir.cron"]._in_turn(self, domain, batch_size):
            urge._make_paper()

    def _make_paper(self):
        template = self.env["rights.document.template"]._of_code("DOC-18")
        try:
            with self.env.cr.savepoint():
                if not template.active:
                    raise UserError(self.env._("There is no template for the supervision letter."))
                self.document_id = self.env["rights.document"]._make(
                    [(self.case_id, template, self.station_from_id)]
                )
        except UserError as error:
            self.env.invalidate_all()
            self.paper_error = str(error)
            _logger.warning(
                "The letter of urge id %s was not made\n%s", self.id, failure.trace(error)
            )
