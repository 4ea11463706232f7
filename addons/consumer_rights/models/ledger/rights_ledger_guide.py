import json

from odoo import models

from ...tools.china_time import china_date
from .rights_ledger_form import CHOICES, FIELDS, FLAGS, NEEDED


class RightsMerchant(models.Model):
    """How the merchant's own system enters rows in the ledger, for its key page (MER-17).

    The same as docs/api.md says, in the words of whoever has the key.
    """

    _inherit = "rights.merchant"

    def _ledger_guide(self, address):
        """{example, fields}: a call that works as it stands, and what a row may hold."""
        form = self.env["rights.ledger.form"]
        labels = form._labels()
        return {
            "example": self._ledger_example(address),
            "fields": [("number", self.env._("Your own number of the row"), "", False)]
            + [(name, labels[name], self._ledger_form_of(name), name in NEEDED) for name in FIELDS],
        }

    def _ledger_form_of(self, name):
        """What a field of a row may hold, where its name does not say it."""
        if name in CHOICES:
            choices = self.env["rights.ledger.form"]._choices(name)
            return "; ".join(f"{key} = {label}" for key, label in choices)
        return "true, false" if name in FLAGS else ""

    def _ledger_example(self, address):
        today = china_date().isoformat()
        call = {
            "merchant": self.uscc or "",
            "key": f"till-3-{today}",
            "rows": [
                {
                    "number": "T3-000815",
                    "entry_date": today,
                    "consumer_name": self.env._("Example"),
                    "consumer_phone": "16900001234",
                    "content": self.env._("The colour ran in the wash; wants it taken back"),
                    "goods_name": self.env._("Shirt"),
                    "price": 268,
                    "quantity": 1,
                    "returned": "returned",
                    "disposal": "producer",
                    "outcome": "settled",
                    "amount_paid": 268,
                }
            ],
        }
        if len(self._served()) == 1:
            del call["merchant"]  # an account of several says which
        body = json.dumps(call, ensure_ascii=False, indent=2)
        return (
            f'curl "{address}" \\\n  --header "Authorization: Bearer $KEY" \\\n'
            f"  --header \"Content-Type: application/json\" \\\n  --data '{body}'"
        )
