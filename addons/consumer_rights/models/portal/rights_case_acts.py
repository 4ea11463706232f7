from odoo import models
from odoo.exceptions import UserError

from ...tools.filing_text import clean_text
from ..answer.rights_followup import GRADE_FIELDS

LONGEST = 2000
# stages at which what the person hands in can still be weighed
OPEN_STAGES = (
    "draft",
    "pending_material",
    "registered",
    "accepted",
    "dispatched",
    "handling",
    "mediating",
    "escalated",
)


class RightsCase(models.Model):
    """What the person does on the own case: hand in, withdraw, rate, be dissatisfied.

    Every act goes through the gate (``_move``) or is written into the process record; whoever
    works on the case is told. Called in superuser mode on records that ``_find_own`` or
    ``_find_of_account`` gave with the right to act.
    """

    _inherit = "rights.case"

    def _public_acts(self):
        """Names of the acts open now."""
        acts = set()
        if self.stage_code in OPEN_STAGES:
            acts.add("add")
        if self.kind == "complaint" and self.stage_code in OPEN_STAGES[1:]:
            acts.add("withdraw")
        if self.stage_code == "replied" and not self.is_anonymous:
            acts.add("rate")
        return acts

    def _check_public_act(self, act):
        self.ensure_one()
        if act not in self._public_acts():
            raise UserError(
                self.env._("The matter has moved on; this can no longer be done. Look at it again.")
            )

    def _as_online(self):
        """The case as the public form acts on it: nobody of the staff, in Chinese."""
        user = self.env.ref("consumer_rights.user_online")
        return self.with_user(user).sudo().with_context(lang="zh_CN")

    def _public_step(self, code, values=None, basis=None):
        """Make a step of the line on behalf of the person."""
        step = self._transitions().sudo().filtered(lambda step: step.code == code)
        if not step:
            raise UserError(
                self.env._("The matter has moved on; this can no longer be done. Look at it again.")
            )
        self.action_move(step.id, self.stage_id.id, {**(values or {}), "move_basis": basis})

    def _tell_staff(self, summary):
        """An activity for the handler, else for whoever of the staff acted last."""
        user = self.user_id
        if not user:
            actors = self.event_ids.user_id.filtered(
                lambda actor: self.station_id in actor.rights_station_ids
            )
            user = actors[-1:]
        if user:
            self.activity_schedule("mail.mail_activity_data_todo", user_id=user.id, summary=summary)

    # -- material -------------------------------------------------------------------------------

    def _take_material(self, files, statement, provider="complainant"):
        """Keep what a party hands in as evidence with its time (REG-18).

        :param files: values of evidence
        :param statement: what the party writes about it
        :param provider: complainant, or respondent for the merchant (MER-17)
        """
        self._check_public_act("add")
        case = self._as_online()
        is_merchant = provider == "respondent"
        statement = clean_text(statement)[:LONGEST]
        rows = list(files)
        if statement:
            rows.append(
                {
                    "name": (
                        case.env._("Statement of the merchant")
                        if is_merchant
                        else case.env._("Statement of the person")
                    ),
                    "type": "correspondence",
                    "statement": statement,
                }
            )
        case.env["rights.case.evidence"].create(
            [{**vals, "case_id": self.id, "provider": provider} for vals in rows]
        )
        case._tell_staff(
            case.env._("The merchant has handed in material.")
            if is_merchant
            else case.env._("The person has handed in material.")
        )

    def _take_statement(self, statement, provider="complainant"):
        """Words without files.

        :raise UserError: there are none
        """
        if not clean_text(statement):
            raise UserError(self.env._("Write something or add a file."))
        self._take_material([], statement, provider)

    # -- withdrawal -----------------------------------------------------------------------------

    def _public_withdraw(self, reason):
        """Withdraw a complaint: at once while nobody works on it, else whoever does is told.

        :return: whether the case is concluded by this
        """
        self._check_public_act("withdraw")
        case = self._as_online()
        reason = clean_text(reason)[:LONGEST] or case.env._("No reason given")
        basis = case.env._("Withdrawn by the person online: %(reason)s", reason=reason)
        step = case._transitions().sudo().filtered(lambda step: step.code == "withdraw")
        if step and not case._get_holding_documents():
            values = {
                "outcome_id": case._outcome("withdrawn").id,
                "result_text": basis,
                "amount_recovered": 0,
            }
            case._public_step("withdraw", values, basis)
            return True
        case._append_events([{"type": "progress", "basis": basis}])
        case._tell_staff(case.env._("The person withdraws the complaint. Conclude it."))
        return False

    # -- follow-up (RPL-06, RPL-07, RPL-08) -----------------------------------------------------

    def _public_rate(self, grades, comment):
        """The follow-up form, filled in by the person; who is dissatisfied is heard again.

        The first time the matter is registered anew at once; after that a supervisor decides.

        :param grades: {sat_attitude, sat_result, sat_overall}
        :return: "thanks", "reopened" or "noted"
        """
        self._check_public_act("rate")
        case = self._as_online()
        comment = clean_text(comment)[:LONGEST]
        given = {name: grades.get(name) for name in GRADE_FIELDS}
        if "dissatisfied" in (given["sat_result"], given["sat_overall"]) and not comment:
            raise UserError(self.env._("Say what you are not satisfied with."))
        followup = case.env["rights.followup"].with_context(lang=self.env.lang)
        followup = followup._take_rating(self, given, comment, way="portal")
        reopening = case.reopening_ids.filtered("is_current")
        if not reopening:
            return "thanks"
        if reopening.needs_decision:
            return "noted"
        basis = case.env._("Dissatisfied by the follow-up of %(day)s", day=followup.at.date())
        case._public_step("reopen", basis=basis)
        return "reopened"
