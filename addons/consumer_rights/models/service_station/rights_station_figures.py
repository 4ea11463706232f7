from datetime import datetime, time, timedelta

from odoo import fields, models
from odoo.fields import Domain

SETTLED = ("settled", "self_settled")
# limits that a station keeps itself (STN-05, MED-23)
OWN_LIMITS = ("TL-03", "TL-33")


def moments(day_from, day_to):
    """From the first moment to the moment after the last one of these days in China."""
    begin = datetime.combine(day_from, time()) - timedelta(hours=8)
    end = datetime.combine(day_to + timedelta(days=1), time()) - timedelta(hours=8)
    return begin, end


def inside(name, day_from, day_to):
    begin, end = moments(day_from, day_to)
    return Domain(name, ">=", begin) & Domain(name, "<", end)


def fell_due(day_from, day_to):
    """Clocks whose limit ended in these days; one of the last day ends at its midnight."""
    begin, end = moments(day_from, day_to)
    return Domain("due_at", ">", begin) & Domain("due_at", "<=", end)


class RightsStationProfile(models.Model):
    """What a station did with complaints in a period: numbers only, from the cases (STN-10)."""

    _inherit = "rights.station.profile"

    def _own_cases_domain(self):
        """Complaints that the station took or was sent, wherever they are now."""
        return (
            Domain("kind", "=", "complaint")
            & Domain("registered_at", "!=", False)
            & Domain("handled_station_ids", "in", self.station_id.ids)
        )

    def _complaint_rows(self, day_from, day_to):
        """{class: {received, settled, escalated, amount}} of the station in these days.

        A complaint that was only referred counts with its referral: sent, settled, brought back.
        """
        self.ensure_one()
        rows = {}

        def count(case, name, much=1):
            start = {"received": 0, "settled": 0, "escalated": 0, "amount": 0.0}
            rows.setdefault(case.item_class_id, start)[name] += much

        cases_sudo = self.env["rights.case"].sudo()  # numbers of the station's own work
        own = self._own_cases_domain()
        for case in cases_sudo.search(own & inside("received_at", day_from, day_to)):
            count(case, "received")
        settled = own & Domain("station_id", "=", self.station_id.id)
        settled &= Domain("outcome_id.code", "in", SETTLED)
        for case in cases_sudo.search(settled & inside("concluded_at", day_from, day_to)):
            count(case, "settled")
            count(case, "amount", case.amount_recovered)
        for mediation in self._handed_over(day_from, day_to):
            count(mediation.case_id, "escalated")
        self._count_referrals(count, day_from, day_to)
        return rows

    def _count_referrals(self, count, day_from, day_to):
        for referral in self._referrals("sent_at", day_from, day_to):
            count(referral.case_id, "received")
        for referral in self._referrals("ended_at", day_from, day_to):
            if referral.result == "settled":
                count(referral.case_id, "settled")
                count(referral.case_id, "amount", sum(referral.settlement_ids.mapped("amount")))
            elif referral.result in ("failed", "silent"):
                count(referral.case_id, "escalated")

    def _handed_over(self, day_from, day_to):
        mediations_sudo = self.env["rights.mediation"].sudo()
        own = Domain("station_id", "=", self.station_id.id)
        return mediations_sudo.search(own & inside("handed_over_at", day_from, day_to))

    def _referrals(self, moment, day_from, day_to):
        referrals_sudo = self.env["rights.case.referral"].sudo()
        own = Domain("station_id", "=", self.station_id.id)
        return referrals_sudo.search(own & inside(moment, day_from, day_to))

    def _limits_kept(self, day_from, day_to):
        """(limits that fell due, of these kept) by the station: TL-03, TL-33 and TL-31."""
        self.ensure_one()
        clocks_sudo = self.env["rights.deadline"].sudo()
        missed = Domain("stopped_at", "=", False) & Domain("due_at", "<=", fields.Datetime.now())
        ended = Domain("outcome", "in", ("met", "late")) | missed
        clocks = clocks_sudo.search(
            fell_due(day_from, day_to)
            & Domain("code", "in", OWN_LIMITS)
            & Domain("case_id", "any!", self._own_cases_domain())
            & ended
        )
        kept = len(clocks.filtered(lambda clock: clock.outcome == "met"))
        referrals_sudo = self.env["rights.case.referral"].sudo()
        asked = referrals_sudo.search(
            fell_due(day_from, day_to)
            & Domain("station_id", "=", self.station_id.id)
            & Domain("result", "in", ("settled", "failed", "silent"))
        )
        answered = len(asked.filtered(lambda row: row.result != "silent"))
        return len(clocks) + len(asked), kept + answered
