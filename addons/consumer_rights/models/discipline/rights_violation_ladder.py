from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_date
from .rights_promise_violation import COUNTED


class RightsPromiseViolation(models.Model):
    """The ladder: which confirmed violation of the person in the year this is (PRM-07).

    Automations, one a rung, propose the measures when the number is set; they stand in the list of
    reactions. Integrity lies outside the ladder and is measured by its gravity (PRM-09).
    """

    _inherit = "rights.promise.violation"

    year = fields.Integer("Year that counts", readonly=True, aggregator=None)
    ordinal = fields.Integer("Violation no.", readonly=True, aggregator=None)
    gravity = fields.Selection(
        [("minor", "Less serious"), ("serious", "Serious")],
        help="Of a breach of integrity (PRM-09).",
    )
    proposed_ids = fields.Many2many(
        "rights.sanction",
        "rights_promise_violation_proposed_rel",
        string="Proposed measures",
        readonly=True,
    )
    lower_reason = fields.Char("Why a lower measure")

    # two confirmations at the same time cannot stand on the same rung
    _rung = models.UniqueIndex(
        "(user_id, year, ordinal) WHERE ordinal > 0",
        "Another violation of this person was confirmed at the same moment. Try again.",
    )

    def _get_rung(self):
        """Year and number that this violation gets when it is confirmed now."""
        if self.is_integrity:
            if not self.gravity:
                raise UserError(self.env._("Enter how serious the breach of integrity is."))
            return {"year": 0, "ordinal": 0}
        year = china_date(fields.Datetime.now()).year
        return {"year": year, "ordinal": len(self._get_counted(year)) + 1}

    def _get_counted(self, year):
        """The person's violations that count in this year, in the order of their numbers."""
        return self.search(
            [
                ("user_id", "=", self.user_id.id),
                ("year", "=", year),
                ("ordinal", ">", 0),
                ("state", "in", COUNTED),
            ],
            order="ordinal",
        )

    def _set_state(self, state, **values):
        """One that falls leaves the ladder, and those above it come down."""
        fallen = self.filtered("ordinal") if state == "not_established" else self.browse()
        if fallen:
            values |= {"ordinal": 0}
        years = {(violation.year, violation.user_id): violation for violation in fallen}
        result = super()._set_state(state, **values)
        for (year, _user), violation in years.items():
            for number, other in enumerate(violation.sudo()._get_counted(year), start=1):
                if other.ordinal != number:
                    other.ordinal = number
                    other.flush_recordset(["ordinal"])
        return result

    def _propose_sanctions(self, *codes):
        """Called by the automations of the ladder: what this rung asks for.

        A decision stays as it was made.
        """
        sanctions = self.env["rights.sanction"].search([("code", "in", codes)])
        waiting = self.filtered(lambda violation: violation.state == "confirmed")
        waiting.write({"proposed_ids": [fields.Command.set(sanctions.ids)]})

    def _check_decision(self):
        """A lower measure than the ladder asks for needs a written reason (PRM-07)."""
        result = super()._check_decision()
        asked = min(self.proposed_ids.mapped("grade"), default=0)
        chosen = max(self.sanction_ids.mapped("grade"))
        if chosen < asked and not (self.lower_reason or "").strip():
            raise UserError(
                self.env._("The ladder asks for more. Say why a lower measure is right.")
            )
        return result
