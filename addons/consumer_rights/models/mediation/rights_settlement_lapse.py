import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import failure

_logger = logging.getLogger(__name__)


class RightsMediation(models.Model):
    """A proposal that nobody answers in its time lapses by itself, and the mediation goes on.

    In the round with the merchant the limit of the round does it (TL-31).
    """

    _inherit = "rights.mediation"

    date_lapse_attempt = fields.Datetime(readonly=True, copy=False)

    @api.model
    def _cron_lapse_proposals(self, batch_size=100):
        domain = Domain("proposal_due_at", "<=", fields.Datetime.now())
        # a failed one goes to the back, so it cannot starve the rest
        for mediation in self.env["ir.cron"]._in_turn(
            self, domain, batch_size, "date_lapse_attempt nulls first, id"
        ):
            mediation.date_lapse_attempt = fields.Datetime.now()
            try:
                with self.env.cr.savepoint():
                    mediation._lapse_proposal()
            except UserError as error:
                _logger.warning(
                    "Proposal of mediation id %s did not lapse\n%s",
                    mediation.id,
                    failure.trace(error),
                )

    def _lapse_proposal(self):
        case = self.case_id._as_online()
        case._lapse_offer()
        self.proposal_due_at = False
        case._tell_mediator(self.env._("Nobody answered the proposal in time. It has lapsed."))
