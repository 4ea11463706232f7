from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import plaintext2html

URGE_EVERY = timedelta(days=7)
TO_TELL = Domain("told_at", "=", False) & Domain("notice_id.state", "=", "sent")
# of the lifting everybody learns who learned of the notice
LIFT_TO_TELL = (
    Domain("lift_told_at", "=", False)
    & Domain("told_at", "!=", False)
    & Domain("notice_id.state", "=", "lifted")
)


class RightsProductReceipt(models.Model):
    """The mails of a notice: sent, urged, lifted (PRD-04, PRD-05, PRD-09).

    They go to managers and tenants of the merchant, in the language of the notice. The portal
    shows the same; who has no address is counted on the notice.
    """

    _inherit = "rights.product.receipt"

    @api.model
    def _cron_tell(self, batch_size=500):
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=self.search_count(TO_TELL) + self.search_count(LIFT_TO_TELL))
        for domain, stamp in ((TO_TELL, "told_at"), (LIFT_TO_TELL, "lift_told_at")):
            while rows := self.search(domain, limit=batch_size, order="id"):
                mailed = rows._mail("notice" if stamp == "told_at" else "lifted")
                rows.write({stamp: fields.Datetime.now()})
                if stamp == "told_at":
                    mailed.write({"is_mailed": True})
                if not commit(len(rows)):
                    return

    @api.model
    def _urge_waiting(self, commit, batch_size=500):
        """Urge once a week whoever has not answered."""
        domain = (
            Domain("state", "=", "inspect")
            & Domain("confirmed_at", "=", False)
            & Domain("notice_id.state", "=", "sent")
        )
        while rows := self.search(
            domain
            & (
                Domain("urged_at", "=", False)
                | Domain("urged_at", "<=", fields.Datetime.now() - URGE_EVERY)
            ),
            limit=batch_size,
            order="id",
        ):
            rows._mail("urge")
            for count in set(rows.mapped("urge_count")):
                same = rows.filtered(lambda row, count=count: row.urge_count == count)
                same.write({"urged_at": fields.Datetime.now(), "urge_count": count + 1})
            if not commit(len(rows)):
                return

    def _mail(self, kind):
        """Write the mails of these receipts; the mail queue sends them.

        :return: the receipts that somebody has an address for
        """
        addresses = self._get_addresses()
        reached = self.filtered(lambda row: addresses.get(row.merchant_id))
        texts = {
            notice: notice.with_context(lang="zh_CN")._mail_text(kind)
            for notice in reached.notice_id
        }
        self.env["mail.mail"].create(
            [
                {
                    "email_to": ",".join(addresses[row.merchant_id]),
                    "subject": texts[row.notice_id][0],
                    "body_html": texts[row.notice_id][1],
                }
                for row in reached
            ]
        )
        return reached

    def _get_addresses(self):
        """{merchant: addresses of the people who act for it}"""
        members = self.env["rights.merchant.member"].search(
            [
                ("merchant_id", "in", self.merchant_id.ids),
                ("role", "in", ("manager", "tenant")),
                ("ended_at", "=", False),
            ]
        )
        addresses = {}
        for member in members.filtered("user_id.email"):
            addresses.setdefault(member.merchant_id, []).append(member.user_id.email)
        return addresses


class RightsProductNotice(models.Model):
    _inherit = "rights.product.notice"

    def _mail_text(self, kind):
        """(subject, body) of a mail about the notice."""
        names = {"product": self.product, "unit": self.station_id.name}
        if kind == "lifted":
            return (
                self.env._("Lifted: notice about %(product)s", **names),
                plaintext2html(
                    self.env._(
                        "%(unit)s has lifted its notice about %(product)s. Reason: %(reason)s",
                        reason=self.lift_reason,
                        **names,
                    )
                ),
            )
        facts = {**names, "what": self._say_product(), "day": self.receipt_due_on}
        body = self.env._(
            "%(unit)s notifies you of a problem product: %(what)s. Take it off the shelf at once, "
            "buy no more of it, and confirm on the portal by %(day)s how many you found and took "
            "off, with a photo.",
            **facts,
        )
        if kind == "urge":
            body = self.env._(
                "Your receipt about %(product)s was due on %(day)s. Confirm it on the portal now; "
                "the station inspects who has not answered.",
                **facts,
            )
            return self.env._("Urgent: receipt about %(product)s", **facts), plaintext2html(body)
        return self.env._("Problem product: %(product)s", **facts), plaintext2html(body)

    def _say_product(self):
        """The product with what identifies it, and what is wrong."""
        parts = [self.product, self.brand, self.batch, self.supplier, self.problem]
        return self.env["rights.case"]._enumerate([part for part in parts if part])
