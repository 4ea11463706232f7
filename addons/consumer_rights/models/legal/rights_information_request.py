from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.china_time import china_date

SYSTEM = {
    "state",
    "answered_at",
    "answered_by_id",
    "extension_asked_by_id",
    "extended_at",
    "extended_by_id",
    "due_at",
    "warn_at",
    "third_parties_asked_on",
    "third_parties_answered_on",
}
# LIM-08: the reason that the limit allows
PAUSE = "third_parties"


class RightsInformationRequest(models.Model):
    """A request for government information about a matter (LAW-15, TL-79).

    who                     may
    legal adviser           enter, ask for more time, answer, own unit
    unit head               read, own unit and below; give more time once

    Third parties whose interests it touches are asked once, all together. From that day until the
    day on which the last has answered, or was to answer, no time is counted (TL-79).
    """

    _name = "rights.information.request"
    _inherit = ["rights.deadline.owner", "rights.numbered.case", "rights.masked.person"]
    _description = "Request for information"
    _order = "received_on desc, id desc"

    person = fields.Char("Applicant")
    content = fields.Text("Information asked for", required=True)
    received_on = fields.Date("Received on", required=True, default=fields.Date.context_today)
    # more time
    extension_reason = fields.Text("Why more time is needed", copy=False)
    extension_asked_by_id = fields.Many2one(
        "res.users", "More time asked by", readonly=True, copy=False, ondelete="restrict"
    )
    extended_at = fields.Datetime("More time given on", readonly=True, copy=False)
    extended_by_id = fields.Many2one(
        "res.users", "More time given by", readonly=True, copy=False, ondelete="restrict"
    )
    waits_for_extension = fields.Boolean(
        compute="_compute_waits_for_extension", search="_search_waits_for_extension"
    )
    # third parties
    third_parties_document = fields.Char(
        "Letter to the third parties", help="Its number.", copy=False
    )
    third_parties_asked_on = fields.Date("Third parties asked on", readonly=True, copy=False)
    third_parties_answered_on = fields.Date(
        "Third parties done on",
        readonly=True,
        copy=False,
        help="The first day that counts again.",
    )
    # the answer
    answer = fields.Selection(
        [("released", "Released"), ("refused", "Not released")], "Our answer", copy=False
    )
    grounds = fields.Text("Grounds of the refusal", copy=False)
    way = fields.Selection(
        [("post", "By post"), ("in_person", "Handed over"), ("email", "By e-mail")],
        "Delivered how",
        copy=False,
    )
    answered_at = fields.Datetime("Answer given on", readonly=True, copy=False)
    answered_by_id = fields.Many2one(
        "res.users", "Answer given by", readonly=True, copy=False, ondelete="restrict"
    )
    state = fields.Selection(
        [("open", "To be answered"), ("answered", "Answer is given")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
    )

    @api.depends("case_number")
    def _compute_display_name(self):
        for request in self:
            request.display_name = self.env._(
                "Information about %(number)s", number=request.case_number or "–"
            )

    @api.depends("extension_asked_by_id", "extended_at", "state")
    def _compute_waits_for_extension(self):
        for request in self:
            request.waits_for_extension = (
                request.state == "open"
                and bool(request.extension_asked_by_id)
                and not request.extended_at
            )

    def _search_waits_for_extension(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return [
            ("state", "=", "open"),
            ("extension_asked_by_id", "!=", False),
            ("extended_at", "=", False),
        ]

    @api.model_create_multi
    def create(self, vals_list):
        self._check_system(vals_list)
        requests = super().create(vals_list)
        for request in requests.sudo():  # the clock is the system's
            # in the morning of its day in China: the limit counts from the day after
            received = fields.Datetime.to_datetime(request.received_on) + timedelta(hours=1)
            request._clock_event("information_asked", received)
        return requests

    def write(self, vals):
        self._check_system([vals])
        if not self.env.su:
            if {"received_on", "case_number"} & vals.keys():
                raise UserError(self.env._("What was received, and when, stays as it was entered."))
            if "third_parties_document" in vals and any(self.mapped("third_parties_asked_on")):
                raise UserError(
                    self.env._("The letter to the third parties stays as it was entered.")
                )
            if any(request.state == "answered" for request in self):
                raise UserError(self.env._("An answered request stays as it is."))
        return super().write(vals)

    def _check_system(self, vals_list):
        if not self.env.su and any(SYSTEM & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("A request goes on with its buttons."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A request for information is never deleted."))

    # -- more time --------------------------------------------------------------------------------

    def _get_running_clock(self):
        return self.sudo().clock_ids.filtered(lambda clock: not clock.stopped_at)[:1]

    def action_ask_extension(self):
        """Ask the head for more time, before the limit is over."""
        self.check_access("write")
        for request in self:
            request._check_extendable()
            if not (request.extension_reason or "").strip():
                raise UserError(self.env._("Say why more time is needed."))
            request.sudo().extension_asked_by_id = self.env.uid  # checked above
        return True

    def action_extend(self):
        """The head gives the extension of the limit, once and not on the own request."""
        self.check_access("read")
        self.env.user._rights_check_role("head")
        for request in self:
            if not request.extension_asked_by_id:
                raise UserError(self.env._("Nobody asked for more time."))
            if request.extension_asked_by_id == self.env.user:
                raise AccessError(self.env._("Nobody decides the own request. Ask a colleague."))
            request._check_extendable()
            clock = request._get_running_clock()
            clock.extended += clock._terms().extension_amount
            clock._recount()
            request_sudo = request.sudo()  # checked above
            request_sudo.write(
                {"extended_at": fields.Datetime.now(), "extended_by_id": self.env.uid}
            )
            request_sudo._clock_refresh()
        return True

    def _check_extendable(self):
        self.ensure_one()
        if self.extended_at:
            raise UserError(self.env._("More time was given already; it is given once."))
        clock = self._get_running_clock()
        if not clock:
            raise UserError(self.env._("No limit runs any more."))
        if refusal := clock._get_not_extendable():
            raise UserError(refusal)

    # -- third parties ----------------------------------------------------------------------------

    def action_ask_third_parties(self):
        """The letter to the third parties goes out: from today on no time is counted."""
        self.check_access("write")
        for request in self:
            if request.third_parties_asked_on:
                raise UserError(self.env._("Third parties were asked already."))
            if not request._get_running_clock():
                raise UserError(self.env._("No limit runs any more."))
            if not (request.third_parties_document or "").strip():
                raise UserError(self.env._("Enter the number of the letter to the third parties."))
            request.sudo().third_parties_asked_on = china_date()  # checked above
            request._recount_clock()
        return True

    def action_third_parties_done(self):
        """All have answered, or their time is over: today counts again."""
        self.check_access("write")
        for request in self:
            if not request._waits_for_third_parties():
                raise UserError(self.env._("No third party is being asked."))
            request.sudo().third_parties_answered_on = china_date()  # checked above
            request._recount_clock()
        return True

    def _waits_for_third_parties(self):
        return bool(self.third_parties_asked_on) and not self.third_parties_answered_on

    def _get_clock_pauses(self):
        if not self.third_parties_asked_on:
            return []
        return [(PAUSE, self.third_parties_asked_on, self.third_parties_answered_on or None)]

    def _recount_clock(self):
        self._get_running_clock()._recount()
        self.sudo()._clock_refresh()

    # -- the answer -------------------------------------------------------------------------------

    def action_answer(self):
        """A masked copy, or a refusal with its grounds: a copy is checked and sealed first."""
        self.check_access("write")
        for request in self:
            if request.state == "answered":
                raise UserError(self.env._("This request is answered already."))
            if request._waits_for_third_parties():
                raise UserError(
                    self.env._(
                        "Third parties are being asked. Record that they answered, or that their "
                        "time is over, first."
                    )
                )
            if not request.answer or not request.way:
                raise UserError(
                    self.env._("Enter whether it is released, and how it is delivered.")
                )
            if request.answer == "refused":
                if not (request.grounds or "").strip():
                    raise UserError(self.env._("A refusal needs its grounds."))
            else:
                request._seal_release()
            now = fields.Datetime.now()
            request_sudo = request.sudo()  # checked above
            request_sudo.write(
                {"state": "answered", "answered_at": now, "answered_by_id": self.env.uid}
            )
            request_sudo._clock_event("information_answered", now)
        return True
