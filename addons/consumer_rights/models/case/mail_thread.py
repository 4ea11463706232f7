from odoo import models


class MailThread(models.AbstractModel):
    """Nobody writes to, or subscribes, a contact that they may not see (design D7).

    Odoo takes the ids of recipients and followers as they come and then shows their names: by
    counting through ids a member of staff could list the consumer accounts.
    """

    _inherit = "mail.thread"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        self._check_partners_visible(partner_ids)
        return super().message_subscribe(partner_ids=partner_ids, subtype_ids=subtype_ids)

    def message_post(self, *, partner_ids=None, **kwargs):
        self._check_partners_visible(partner_ids)
        return super().message_post(partner_ids=partner_ids, **kwargs)

    def message_notify(self, *, partner_ids=None, **kwargs):
        self._check_partners_visible(partner_ids)
        return super().message_notify(partner_ids=partner_ids, **kwargs)

    def _check_partners_visible(self, partner_ids):
        if partner_ids and self.env.user._is_internal():
            self.env["res.partner"].browse(partner_ids).check_access("read")
