from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...clock.due import day_end, last_day
from ...tools.china_time import china_date
from ...tools.flag_search import search_flag
from .rights_mediation_termination import LEVELS

PERIOD = "TL-16"
# calendar days before the end of the period in which the case is red (MED-14)
RED_DAYS = 10


class RightsMediation(models.Model):
    _inherit = "rights.mediation"

    def _get_end_gaps(self, outcome=None, is_graded=True):
        """Sentences of what the record lacks before it can end (MED-03, MED-19).

        :param outcome: what a meeting must have come to
        :param is_graded: whether the cooperation of the merchant is asked for
        """
        gaps = []
        for mediation in self.filtered(lambda row: row.state == "open"):
            if not mediation._has_record(outcome):
                gaps.append(
                    self.env._(
                        "No meeting with this outcome is on record. Record the meeting first "
                        "(MED-03)."
                    )
                )
            if is_graded and not mediation.cooperation:
                gaps.append(self.env._("Say how cooperative the merchant was (MED-19)."))
        return gaps

    def _has_record(self, outcome=None):
        """Whether a meeting is on record, with this outcome when one is asked for (MED-03).

        A merchant who agrees to no mode leaves no meeting to record: the refusal itself, with its
        time and way, says how it ended (MED-01).
        """
        if not outcome and self.consent_ids._is_refused_by("merchant"):
            return True
        held = self.meeting_ids.filtered(lambda row: row.state == "held")
        return bool(held.filtered(lambda row: not outcome or row.outcome == outcome))


class RightsCase(models.Model):
    """A case is concluded by what its mediation came to, and red when its period runs out.

    Settled needs an agreement or a waiver (MED-07), terminated a letter that both sides have
    (MED-10).
    """

    _inherit = "rights.case"

    agreement_ids = fields.One2many(
        "rights.mediation.agreement", "case_id", "Agreements", copy=False
    )
    termination_ids = fields.One2many(
        "rights.mediation.termination", "case_id", "Terminations", copy=False
    )
    mediation_alert = fields.Char(compute="_compute_mediation_alert")
    is_mediation_red = fields.Boolean(
        "Mediation period nearly over",
        compute="_compute_mediation_alert",
        search="_search_is_mediation_red",
    )

    @api.depends("deadline_next_at", "stage_id")
    def _compute_mediation_alert(self):
        until = china_date() + timedelta(days=RED_DAYS)
        for case in self:
            due_day = not case.is_closed and case._get_mediation_due_day()
            case.is_mediation_red = bool(due_day) and due_day <= until
            case.mediation_alert = case.is_mediation_red and self.env._(
                "The statutory period of mediation ends on %(day)s: settle the matter, or "
                "terminate it that day with the reason that the period is over.",
                day=fields.Date.to_string(due_day),
            )

    def _search_is_mediation_red(self, operator, value):
        until = day_end(china_date().toordinal() + RED_DAYS)
        clocks = (
            Domain("code", "=", PERIOD)
            & Domain("stopped_at", "=", False)
            & Domain("due_at", "<=", until)
        )
        domain = Domain("is_closed", "=", False) & Domain("deadline_ids", "any", clocks)
        return search_flag(domain, operator, value)

    def _get_mediation_due_day(self):
        """The last day of the statutory period in this cycle; False while it is paused or over."""
        self.ensure_one()
        clock = self.sudo().deadline_ids.filtered(
            lambda row: row.code == PERIOD and row.cycle_no == self.cycle_no and not row.stopped_at
        )[-1:]
        return last_day(clock.due_at) if clock.due_at else False

    # -- the result (MED-07, MED-09, MED-10) ----------------------------------------------------

    def _check_conclude(self, transition):
        missing = super()._check_conclude(transition)
        # no names of fields, so that no dialog offers to fill them in
        if self.kind == "complaint" and self.outcome_id.code == "settled":
            if self._is_mediated(transition) and not self._get_agreement():
                missing["agreement"] = self.env._(
                    "Conclude the agreement of the parties first, or record that they waived it."
                )
        if self.kind == "complaint" and self.outcome_id.code == "terminated":
            if sentence := self._say_not_terminated():
                missing["termination"] = sentence
        return missing

    def _is_mediated(self, transition):
        in_cycle = self.sudo().mediation_ids.filtered(lambda row: row.cycle_no == self.cycle_no)
        return bool(in_cycle) or transition.stage_from_id.code in ("mediating", "escalated")

    def _get_agreement(self):
        return self.sudo().agreement_ids.filtered(
            lambda row: row.state == "concluded" and row.mediation_id.cycle_no == self.cycle_no
        )

    def _say_not_terminated(self):
        """Why the case cannot be concluded as terminated yet; empty when it can."""
        case = self.sudo()
        if case.station_id.level not in LEVELS:
            return self.env._(
                "%(unit)s does not terminate a mediation. Move the case up with its file.",
                unit=case.station_id.name,
            )
        termination = case.termination_ids.filtered(
            lambda row: row.state == "decided" and row.cycle_no == case.cycle_no
        )
        if not termination:
            return self.env._("Decide the termination first, with its letter to both parties.")
        waiting = termination.with_env(self.env).waiting
        return waiting and self.env._(
            "The letter of termination is not delivered yet to: %(sides)s.", sides=waiting
        )

    # -- papers: made with the agreement and the termination, not by hand -----------------------

    def _get_mediation_templates(self):
        return self.env.ref("consumer_rights.document_template_agreement") | self.env.ref(
            "consumer_rights.document_template_termination"
        )

    def _get_possible_templates(self):
        return super()._get_possible_templates() - self._get_mediation_templates()

    def _make_mediation_paper(self, template):
        """The paper of an agreement or a termination; whoever calls checked the right."""
        self.ensure_one()
        wanted = [(self, template, self._get_paper_station())]
        return self.env["rights.document"]._make(wanted)

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        if self.env["rights.mediation.termination"].has_access("create"):
            mine = Domain("station_id", "in", self.env.user.rights_station_ids.ids)
            red = self.search_count(mine & Domain("is_mediation_red", "=", True))
            pages.append(("consumer_rights.rights_case_action_mediation_red", red))
        return pages


class RightsDeadlineReaction(models.Model):
    """MED-14: whoever has the case, and the head of the unit, are told before the period ends."""

    _inherit = "rights.deadline.reaction"

    def _alert_mediation(self):
        clocks = self.filtered(lambda row: row._get_running_case()).deadline_id
        heads = self.env["rights.calendar.notice"]._heads_of(clocks.case_id.station_id.ids)
        for clock in clocks:
            case = clock.case_id
            people = case.user_id | case.mediation_id.mediator_id
            people |= people.browse(heads[case.station_id.id])
            for user in people.filtered("active"):
                if case.with_user(user).has_access("read"):
                    case.activity_schedule(
                        "mail.mail_activity_data_todo",
                        date_deadline=last_day(clock.due_at) if clock.due_at else china_date(),
                        user_id=user.id,
                        summary=self.env._(
                            "The period of mediation is nearly over: settle or terminate"
                        ),
                    )
