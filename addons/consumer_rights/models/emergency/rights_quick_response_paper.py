import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)
TO_PRINT = Domain("paper_error", "=", False) & (
    (Domain("commanded_at", "!=", False) & Domain("order_document_id", "=", False))
    | (Domain("closed_at", "!=", False) & Domain("record_document_id", "=", False))
)


class RightsQuickResponse(models.Model):
    """Its two papers, the command order and the record (DOC-28, DOC-25).

    A job of its own makes them, so that no paper holds up an emergency.
    """

    _inherit = "rights.quick.response"

    order_document_id = fields.Many2one(
        "rights.document", "Command order", readonly=True, ondelete="restrict"
    )
    record_document_id = fields.Many2one(
        "rights.document", "Record", readonly=True, ondelete="restrict"
    )
    paper_error = fields.Char("Why there is no paper", readonly=True)

    def _ask_for_papers(self):
        self.env.ref("consumer_rights.cron_quick_response_papers").sudo()._trigger()

    @api.model
    def _cron_make_papers(self, batch_size=20):
        for response in self.env["ir.cron"]._in_turn(self, TO_PRINT, batch_size):
            response._make_papers()

    def _make_papers(self):
        try:
            with self.env.cr.savepoint():
                if not self.order_document_id:
                    self.order_document_id = self._make_paper("DOC-28", self.command_id.station_id)
                if self.closed_at and not self.record_document_id:
                    self.record_document_id = self._make_paper("DOC-25", self.station_id)
        except UserError as error:
            self.env.invalidate_all()
            self.paper_error = str(error)
            _logger.warning("A paper of quick response id %s was not made", self.id, exc_info=True)

    def _make_paper(self, code, station):
        template = self.env["rights.document.template"]._of_code(code)
        if not template.active:
            raise UserError(self.env._("There is no template %(code)s.", code=code))
        return self.env["rights.document"]._make([(self.case_id, template, station)])
