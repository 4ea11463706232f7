from odoo import models
from odoo.tools.misc import hmac

from ...tools.filing_text import clean_text

CHANNEL = "station_referral"
KEY_LENGTH = 48


class RightsMerchantLedger(models.Model):
    """One button hands an entry to the centre as a complaint (MER-08).

    It goes through the entry of the public form, so that the same gate, the same checks and the
    same receipt hold; the key of the filing follows from the entry, so that a double click is one
    complaint. The levels that handled it before go along.
    """

    _inherit = "rights.merchant.ledger"

    def _hand_over(self, given, network_address):
        """File the entry as the consumer's complaint, once.

        :param given: {address, request, consent}, what the ledger does not hold
        :param network_address: where the request comes from, counted as for every filing
        :return: the receipt of the filing, or {"errors": {field: sentence}}
        """
        self.ensure_one()
        self._lock()
        if not self.case_id:
            if not given.get("consent"):
                return {"errors": {"consent": self.env._("The consumer must agree to it.")}}
            if not self.level_ids:
                return {
                    "errors": {
                        "form": self.env._(
                            "Log first how the service staff handled it: nothing leaves the "
                            "merchant unhandled."
                        )
                    }
                }
        key = self._handover_key()
        filing = self.env["rights.portal.filing"]._begin(key, network_address)
        answer = filing._send(key, self._handover_form(given), CHANNEL)
        if "errors" in answer:
            return answer
        self._note_handover(filing)
        return answer

    def _handover_key(self):
        text = f"{self.merchant_id.id}:{self.client_key}"
        return hmac(self.env(su=True), "ledger handover", text)[:KEY_LENGTH]

    def _handover_form(self, given):
        """The public form as the consumer would fill it in."""
        says = self._current()
        merchant = self.tenant_id or self.merchant_id
        return {
            "kind": "complaint",
            "subject": clean_text(says["content"]).split("\n")[0][:60],
            "facts": self._handover_facts(says),
            "request": clean_text(given.get("request"))[:2000],
            "merchants": [
                {
                    "name": merchant.name,
                    "phone": merchant.phone or "",
                    "address": merchant.business_address or self.merchant_id.name,
                }
            ],
            "amount": f"{says['price'] * says['quantity']:.2f}" if says["price"] else "",
            "purchase_place": merchant.name,
            "name": says["consumer_name"] or "",
            "phone": says["consumer_phone"] or "",
            "address": given.get("address"),
        }

    def _handover_facts(self, says):
        levels = dict(self._fields["level_reached"]._description_selection(self.env))
        lines = [says["content"] or "", says["goods_name"] or ""]
        lines.append(
            self.env._(
                "Handed over from the complaint ledger of %(merchant)s of %(day)s. Highest level "
                "of the merchant reached: %(level)s.",
                merchant=self.merchant_id.name,
                day=self.entry_date,
                level=levels[self.level_reached],
            )
        )
        lines += [f"{levels[row.level]}: {row.handling}" for row in self.level_ids]
        return "\n".join(filter(None, lines))[:5000]

    def _note_handover(self, filing):
        """The entry names its complaint; the complaint is about this very merchant."""
        case = filing.case_ids[:1]
        merchant = self.tenant_id or self.merchant_id
        if case.respondent_id != merchant:
            case.respondent_id = merchant
        if self.case_id:
            return
        self.case_id = case
        if self.state == "open":
            self.write({"outcome": "handed", "current_outcome": "handed"})
            if not self._missing():
                self._confirm()
        elif self.current_outcome != "handed":
            self._amend({"outcome": "handed"}, self.env._("Handed to the centre"))
        if self.receipt:
            case._as_online().env["rights.case.evidence"].create(
                {
                    "case_id": case.id,
                    "name": self.env._("Receipt from the merchant's ledger"),
                    "type": "photo",
                    "provider": "respondent",
                    "file": self.receipt,
                    "file_name": "receipt.jpg",
                }
            )
