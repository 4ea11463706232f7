from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.filing_text import clean_text

AMENDABLE = (
    "consumer_name consumer_phone content goods_name price quantity returned disposal outcome "
    "amount_paid wait_minutes is_staff_added goods_class is_fit_for_resale resale_label "
    "is_quality_return brand batch supplier quality_problem"
).split()


class RightsMerchantLedgerAmendment(models.Model):
    """A correction of a confirmed entry, beside it and never over it (MER-11).

    ``corrected`` holds what the corrected fields say now; names and phones in it are closed to the
    staff as they are in the entry, ``summary`` shows them masked.
    """

    _name = "rights.merchant.ledger.amendment"
    _description = "Correction of a ledger entry"
    _inherit = ["rights.ledger.part"]
    _order = "entry_id, id"
    _rec_name = "summary"

    reason = fields.Char(required=True)
    corrected = fields.Json(required=True, groups=fields.NO_ACCESS)
    summary = fields.Char(required=True)

    # which labels stand on goods by a correction (PRD-08)
    _by_label = models.Index(
        "((corrected ->> 'resale_label')) WHERE corrected ->> 'resale_label' IS NOT NULL"
    )


class RightsMerchantLedger(models.Model):
    _inherit = "rights.merchant.ledger"

    def _current(self):
        """What the entry says with its corrections: {field: value}."""
        self.ensure_one()
        values = {name: self[name] for name in AMENDABLE}
        for amendment in self.amendment_ids.sorted("id"):
            values.update(amendment.corrected)
        return values

    def _amend(self, given, reason):
        """Append a correction. Called in superuser mode on an entry of the own merchant.

        :param given: {field: what it should say}, as a form sends it
        :raise UserError: the entry is still open, nothing changes, or no reason is given
        """
        self.ensure_one()
        self._lock()
        reason = clean_text(reason)[:300]
        if self.state != "confirmed":
            raise UserError(self.env._("The entry is open: change it directly."))
        if not reason:
            raise UserError(self.env._("Say why the entry is corrected."))
        form = self.env["rights.ledger.form"]
        given = {name: value for name, value in given.items() if name in AMENDABLE}
        values, errors = form._read(given, only=given.keys())
        if errors:
            raise UserError("\n".join(errors.values()))
        before = self._current()
        changes = {name: value for name, value in values.items() if value != before[name]}
        if not changes:
            raise UserError(self.env._("Nothing is different from what the entry says."))
        after = before | changes
        if after["returned"] in ("returned", "exchanged") and not after["disposal"]:
            raise UserError(self.env._("Say what became of the goods that came back."))
        self._check_amended_goods(after, changes)
        self.env["rights.merchant.ledger.amendment"]._append(
            [
                {
                    "entry_id": self.id,
                    "user_id": self.env.uid,
                    "reason": reason,
                    "corrected": changes,
                    "summary": form._describe_changes(before, changes),
                }
            ]
        )
        self.write(
            {
                "amendment_count": self.amendment_count + 1,
                "current_outcome": after["outcome"],
            }
        )
