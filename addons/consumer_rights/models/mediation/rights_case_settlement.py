from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.china_time import china_date
from ...tools.filing_text import clean_text
from ...tools.settlement_terms import MOST_TERMS, TermError, read_terms
from .rights_settlement_step import OFFERS

LONGEST = 2000
PARTIES = frozenset(("consumer", "merchant"))


class Talk(NamedTuple):
    """Where the settlement talk of a case stands."""

    round: object  # the referral or mediation in which it goes on; empty when none does
    steps: object  # of that round, in their order
    offer: object  # what is on the table; empty when nothing is
    agreed: frozenset  # sides that stand behind the offer

    @property
    def number(self):
        """Of the newest step: what an answer says it has seen."""
        return self.steps[-1:].number

    @property
    def is_settled(self):
        return self.agreed >= PARTIES

    @property
    def is_merchant_first(self):
        return self.round._name == "rights.case.referral"


class RightsCase(models.Model):
    """The parties settle in steps: proposals go back and forth, the last word holds.

    In the round with the merchant the merchant begins (TRI-19); in a mediation any side does, and
    the mediator may propose as well, which both sides then accept. What both accept becomes the
    draft of the agreement (MED-07), or brings a referral back as settled.
    """

    _inherit = "rights.case"

    settlement_step_ids = fields.One2many(
        "rights.settlement.step", "case_id", "Settlement talk", copy=False
    )

    # -- where it stands --------------------------------------------------------------------------

    def _get_talk(self):
        self.ensure_one()
        case = self.sudo()  # whoever may take part or read the case was checked
        now = case._open_referral() or case.mediation_ids.filtered(lambda row: row.state == "open")
        name = "referral_id" if now._name == "rights.case.referral" else "mediation_id"
        steps = case.settlement_step_ids.filtered(lambda step: now and step[name] == now)
        offer, agreed = steps.browse(), set()
        for step in steps.sorted("number"):
            if step.act in OFFERS:
                offer, agreed = step, {step.side}
            elif step.act == "accepted":
                agreed.add(step.side)
            else:
                offer, agreed = steps.browse(), set()
        return Talk(now, steps.sorted("number"), offer, frozenset(agreed))

    def _get_drawn_up(self, mediation):
        """The agreement of a mediation that stands or is being signed."""
        return self.sudo().agreement_ids.filtered(
            lambda row: row.state != "void" and row.mediation_id == mediation
        )

    def _get_talk_acts(self, side, talk):
        """What a side may do now, as keys of the steps."""
        if not talk.round or self._get_drawn_up(talk.round):
            return set()
        if not talk.offer or talk.is_settled:  # settled, but the agreement was discarded
            if talk.is_merchant_first and side == "merchant":
                return {"proposed", "refused"}
            waits_for_merchant = talk.is_merchant_first and not talk.steps
            return set() if waits_for_merchant else {"proposed"}
        if talk.offer.side == side:
            return {"withdrawn"}
        if side == "mediator":
            return {"countered"}
        return set() if side in talk.agreed else {"accepted", "countered", "refused"}

    # -- one step ---------------------------------------------------------------------------------

    def _talk_step(self, side, act, seen, text="", terms=()):
        """Take one step of the talk for a side.

        Pressed twice it is one step; whoever answers what is no longer the newest is told so.

        :param side: consumer, merchant or mediator; whoever calls checked that it is theirs
        :param seen: number of the newest step that the side had before its eyes
        :param terms: for a proposal, dicts of strings as they were typed
        :raise UserError: in a sentence for whoever acts
        """
        self.ensure_one()
        self._check_one_side(side)
        self._lock()
        self.invalidate_recordset(["settlement_step_ids"])
        talk = self._get_talk()
        newest = talk.steps[-1:]
        if talk.number != seen:
            if newest.number == seen + 1 and (newest.side, newest.act) == (side, act):
                return newest
            raise UserError(
                self.env._("The talk has gone on meanwhile. Read the newest step and answer that.")
            )
        if act not in self._get_talk_acts(side, talk):
            raise UserError(
                self.env._("This cannot be done at this point of the talk. Look at it again.")
            )
        text = clean_text(text)[:LONGEST]
        read = self._read_terms(terms) if act in OFFERS else []
        if not talk.offer and act == "refused" and not text:
            raise UserError(self.env._("Say why you do not settle."))
        return self._do_talk_step(talk, side, act, text, read)

    def _check_one_side(self, side):
        """Nobody settles with oneself: an account of both sides speaks for neither."""
        user = self.env.user
        case = self.sudo()
        own = {access.role for access in case.access_ids if access.partner_id == user.partner_id}
        is_merchant = case.respondent_id in self.env["rights.merchant"].with_user(user)._served()
        is_consumer = bool(own & {"consumer", "joint", "proxy"})
        if (side == "consumer" and is_merchant) or (side == "merchant" and is_consumer):
            raise UserError(
                self.env._(
                    "Your account belongs to both sides of this matter, so it cannot answer for "
                    "one of them. Call the unit that handles it."
                )
            )

    def _read_terms(self, rows):
        try:
            return read_terms(rows, china_date())
        except TermError as error:
            say = {
                "none": self.env._("Enter at least one thing that is to be done."),
                "too_many": self.env._("At most %(most)s things in one proposal.", most=MOST_TERMS),
                "what": self.env._("No. %(number)s: say what is to be done.", number=error.number),
                "long": self.env._(
                    "No. %(number)s: say in at most 200 characters what is to be done.",
                    number=error.number,
                ),
                "amount": self.env._(
                    "No. %(number)s: enter the amount in yuan, such as 680 or 680.50.",
                    number=error.number,
                ),
                "day": self.env._(
                    "No. %(number)s: enter a day from today on, within three years.",
                    number=error.number,
                ),
            }
            raise UserError(say[error.kind]) from None

    def _do_talk_step(self, talk, side, act, text, terms):
        step = self._add_talk_step(talk, side, act, text, terms)
        case = self if side == "mediator" else self._as_online()
        case._append_events([{"type": "progress", "basis": step._get_words()}])
        now = self._get_talk()
        if talk.is_merchant_first:
            case._follow_merchant_talk(now, step)
        else:
            case._follow_mediated_talk(now, step)
        self._tell_talk_to(PARTIES - {side})
        return step

    def _tell_talk_to(self, sides):
        """A short message that there is something to read, once while it waits to be sent.

        A merchant where nobody has an account reads nothing here and is told nothing.
        """
        notices = self.env["rights.notice"]
        queued = self.sudo().notice_ids.filtered(lambda row: row.state == "queued")
        waiting = set(queued.mapped("event"))
        if "consumer" in sides and "settlement" not in waiting:
            notices._queue(self, "settlement")
        if "merchant" in sides and "merchant_settlement" not in waiting:
            if self._has_portal(("merchant",)):
                notices._queue_to_merchant(self, "merchant_settlement")

    def _add_talk_step(self, talk, side, act, text="", terms=()):
        name = "referral_id" if talk.is_merchant_first else "mediation_id"
        is_offer = act in OFFERS
        steps = self.env["rights.settlement.step"]._append(
            [
                {
                    "case_id": self.id,
                    name: talk.round.id,
                    "number": talk.number + 1,
                    "act": act,
                    "side": side,
                    "at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                    "text": text or False,
                    "terms": terms or False,
                    "amount": sum(row["amount"] for row in terms if row["side"] == "merchant"),
                    "due_at": talk.round._get_answer_due() if is_offer else False,
                }
            ]
        )
        self.invalidate_recordset(["settlement_step_ids"])
        return steps

    # -- what follows -----------------------------------------------------------------------------

    def _follow_merchant_talk(self, talk, step):
        """A referral comes back when both agree, or when the merchant does not want to (TRI-19)."""
        referral = talk.round.with_env(self.env)
        if talk.is_settled:
            terms = "；".join(talk.offer._say_terms())
            referral._do_return("settled", terms)
            referral._tell_sender(self.env._("Merchant and consumer have settled on the portal."))
        elif step.act == "refused" and step.side == "merchant" and not step._get_offer():
            referral._do_return("failed", step.text)
            referral._tell_sender(self.env._("The merchant does not want to settle."))

    def _follow_mediated_talk(self, talk, step):
        """What both sides accept is drawn up; the mediator hears of every step of the parties."""
        mediation = talk.round
        is_open = talk.offer and not talk.is_settled
        mediation.proposal_due_at = talk.offer.due_at if is_open else False
        if step.side in PARTIES:
            mediation._note_written_consent(step.side)
        if talk.is_settled:
            self._draw_up(talk)
        elif step.side in PARTIES:
            self._tell_mediator(self.env._("Settlement talk: a party has answered."))

    def _draw_up(self, talk):
        """The draft of the agreement, as it was agreed upon; the mediator has it signed."""
        agreement = self.env["rights.mediation.agreement"].create(
            {
                "mediation_id": talk.round.id,
                "obligation_ids": [
                    Command.create({**term, "due_date": fields.Date.to_date(term["due_date"])})
                    for term in talk.offer.terms
                ],
            }
        )
        agreement.step_id = talk.offer
        self._tell_mediator(self.env._("Both parties agree: have the agreement made and signed."))

    def _tell_mediator(self, summary):
        mediator = self.sudo().mediation_id.mediator_id
        if mediator.active:
            self.activity_schedule(
                "mail.mail_activity_data_todo", user_id=mediator.id, summary=summary
            )

    def _lapse_offer(self):
        """What is on the table goes: nobody answered in time, or the round is over."""
        for case in self:
            talk = case._get_talk()
            if talk.offer and not talk.is_settled:
                step = case._add_talk_step(talk, False, "lapsed")
                case._append_events([{"type": "progress", "basis": step._get_words()}])


class RightsSettlementStep(models.Model):
    _inherit = "rights.settlement.step"

    def _get_offer(self):
        """The offer that was on the table when this step was taken."""
        earlier = (self.mediation_id or self.referral_id).settlement_step_ids.filtered(
            lambda step: step.number < self.number
        )
        last = earlier.sorted("number").filtered(lambda step: step.act != "accepted")[-1:]
        return last if last.act in OFFERS else last.browse()

    def _get_words(self):
        """The line of the process record."""
        labels = {
            name: dict(self._fields[name]._description_selection(self.env)).get(self[name])
            for name in ("act", "side")
        }
        words = self.env._(
            "Settlement talk, step %(number)s: %(side)s %(act)s",
            number=self.number,
            side=labels["side"] or self.env._("the proposal"),
            act=labels["act"],
        )
        return "；".join([words, *self._say_terms()])


class RightsMediation(models.Model):
    _inherit = "rights.mediation"

    settlement_step_ids = fields.One2many("rights.settlement.step", "mediation_id", "Proposals")
    proposal_due_at = fields.Datetime("Proposal waits until", index="btree_not_null", readonly=True)

    def _get_answer_due(self):
        """End of the last working day on which a proposal can be answered."""
        days = self.env["rights.network.parameter"]._value("proposal_days")
        table = self.env["rights.calendar.day"]._day_table()
        return table.end_after(china_date().toordinal(), days)

    def _note_written_consent(self, side):
        """Whoever takes part in writing agrees to that mode by it (MED-01, MED-02)."""
        known = self.consent_ids.filtered(
            lambda row: (row.side, row.mode, row.agreed) == (side, "written", True)
        )
        if not known:
            self.env["rights.mediation.consent"].sudo().create(  # given by the step itself
                {"case_id": self.case_id.id, "side": side, "mode": "written", "way": "portal"}
            )

    def _close(self, state, at=None):
        """An offer that nobody accepted does not outlive its round."""
        for mediation in self.sudo().filtered(lambda row: row.state == "open"):
            mediation.case_id.with_env(self.env).sudo()._lapse_offer()
            mediation.proposal_due_at = False
        return super()._close(state, at)

    def _has_record(self, outcome=None):
        """Proposals that both sides accepted are a record of how they came to it (MED-03)."""
        agreed = outcome in (None, "settled") and self.case_id._get_drawn_up(self).step_id
        return super()._has_record(outcome) or bool(agreed)


class RightsCaseReferral(models.Model):
    _inherit = "rights.case.referral"

    settlement_step_ids = fields.One2many("rights.settlement.step", "referral_id", "Proposals")

    def _get_answer_due(self):
        """In the round with the merchant every answer falls into the limit of the round (TL-31)."""
        return self.due_at

    def _do_return(self, result, feedback=None):
        case = self.case_id
        offer = case._get_talk().offer
        if result == "silent" and offer:  # there was an answer, but no agreement
            result = "failed"
            feedback = self.env._("A proposal of the merchant was not accepted in time.")
        case.sudo()._lapse_offer()
        return super()._do_return(result, feedback)


class RightsMediationAgreement(models.Model):
    _inherit = "rights.mediation.agreement"

    step_id = fields.Many2one(
        "rights.settlement.step", "From the proposal", readonly=True, ondelete="restrict"
    )
