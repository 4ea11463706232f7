from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.filing_text import clean_line

CONDITIONS = ("is_facts_clear", "is_proof_sufficient", "is_basis_given")
RECOURSE = [
    ("none", "Not claimed"),
    ("claimed", "Claimed"),
    ("recovered", "Recovered"),
    ("waived", "Waived"),
]
# which way recourse may go (MER-14)
NEXT = {"none": ("claimed", "waived"), "claimed": ("recovered", "waived")}


class RightsAdvanceCompensation(models.Model):
    """A venue pays a consumer at once and takes recourse on who is liable (MER-13, MER-14, MER-19).

    who                                 may
    manager and desk, in the portal     record it for the own venue, and follow the recourse
    station officer, dispatcher, head   read, own unit and below

    Facts clear, proof sufficient, law or promise behind the claim: without the three it is
    refused.
    """

    _name = "rights.advance.compensation"
    _description = "Advance compensation"
    _order = "paid_at desc, id desc"
    _rec_name = "liable_name"

    entry_id = fields.Many2one(
        "rights.merchant.ledger", "Ledger entry", required=True, index=True, ondelete="restrict"
    )
    merchant_id = fields.Many2one(
        related="entry_id.merchant_id", string="Paid by", store=True, index=True
    )
    amount = fields.Float("Amount (yuan)", required=True, digits=(12, 2))
    paid_at = fields.Datetime("Paid at", required=True, default=fields.Datetime.now)
    is_facts_clear = fields.Boolean("The facts are clear", required=True)
    is_proof_sufficient = fields.Boolean("The proof is sufficient", required=True)
    is_basis_given = fields.Boolean("Law or promise supports the claim", required=True)
    liable = fields.Selection(
        [("producer", "Producer"), ("supplier", "Supplier"), ("tenant", "Tenant of the venue")],
        "Who is liable",
        required=True,
    )
    liable_name = fields.Char("Name", required=True)
    recourse_state = fields.Selection(RECOURSE, "Recourse", required=True, default="none")
    recovered_amount = fields.Float("Recovered (yuan)", digits=(12, 2))

    _amount_positive = models.Constraint("CHECK (amount > 0)", "Enter the amount that was paid.")
    _three_conditions = models.Constraint(
        "CHECK (is_facts_clear AND is_proof_sufficient AND is_basis_given)",
        "Advance compensation needs clear facts, sufficient proof, and law or promise behind it.",
    )
    _one_an_entry = models.UniqueIndex("(entry_id)", "The entry has an advance compensation.")

    @api.model
    def _record(self, entry, given):
        """Record what the venue paid. Called in superuser mode on an entry of the own ledger.

        :raise UserError: a condition is not ticked, or something is missing
        """
        if not all(given.get(name) for name in CONDITIONS):
            raise UserError(
                self.env._(
                    "Advance compensation needs clear facts, sufficient proof, and law or promise "
                    "behind it. Tick all three, or settle it in another way."
                )
            )
        values, errors = self.env["rights.ledger.form"]._read(
            {"amount_paid": given.get("amount")}, only=("amount_paid",)
        )
        liable, name = given.get("liable"), clean_line(given.get("liable_name"))[:120]
        tenant = entry.tenant_id
        if liable == "tenant" and tenant:
            name = tenant.name
        if errors or not values.get("amount_paid"):
            raise UserError(self.env._("Enter the amount that was paid."))
        if liable not in ("producer", "supplier", "tenant") or not name:
            raise UserError(self.env._("Say who is liable: producer, supplier or tenant."))
        if self.search([("entry_id", "=", entry.id)]):
            raise UserError(self.env._("This entry has an advance compensation already."))
        return self.create(
            {
                "entry_id": entry.id,
                "amount": values["amount_paid"],
                "liable": liable,
                "liable_name": name,
                **dict.fromkeys(CONDITIONS, True),
            }
        )

    def _follow(self, state, amount=""):
        """Move the recourse on: claimed, then recovered or waived."""
        self.ensure_one()
        if state not in NEXT.get(self.recourse_state, ()):
            raise UserError(self.env._("The recourse cannot go there from where it is."))
        vals = {"recourse_state": state}
        if state == "recovered":
            values, errors = self.env["rights.ledger.form"]._read(
                {"amount_paid": amount or str(self.amount)}, only=("amount_paid",)
            )
            if errors or values["amount_paid"] > self.amount:
                raise UserError(self.env._("Enter what was recovered, at most what was paid."))
            vals["recovered_amount"] = values["amount_paid"]
        self.write(vals)
