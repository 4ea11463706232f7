from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_date, china_naive


class RightsMediationObligation(models.Model):
    """Whoever was promised something says whether it came; the mediator checks what did not."""

    _inherit = "rights.mediation.obligation"

    said = fields.Selection(
        [("received", "Has come"), ("missing", "Has not come")],
        "Said on the portal",
        readonly=True,
        help="By the side that it was promised to.",
    )
    said_at = fields.Datetime("Said on", readonly=True)

    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"said", "said_at"}

    def _may_say(self, side):
        """What this side may say of it now: keys of ``said``."""
        self.ensure_one()
        if self.agreement_state != "concluded" or self.side == side or self.result == "performed":
            return set()
        is_due = self.due_date <= china_date()
        return {"received", "missing"} if is_due else {"received"}

    def _say_received(self, side, said):
        """Take the word of a party; in superuser mode, on an obligation of its own case."""
        self.ensure_one()
        self.case_id._check_one_side(side)
        if said == self.said:
            return  # pressed twice
        if said not in self._may_say(side):
            raise UserError(
                self.env._("This can be said once it is due, and until it was found performed.")
            )
        case = self.case_id._as_online()
        obligation = self.with_env(case.env)
        obligation.write({"said": said, "said_at": fields.Datetime.now()})
        if said == "received":
            obligation.note = case.env._("Confirmed on the portal by whom it was promised to")
            obligation._set_result("performed")
            return
        words = case.env._("Not received, it is said on the portal: %(what)s", what=self.what)
        case._append_events([{"type": "progress", "basis": words}])
        case._tell_mediator(words)


class RightsCase(models.Model):
    """The agreement as one of the parties reads and signs it, and how it is performed (MED-17)."""

    _inherit = "rights.case"

    def _public_view(self, level):
        view = super()._public_view(level)
        if view["is_full"]:
            view["agreement"] = self._public_agreement("consumer")
        return view

    def _merchant_view(self):
        return {**super()._merchant_view(), "agreement": self._public_agreement("merchant")}

    def _public_agreement(self, side):
        """What the page shows of the agreement; None while there is none to sign or to keep."""
        agreement = self.agreement_ids.filtered(
            lambda row: row.state == "concluded" or (row.state == "draft" and row.offered_at)
        )[-1:]
        if not agreement:
            return None
        seen = agreement._get_signed_hash()
        open_to_sign = agreement.state == "draft" and agreement.has_paper
        waiting = self.env["rights.signing.code"]._of(agreement, side, seen)
        labels = {
            "consumer": self.env._("Consumer"),
            "merchant": self.env._("Merchant"),
            "mediator": self.env._("Mediator"),
        }
        return {
            "paper": agreement.document_id.id if open_to_sign else False,
            "text": agreement.document_id.body if open_to_sign else False,
            "seen": seen,
            "is_in_force": agreement.state == "concluded",
            "refusal": open_to_sign and agreement._say_not_signable(side, seen),
            "has_signed": side in agreement._get_signatures().mapped("side"),
            "signatures": [
                (labels[row.side], china_naive(row.signed_at).strftime("%Y-%m-%d %H:%M"))
                for row in agreement._get_signatures()
            ],
            "sent_to": waiting.target_masked,
            "obligations": [
                self._public_obligation(row, side, labels) for row in agreement.obligation_ids
            ],
        }

    def _public_obligation(self, row, side, labels):
        results = {
            "performed": self.env._("Performed"),
            "partly": self.env._("Partly performed"),
            "not": self.env._("Not performed"),
        }
        return {
            "id": row.id,
            "who": labels[row.side],
            "what": row.what,
            "amount": row.amount,
            "due_date": row.due_date,
            "result": results.get(row.result, ""),
            "is_missing": row.said == "missing" and row.result != "performed",
            "is_unkept": row.result in ("partly", "not") and row.side != side,
            "may": row._may_say(side) - {row.said},
        }

    def _find_signing(self):
        """The agreement that the parties sign now; empty when there is none."""
        return self.agreement_ids.filtered(lambda row: row.offered_at and row.state != "void")[-1:]
