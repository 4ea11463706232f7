import logging
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..document.rights_sms_gateway import NotSent

_logger = logging.getLogger(__name__)

KEPT = timedelta(days=7)
ASKED_AGAIN = timedelta(days=1)


class RightsDisclosureSubscription(models.Model):
    """An address that gets new publications by mail, after its owner confirmed it.

    No role reads the addresses. Whoever unsubscribes is forgotten, and so is, after a week, an
    address that nobody confirmed.
    """

    _name = "rights.disclosure.subscription"
    _description = "Subscription to disclosures"
    _order = "id"
    _rec_name = "id"

    email = fields.Char(required=True)
    token = fields.Char(required=True, default=lambda self: secrets.token_urlsafe(24))
    asked_at = fields.Datetime("Asked at", required=True, default=fields.Datetime.now)
    confirmed_at = fields.Datetime("Confirmed at")

    _email_unique = models.UniqueIndex("(email)", "This address is entered already.")
    _token_unique = models.UniqueIndex("(token)", "This link exists.")

    @api.model
    def _ask(self, email, address):
        """Enter an address and mail it a link; the answer is the same whether it was known.

        :raise UserError: it is no address, or too much came from there
        """
        normal = email_normalize((email or "").strip())
        if not normal or len(normal) > 254:
            raise UserError(self.env._("This is not an e-mail address."))
        self.env["rights.portal.attempt"]._check_disclosure(address)
        subscriptions = self.sudo()
        found = subscriptions.search([("email", "=", normal)])
        if found.confirmed_at:
            return
        now = fields.Datetime.now()
        if found:
            if found.asked_at > now - ASKED_AGAIN:  # nobody's mailbox is filled from here
                return
            found.asked_at = now
        else:
            found = subscriptions.create({"email": normal})
        try:
            found._mail(
                self.env._("Confirm your subscription"),
                "consumer_rights.disclosure_mail_confirm",
                {"link": f"{self.get_base_url()}/rights/subscribe/{found.token}"},
            )
        except NotSent as error:
            raise UserError(
                self.env._("No mail can be sent at present. Try again another day.")
            ) from error

    @api.model
    def _of_token(self, token):
        return self.sudo().search([("token", "=", (token or "")[:64])], limit=1)

    def _confirm(self):
        for subscription in self:
            subscription.confirmed_at = subscription.confirmed_at or fields.Datetime.now()

    def _get_leave_link(self):
        return f"{self.get_base_url()}/rights/unsubscribe/{self.token}"

    def _mail(self, subject, template, values):
        """Write one mail to each; the mail queue sends them. Nothing personal in the subject."""
        sender = self.env["rights.document.delivery"]._get_sender()
        self.env["mail.mail"].create(
            [
                {
                    "subject": subject,
                    "email_from": sender,
                    "email_to": one.email,
                    "body_html": self.env["ir.qweb"]._render(
                        template, {**values, "leave": one._get_leave_link()}
                    ),
                    "headers": repr({"List-Unsubscribe": f"<{one._get_leave_link()}>"}),
                    "auto_delete": True,
                }
                for one in self
            ]
        )

    @api.autovacuum
    def _gc_unconfirmed(self):
        old = fields.Datetime.now() - KEPT
        rows = self.sudo().search(
            [("confirmed_at", "=", False), ("asked_at", "<", old)], limit=10000
        )
        rows.unlink()
        return len(rows), len(rows) == 10000


class RightsDisclosure(models.Model):
    """The queue of mails: a version knows up to whom they are written, so each is written once."""

    _inherit = "rights.disclosure"

    _to_mail = models.Index("(id) WHERE mailed_upto < mail_until")

    def _queue_mails(self):
        """Whoever has confirmed by now gets this version."""
        last = (
            self.env["rights.disclosure.subscription"]
            .sudo()
            .search([("confirmed_at", "!=", False)], order="id desc", limit=1)
        )
        if last:
            self.sudo().write({"mailed_upto": 0, "mail_until": last.id})
            self.env.ref("consumer_rights.cron_disclosure_mail")._trigger()

    @api.model
    def _cron_mail(self, batch_size=200):
        commit = self.env["ir.cron"]._commit_progress
        waiting = self.search([("state", "=", "live"), ("mail_until", ">", 0)])
        waiting = waiting.filtered(lambda one: one.mailed_upto < one.mail_until)
        try:
            self.env["rights.document.delivery"]._get_sender()
        except NotSent:
            _logger.warning("%s publications wait for a sender address", len(waiting))
            return
        commit(remaining=len(waiting))
        for disclosure in waiting:
            while disclosure._mail_next(batch_size):
                if not commit(0):
                    return
            if not commit(1):
                return

    def _mail_next(self, count):
        """Write the mails of the next subscribers; false when all have theirs."""
        subscriptions = self.env["rights.disclosure.subscription"].search(
            [
                ("id", ">", self.mailed_upto),
                ("id", "<=", self.mail_until),
                ("confirmed_at", "!=", False),
            ],
            limit=count,
            order="id",
        )
        values = self.with_context(lang="zh_CN")._public_values()
        link = f"{self.get_base_url()}/rights/disclosures/{self.code}"
        subscriptions.with_context(lang="zh_CN")._mail(
            values["name"],
            "consumer_rights.disclosure_mail_new",
            {"disclosure": values, "link": link},
        )
        is_more = len(subscriptions) == count
        self.mailed_upto = subscriptions[-1:].id if is_more else self.mail_until
        return is_more
