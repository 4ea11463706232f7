import base64

from odoo import models
from odoo.tools import SQL

from ...tools.filing_text import clean_line, clean_text

TEXTS = ("causes", "guidance")
PHONE_PHOTOS = 10


class RightsInspection(models.Model):
    """A patrol that is filled in on a phone, where the signal fails, and arrives when it can."""

    _inherit = "rights.inspection"

    def action_open_on_phone(self):
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/my/patrols/{self.id}", "target": "self"}

    def _hand_in(self, given, photos=()):
        """Write down what the phone gathered, and submit it; what arrives twice changes nothing.

        :param given: {field of the patrol: text, "ledger_result" and "ledger_finding",
            "line_<id>": result, "line_<id>_remark": text}
        :param photos: [{image, taken_at, place, latitude, longitude}], pictures that were checked
        :return: whether it was submitted now
        :raise UserError: something is missing, or the user may not; nothing is kept
        """
        self.ensure_one()
        self.check_access("write")
        # of two that arrive at once one waits, and then finds it submitted
        self.env.execute_query(
            SQL("SELECT 1 FROM rights_inspection WHERE id = %s FOR UPDATE", self.id)
        )
        self.invalidate_recordset(["state"])
        if self.state == "submitted":
            return False
        self.write(
            {
                **{name: clean_text(given.get(name))[:4000] for name in TEXTS},
                "returned_goods": self._choice_of(self, "returned_goods", given),
                "returned_note": clean_line(given.get("returned_note"))[:500],
            }
        )
        for line in self.line_ids:
            remark = clean_line(given.get(f"line_{line.id}_remark"))[:500]
            result = self._choice_of(line, "result", given, f"line_{line.id}")
            line.write({"result": result, "remark": remark})
        self._check_ledger_on_phone(given)
        # when and where a phone took it is for this page alone to say; who may was checked
        self.env["rights.inspection.photo"].sudo().create(
            [
                {**photo, "image": base64.b64encode(photo["image"]), "inspection_id": self.id}
                for photo in photos
            ]
        )
        return self.action_submit()

    @staticmethod
    def _choice_of(record, name, given, asked=None):
        """A value that the field has, or none."""
        value = given.get(asked or name)
        return value if value in dict(record._fields[name].selection) else False

    def _check_ledger_on_phone(self, given):
        if self.ledger_inspection_ids:
            return
        checks = self.env["rights.ledger.inspection"]
        if result := self._choice_of(checks, "result", given, "ledger_result"):
            checks.create(
                {
                    "merchant_id": self.merchant_id.id,
                    "inspection_id": self.id,
                    "result": result,
                    "finding": clean_text(given.get("ledger_finding"))[:2000],
                }
            )
