from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools.china_time import china_date

# REG-22: so many returned registrations in a month open a record
RETURNS = 3


class RightsAccountability(models.Model):
    """Where candidates come from by themselves: steps of limits and automations call these."""

    _inherit = "rights.accountability"

    @api.model
    def _propose(self, cause, user, at=None, station=None, **values):
        """A candidate with this cause against a person, once for what it is based on.

        :param cause: code of the catalogue, such as ``B1``
        :return: the candidate; empty when nobody is named or one stands already
        """
        records = self.sudo()  # the system opens candidates, people judge them
        at = at or fields.Datetime.now()
        post = user and records._get_posts(user, china_date(at), station).get(user.id)
        if not post:
            return records.browse()
        same = Domain("user_id", "=", user.id) & Domain("cause_id.code", "=", cause)
        for name in ("case_id", "deadline_id", "urge_id", "fact_ref"):
            same &= Domain(name, "=", values.get(name, False))
        if records.search_count(same):
            return records.browse()
        return records.create(
            {
                "cause_id": records.env["rights.fault.cause"]._of_code(cause).id,
                "user_id": user.id,
                "post_id": post.id,
                "station_id": post.station_id.id,
                "occurred_at": at,
                **values,
            }
        )


class RightsDeadlineReaction(models.Model):
    """A missed instruction or report upward opens a candidate (ACT-11, EMG-07, EMG-13)."""

    _inherit = "rights.deadline.reaction"

    def _propose_accountability(self, cause):
        heads = self.env["rights.promise.violation"].sudo()
        for breach in self._get_told_breaches():
            clock = breach.deadline_id
            if clock.res_model == "rights.outage":
                self.env["rights.outage"].browse(clock.res_id)._propose_accountability()
                continue
            user = breach.user_id
            if not user:
                user = heads._get_head_post(breach.station_id, china_date(breach.due_at)).user_id
            self.env["rights.accountability"]._propose(
                cause,
                user,
                at=breach.due_at,
                station=breach.station_id,
                case_id=breach.case_id.id,
                cycle_no=clock.cycle_no,
                deadline_id=clock.id,
                facts=breach.env._("Missed: %(limits)s", limits=clock.display_name),
            )


class RightsOutage(models.Model):
    """A failure that was not reported and delayed matters is the head's fault (INT-17, B4).

    The missed limit and the automation both come here: matters may be linked before or after.
    """

    _inherit = "rights.outage"

    def _propose_accountability(self):
        for outage in self.sudo().filtered("is_cause"):
            day = china_date(outage.noticed_at)
            head = (
                self.env["rights.promise.violation"].sudo()._get_head_post(outage.station_id, day)
            )
            self.env["rights.accountability"]._propose(
                "B4",
                head.user_id,
                at=outage.noticed_at,
                station=outage.station_id,
                fact_ref=f"{outage._name},{outage.id}",
                facts=outage.description,
            )


class RightsDutyAbsence(models.Model):
    """Whoever left the post so that matters waited is at fault (DUT-04, cause B3)."""

    _inherit = "rights.duty.absence"

    def _propose_accountability(self):
        for absence in self.sudo():
            self.env["rights.accountability"]._propose(
                "B3",
                absence.user_id,
                at=absence.date_from,
                station=absence.station_id,
                case_id=absence.case_ids[:1].id,
                fact_ref=f"{absence._name},{absence.id}",
                facts=absence.note,
            )


class RightsRefusalReview(models.Model):
    """A refusal found to be wrong opens a record with its cause (ACC-13, cause A1)."""

    _inherit = "rights.refusal.review"

    def _propose_accountability(self):
        for review in self.sudo():
            self.env["rights.accountability"]._propose(
                review.accountability_cause,
                review.decided_by_id,
                station=review.station_id,
                case_id=review.case_id.id,
                cycle_no=review.cycle_no,
                fact_ref=f"{review._name},{review.id}",
                facts=review.finding,
            )


class RightsCaseDispatch(models.Model):
    """What was returned: the registrant's fault (REG-22, A3), or a refusal (HND-15, B1)."""

    _inherit = "rights.case.dispatch"

    def _propose_accountability(self):
        """Registrations that were returned again and again."""
        for hop in self.sudo():
            registrant = hop.case_id.registered_by_id
            since = hop.returned_at - timedelta(days=30)
            returned = self.sudo().search(
                [
                    ("returned_at", ">", since),
                    ("returned_at", "<=", hop.returned_at),
                    ("return_reason_id.counts_against_registrant", "=", True),
                    ("case_id.registered_by_id", "=", registrant.id),
                ]
            )
            if len(returned) >= RETURNS and len(returned) % RETURNS == 0:
                self.env["rights.accountability"]._propose(
                    "A3",
                    registrant,
                    at=hop.returned_at,
                    case_id=hop.case_id.id,
                    fact_ref=f"{hop._name},{hop.id}",
                    facts=self.env._(
                        "%(count)s registrations were returned within a month.",
                        count=len(returned),
                    ),
                )

    def _propose_refusal(self):
        """Sent again to the unit that gave it back: it was not for that unit to decline (HND-15).

        A return for a faulty registration is none; whoever sends again has mended it.
        """
        for hop in self.sudo():
            declined = hop.case_id.dispatch_ids.filtered(
                lambda row, hop=hop: (
                    row.returned_at
                    and row.station_to_id == hop.station_to_id
                    and not row.return_reason_id.counts_against_registrant
                )
            ).sorted("returned_at")[-1:]
            if declined:
                self.env["rights.accountability"]._propose(
                    "B1",
                    declined.returned_by_id,
                    at=declined.returned_at,
                    station=declined.station_to_id,
                    case_id=hop.case_id.id,
                    fact_ref=f"{declined._name},{declined.id}",
                    facts=self.env._(
                        "Returned as “%(reason)s”, and sent again to the same unit.",
                        reason=declined.return_reason_id.name,
                    ),
                )


class RightsSecrecyBreach(models.Model):
    """A leak that the officer took up opens a record for whoever leaked (SEC-04).

    What was told to whom stays with the leak, because more people may read the record.
    """

    _inherit = "rights.secrecy.breach"

    def _propose_accountability(self):
        for breach in self.sudo():
            self.env["rights.accountability"]._propose(
                "A5",
                breach.leaked_by_id,
                at=breach.discovered_at,
                station=breach.station_id,
                case_id=breach.case_id.id,
                fact_ref=f"{breach._name},{breach.id}",
                facts=self.env._(
                    "A leak to the accused, found on %(day)s.", day=china_date(breach.discovered_at)
                ),
            )


class RightsCase(models.Model):
    """A complaint about staff that was found true opens a record for each of them (ACT-10)."""

    _inherit = "rights.case"

    accountability_ids = fields.One2many(
        "rights.accountability", "case_id", "Faults", readonly=True, copy=False
    )

    def _propose_accountability(self):
        for case in self.sudo().filtered(lambda one: one.outcome_id.code == "founded"):
            for user in case.accused_ids:
                self.env["rights.accountability"]._propose(
                    "A2",
                    user,
                    at=case.received_at,
                    case_id=case.id,
                    cycle_no=case.cycle_no,
                    facts=case.result_text or case.subject,
                )


class RightsUrge(models.Model):
    """Delay without excuse: from the urge to a record with one action (SUP-10)."""

    _inherit = "rights.urge"

    accountability_ids = fields.One2many(
        "rights.accountability", "urge_id", "Faults", readonly=True
    )

    def action_open_accountability(self):
        """The head of the line opens a record for the urged person."""
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        leads = any(
            user.has_group(f"consumer_rights.consumer_rights_group_{role}")
            for role in ("head", "discipline")
        )
        if not leads or self.station_id not in user.rights_supervised_station_ids:
            raise AccessError(self.env._("The head of the line opens a record for a delay."))
        urge = self.sudo()  # the record is opened from what the urge says
        person = urge.user_id
        if not person:
            head_post = self.env["rights.promise.violation"].sudo()._get_head_post
            person = head_post(urge.station_id, china_date(urge.sent_at)).user_id
        if person == user:
            raise AccessError(self.env._("Nobody examines the own conduct."))
        record = urge.accountability_ids[:1] or self.env["rights.accountability"]._propose(
            "B1",
            person,
            at=urge.sent_at,
            station=urge.station_id,
            case_id=urge.case_id.id,
            cycle_no=urge.cycle_no,
            urge_id=urge.id,
            facts=urge._get_basis(),
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "rights.accountability",
            "res_id": record.id,
            "view_mode": "form",
        }
