from odoo import models

# Where candidates come from beside missed limits (PRM-06): automations call these methods.


class RightsDutyAbsence(models.Model):
    """Whoever left the post broke a promise (PRM-03)."""

    _inherit = "rights.duty.absence"

    def _propose_violation(self):
        for absence in self.sudo():
            self.env["rights.promise.violation"]._propose(
                "inspection",
                "in_post",
                absence.user_id,
                at=absence.date_from,
                station=absence.station_id,
                facts=absence.note,
            )


class RightsCaseException(models.Model):
    """An exception that breaks a promise (REG-06, HND-08)."""

    _inherit = "rights.case.exception"

    def _propose_violation(self):
        for entry in self.sudo():
            case = entry.case_id
            self.env["rights.promise.violation"]._propose(
                "exception",
                "one_notice",
                case.user_id or case.registered_by_id,
                at=entry.at,
                station=entry.station_id,
                case_id=case.id,
                cycle_no=entry.cycle_no,
                facts=entry.reason,
            )


class RightsFollowup(models.Model):
    """A person who was followed up found the attitude bad (PRM-02, RPL-07)."""

    _inherit = "rights.followup"

    def _propose_violation(self):
        for followup in self.sudo():
            case = followup.case_id
            self.env["rights.promise.violation"]._propose(
                "followup",
                "civil",
                case.user_id or case.registered_by_id,
                at=followup.at,
                station=followup.station_id,
                case_id=case.id,
                cycle_no=followup.cycle_no,
                facts=followup.comment or self.env._("Dissatisfied with the attitude."),
            )
