from odoo import api, models

from ...clock.due import last_day

REFERRED = "merchant_referred"


class RightsNotice(models.Model):
    """A merchant that is asked to settle first is told of it and until when (TRI-19, TL-31)."""

    _inherit = "rights.notice"

    def _is_needless(self):
        is_over = self.event == REFERRED and not self.case_id._open_referral()
        return super()._is_needless() or is_over

    def _get_places(self):
        places = super()._get_places()
        if self.event == REFERRED:
            due_at = self.case_id._open_referral().due_at
            places["date"] = last_day(due_at).isoformat() if due_at else ""
        return places


class RightsCaseReferral(models.Model):
    _inherit = "rights.case.referral"

    @api.model_create_multi
    def create(self, vals_list):
        """A merchant where nobody has an account is called instead, and told nothing here."""
        referrals = super().create(vals_list)
        for case in referrals.case_id:
            if case._has_portal(("merchant",)):
                self.env["rights.notice"]._queue_to_merchant(case, REFERRED)
        return referrals
