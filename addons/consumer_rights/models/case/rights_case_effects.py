from datetime import timedelta

from odoo import fields, models

from ...tools.china_time import china_date
from .rights_case_kinds import SECRET_KINDS


class RightsCase(models.Model):
    """What a transition does besides changing the stage.

    ``_check_<effect>(transition)`` returns {field: sentence} of what one case still lacks,
    ``_effect_<effect>(transition)`` returns the guarded values to write for one case, and
    ``_after_<effect>(transition)`` runs on all cases once the stage has changed.
    """

    _inherit = "rights.case"

    # -- registration (REG-01, REG-02, REG-04, REG-11) --------------------------------------------

    def _check_register(self, transition):
        missing = {}
        if self.kind in ("complaint", "report") and not self.respondent_name:
            missing["respondent_name"] = self.env._("Enter whom the matter is against.")
        if self.kind in ("complaint", "report") and not (
            self.respondent_phone or self.respondent_address
        ):
            missing["respondent_phone"] = self.env._(
                "Enter the respondent's phone or address, at least one of them."
            )
        if self.kind in ("complaint", "report") and not self.facts:
            missing["facts"] = self.env._("Enter the facts.")
        if self.kind == "complaint":
            if not (self.request or self.claim_ids):
                missing["request"] = self.env._("Enter what the person asks for.")
            gaps = self.sudo().party_ids._get_identity_gaps()
            if gaps:
                missing["party_ids"] = gaps
        return missing

    def _effect_register(self, transition):
        """The number itself is given by the gate, for all cases of a batch at once."""
        if self.registered_at:
            return {}
        return {
            "registered_at": fields.Datetime.now(),
            "registered_by_id": self.env.uid,
            **self._suggest_opinion(),
        }

    def _suggest_opinion(self):
        """What the acceptance dialog shows first: the usual opinion, for the clerk to change."""
        if self.kind != "complaint":
            return {}
        is_city = self.station_id.level == "city_center"
        usual = {
            "presumed_nature": "contract",
            "handling_mode": "agency",
            "planned_route": "down" if is_city else "own",  # TRI-17
            "promised_date": self._usual_promised_date(),
        }
        return {name: value for name, value in usual.items() if not self[name]}

    def _usual_promised_date(self):
        """Seven weekdays from today; the clerk corrects it around holidays (HND-04)."""
        day, left = china_date(), 7
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < 5
        return day

    def _effect_register_incomplete(self, transition):
        """The number belongs to the receipt, also when material is still missing (REG-04)."""
        return self._effect_register(transition)

    def _check_transfer(self, transition):
        if not self.competent_body_id.phone:
            return {"competent_body_id": self._sentence_competent_body()}
        return {}

    def _sentence_competent_body(self):
        return self.env._("Choose the competent authority from the directory, with its telephone.")

    def _effect_transfer(self, transition):
        return {"outcome_id": self._outcome("transferred").id}

    def _effect_void(self, transition):
        return {}

    # -- decision (ACC-01, ACC-03, REG-17, REG-21, HND-01) ---------------------------------------

    def _effect_accept(self, transition):
        return self._decision_vals("accept") | {"accepted_at": fields.Datetime.now()}

    def _check_reject(self, transition):
        """A matter of another authority names it and its telephone (ACC-04, ORG-12)."""
        if self.reject_reason_id.number == 1 and not self.competent_body_id.phone:
            return {"competent_body_id": self._sentence_competent_body()}
        return {}

    def _effect_reject(self, transition):
        return self._decision_vals("reject") | {"outcome_id": self._outcome("rejected").id}

    def _effect_no_longer(self, transition):
        return self._decision_vals("no_longer") | {"outcome_id": self._outcome("no_longer").id}

    def _decision_vals(self, decision):
        return {"decision": decision, "decided_by_id": self.env.uid}

    def _outcome(self, code):
        return self.env["rights.outcome"].sudo().search([("code", "=", code)], limit=1)

    # -- dispatch (TRI-11, TRI-12, TRI-18) -------------------------------------------------------

    def _check_dispatch(self, transition):
        missing = {}
        if not self.dispatch_to_id:
            missing["dispatch_to_id"] = self.env._("Choose the unit to send the case to.")
        elif self.dispatch_to_id == self.station_id:
            missing["dispatch_to_id"] = self.env._("The case is with this unit already.")
        elif not self.dispatch_to_id.parent_path.startswith(self.station_id.parent_path):
            missing["dispatch_to_id"] = self.env._(
                "A case goes downward only. Return it to its sender with a reason instead."
            )
        return missing

    def _effect_dispatch(self, transition):
        now = fields.Datetime.now()
        self.env["rights.case.dispatch"].sudo().create(
            {
                "case_id": self.id,
                "station_from_id": self.station_id.id,
                "station_to_id": self.dispatch_to_id.id,
                "sent_at": now,
                "sent_by_id": self.env.uid,
                "requirement": self.dispatch_requirement,
            }
        )
        return self._station_vals(self.dispatch_to_id) | {
            "dispatched_at": self.dispatched_at or now,
            "dispatch_to_id": False,
            "dispatch_requirement": False,
            "user_id": self._named_handler().id,
        }

    def _named_handler(self):
        """A report sent to a station names its handler there; nobody else at it may read it."""
        named = self.user_id
        return named if self.dispatch_to_id in named.rights_station_ids else named.browse()

    def _station_vals(self, station):
        """Make a unit responsible; units that had the case keep reading it (SEC-01)."""
        link = fields.Command.link
        return {
            "station_id": station.id,
            "handled_station_ids": [link(station.id)],
            "chain_station_ids": [link(above.id) for above in station._with_above()],
        }

    def _open_dispatch(self):
        return self.sudo().dispatch_ids.filtered(
            lambda row: not row.received_at and not row.returned_at
        )[-1:]

    def _effect_receive(self, transition):
        self._open_dispatch().write(
            {"received_at": fields.Datetime.now(), "received_by_id": self.env.uid}
        )
        return self._effect_take(transition)

    def _check_return(self, transition):
        """After the second return the superior decides once and finally (HND-17)."""
        if self.return_count >= 2:
            return {
                "return_reason_id": self.env._(
                    "The case was returned twice and the superior decided: it stays here."
                )
            }
        return {}

    def _effect_return(self, transition):
        dispatch = self.sudo().dispatch_ids.filtered(lambda row: not row.returned_at)[-1:]
        dispatch.write(
            {
                "returned_at": fields.Datetime.now(),
                "returned_by_id": self.env.uid,
                "return_reason_id": self.return_reason_id.id,
            }
        )
        return self._station_vals(dispatch.station_from_id) | {
            "return_reason_id": False,
            "user_id": False,
        }

    # -- handling and result (HND-10, HND-13, HND-18) --------------------------------------------

    def _effect_take(self, transition):
        """Whoever takes the case in hand is its handler, unless one was named."""
        return {} if self.user_id else {"user_id": self.env.uid}

    def _check_conclude(self, transition):
        missing = {}
        if self.needs_site_visit and not self.visit_ids:
            missing["visit_ids"] = self.env._("A site visit is needed and none is recorded.")
        if self.outcome_id and not self.outcome_id._fits(self.kind):
            missing["outcome_id"] = self.env._("Choose a result that fits this kind of matter.")
        if self.kind == "complaint" and self._is_unset("amount_recovered"):
            missing["amount_recovered"] = self.env._("Enter the recovered loss; it may be 0.")
        elif self.outcome_id.code == "settled" and not self.amount_recovered:
            missing["amount_recovered"] = self.env._(
                "A settled complaint needs the loss recovered, in yuan."
            )
        return missing

    def _after_conclude(self, transition):
        """Rooms add what a result brings about."""

    def _effect_conclude(self, transition):
        return {
            "concluded_at": fields.Datetime.now(),
            # the usual reply, to be changed in its dialog; a reporter is told less than was found
            "reply_text": self.result_text if self.kind == "complaint" else False,
            "reply_way": self.reply_way or "phone",
        }

    def _effect_answer(self, transition):
        now = fields.Datetime.now()
        return self._effect_register(transition) | {
            "concluded_at": now,
            "replied_at": now,
            "outcome_id": self._outcome("answered").id,
            "result_text": self.reply_text,
        }

    # -- archive and reopening (RPL-03, HND-13, RPL-08) -----------------------------------------

    def _check_archive(self, transition):
        missing = {}
        identifiable = not self.is_anonymous and self.kind not in ("consultation", "suggestion")
        refused = self.decision in ("reject", "no_longer")
        if identifiable and not self.replied_at and not refused:
            missing["reply_text"] = self.env._("No reply is recorded. Reply to the person first.")
        if not self.outcome_id:
            missing["outcome_id"] = self.env._("The result code is missing.")
        if not self.result_text:
            missing["result_text"] = self.env._("The result in words is missing.")
        if not missing and (gaps := self._get_dossier_gaps()):
            missing["dossier"] = "\n".join(gaps)
        return missing

    def _effect_archive(self, transition):
        return {"archived_at": fields.Datetime.now()}

    def _after_archive(self, transition):
        for case in self:
            case._build_dossier()

    def _effect_reopen(self, transition):
        """A new cycle on the same number; what the first cycle reached stays in the record."""
        return {
            "cycle_no": self.cycle_no + 1,
            "decision": False,
            "decided_by_id": False,
            "accepted_at": False,
            "concluded_at": False,
            "replied_at": False,
            "archived_at": False,
            "outcome_id": False,
            "result_text": False,
            "reply_text": False,
            "reply_way": False,
            "user_id": False,
        }

    def _is_secret_kind(self):
        return self.kind in SECRET_KINDS
