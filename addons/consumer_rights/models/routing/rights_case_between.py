from odoo import api, fields, models
from odoo.fields import Domain

# what has to end before the next step is made
FIRST = ("handover", "referral", "dispute")


class RightsCase(models.Model):
    """What lies between two hands, who held it last and since when: nothing lies with nobody.

    The marks are stored, so that the view of them is one indexed search.
    """

    _inherit = "rights.case"

    between_hands = fields.Selection(
        [
            ("dispatched", "Sent, not received"),
            ("returned", "Returned by a unit"),
            ("handover", "Handover unconfirmed"),
            ("referral", "With the merchant"),
            ("dispute", "In dispute"),
        ],
        compute="_compute_between",
        store=True,
        index="btree_not_null",
    )
    between_station_id = fields.Many2one(
        "rights.station", "Last held by", compute="_compute_between", store=True
    )
    between_user_id = fields.Many2one(
        "res.users", "Last person", compute="_compute_between", store=True
    )
    between_since = fields.Datetime("Between hands since", compute="_compute_between", store=True)
    between_with = fields.Char("Waits for", compute="_compute_between_with")
    is_my_watch = fields.Boolean(
        "Between hands, mine to watch", compute="_compute_is_my_watch", search="_search_my_watch"
    )

    @api.depends(
        "is_closed",
        "stage_id",
        "dispatch_ids.received_at",
        "dispatch_ids.returned_at",
        "dispatch_ids.superseded_at",
        "handover_ids.state",
        "referral_ids.ended_at",
        "dispute_ids.state",
    )
    def _compute_between(self):
        for case in self:
            mark, unit, user, since = case._get_between()
            case.between_hands = mark
            case.between_station_id = unit
            case.between_user_id = user
            case.between_since = since

    def _get_between(self):
        """(mark, unit and person that held it last, since when)"""
        if self.is_closed or self.stage_code in ("draft", "void"):
            return False, False, False, False
        if dispute := self._open_dispute():
            return "dispute", dispute.station_id, dispute.raised_by_id, dispute.raised_at
        if handover := self._open_handover():
            return "handover", self.station_id, handover.sent_by_id, handover.sent_at
        if referral := self._open_referral():
            return "referral", self.station_id, referral.sent_by_id, referral.sent_at
        hop = self.sudo().dispatch_ids.filtered(lambda row: not row.superseded_at)[-1:]
        if hop and self.stage_code == "dispatched" and not hop.returned_at:
            return "dispatched", hop.station_from_id, hop.sent_by_id, hop.sent_at
        if hop.returned_at and self.stage_code in ("accepted", "registered"):
            return "returned", hop.station_to_id, hop.returned_by_id, hop.returned_at
        return False, False, False, False

    @api.depends("between_hands", "station_id")
    def _compute_between_with(self):
        for case in self:
            case.between_with = case._get_between_with()

    def _get_between_with(self):
        case = self.sudo()  # names of units, no content
        if case.between_hands == "dispute":
            dispute = case._open_dispute()
            return (
                dispute.superior_id if dispute.state == "escalated" else dispute.other_station_id
            ).name
        if case.between_hands == "handover":
            return case._open_handover().division_to_id.name
        if case.between_hands == "referral":
            referral = case._open_referral()
            return (referral.station_id or referral.merchant_id).display_name
        return case.between_hands and case.station_id.name

    # -- the to-do page --------------------------------------------------------------------------

    @api.depends("between_hands")
    @api.depends_context("uid")
    def _compute_is_my_watch(self):
        mine = self.sudo().filtered_domain(self._watch_domain()).sudo(False)
        for case in self:
            case.is_my_watch = case in mine

    def _get_todo_reason(self, steps):
        """Between whose hands it is, where that comes before the next step or is only watched;
        and what was asked of the user by an activity."""
        reason = super()._get_todo_reason(steps)
        if self.between_hands and (not reason or self.between_hands in FIRST):
            label = dict(self._fields["between_hands"]._description_selection(self.env))
            reason = self.env._(
                "%(state)s: %(unit)s", state=label[self.between_hands], unit=self.between_with or ""
            )
        asked = self.activity_ids.filtered(lambda activity: activity.user_id == self.env.user)
        names = [activity.summary or activity.activity_type_id.name for activity in asked]
        return self._enumerate([name for name in (reason, *names) if name])

    def _search_my_watch(self, operator, value):
        if operator != "in":
            return NotImplemented
        # few lie between hands: as a list they leave the other half of a search its index
        cases_sudo = self.sudo()  # the caller's rules decide what of them is shown
        return Domain("id", "in", cases_sudo.search(self._watch_domain()).ids)

    @api.model
    def _watch_domain(self):
        """A dispatcher watches what the own unit sent, and the disputes that come up to it.
        What was asked of a person by an activity waits for that person."""
        user = self.env.user
        own = user.rights_station_ids.ids
        watched = Domain.FALSE
        if user.has_group("consumer_rights.consumer_rights_group_dispatcher"):
            watched = (
                Domain("between_station_id", "in", own)
                | (Domain("between_hands", "=", "returned") & Domain("station_id", "in", own))
                | Domain(
                    "dispute_ids",
                    "any",
                    [("state", "=", "escalated"), ("superior_id", "in", own)],
                )
            )
        divisions = self.env["rights.division"].search([])
        mine = divisions.filtered(lambda division: division._takes_over(user))
        handed = Domain("station_id", "in", own) & Domain(
            "handover_ids",
            "any",
            [
                ("state", "=", "sent"),
                ("division_to_id", "in", mine.ids),
                ("sent_by_id", "!=", user.id),
            ],
        )
        between = Domain("between_hands", "!=", False) & (watched | handed)
        return between | Domain("activity_ids", "any", [("user_id", "=", user.id)])
