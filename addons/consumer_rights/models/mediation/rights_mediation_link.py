import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.masking import phone_tail
from .rights_mediation import SIDES

MOST_TRIES = 5
OPENS_BEFORE = timedelta(minutes=30)
# how long a silent page still counts as somebody who waits
SILENCE = timedelta(seconds=30)
LIVE = ("issued", "waiting", "admitted")


class RightsMediationLink(models.Model):
    """The personal way of one party into a video meeting: for one browser, until it ends (MED-21).

    who                      may
    reader of the case       see which links there are and what became of them
    writer of the case       issue, send and revoke them
    mediator of the meeting  admit who waits

    The address goes to the party and is kept nowhere but as a hash. The first browser that gives
    the last digits of the party's phone keeps the link; every other one is refused.
    """

    _name = "rights.mediation.link"
    _inherit = ["rights.case.part"]
    _description = "Link into a video meeting"
    _order = "meeting_id, id"
    _rec_name = "side"

    meeting_id = fields.Many2one(
        "rights.mediation.meeting", required=True, index=True, ondelete="restrict"
    )
    case_id = fields.Many2one(related="meeting_id.case_id", store=True, index=True)
    side = fields.Selection(SIDES, required=True)
    state = fields.Selection(
        [
            ("issued", "Not opened yet"),
            ("waiting", "Waits to be admitted"),
            ("admitted", "Admitted"),
            ("revoked", "Revoked"),
            ("over", "Over"),
        ],
        default="issued",
        required=True,
        index=True,
    )
    token_hash = fields.Char(index="btree_not_null", groups=fields.NO_ACCESS)
    browser_hash = fields.Char(groups=fields.NO_ACCESS)
    tries = fields.Integer("Wrong tries")
    guest_id = fields.Many2one("mail.guest", "Guest in the call", ondelete="set null")
    opened_at = fields.Datetime("Opened on", help="From then on it belongs to that browser.")
    agrees_recording = fields.Boolean("Agrees to a recording")
    seen_at = fields.Datetime("Last seen on")
    admitted_at = fields.Datetime("Admitted on")
    is_there = fields.Boolean("On the waiting page", compute="_compute_is_there")

    _one_live = models.UniqueIndex(
        "(meeting_id, side) WHERE state IN ('issued', 'waiting', 'admitted')",
        "This side has a link to the meeting already.",
    )

    @api.depends("state", "seen_at")
    def _compute_is_there(self):
        since = fields.Datetime.now() - SILENCE
        for link in self:
            link.is_there = bool(link.state in LIVE and link.seen_at and link.seen_at > since)

    # -- of the staff -----------------------------------------------------------------------------

    def action_show(self):
        """A new address for the same party, shown once; the one before no longer works."""
        self.ensure_one()
        link = self.meeting_id._issue_link(self.side)
        return self.meeting_id._show_addresses({link: link._make_address()})

    def action_send(self):
        """A new address for the same party, sent to it by text message or mail."""
        self.ensure_one()
        link = self.meeting_id._issue_link(self.side)
        if not link._queue():
            raise UserError(
                self.env._(
                    "No text message or mail reaches this party. Show the link and hand it over."
                )
            )
        return True

    def action_revoke(self):
        """Whoever holds the link is put out and does not come in again."""
        for link in self:
            link.meeting_id._check_video()
            link.sudo()._end("revoked")
        return True

    def action_admit(self):
        for link in self:
            meeting = link.meeting_id
            meeting._check_host()
            if not meeting.video_is_open:
                raise UserError(self.env._("Start the video first, then admit the parties."))
            if link.state == "issued":
                raise UserError(self.env._("This party has not opened the link yet."))
            if link.state == "waiting":
                link.sudo().write({"state": "admitted", "admitted_at": fields.Datetime.now()})
                meeting._tell_host_no_more(link)
        return True

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A link is changed by its buttons."))
        return super().write(vals)

    def _end(self, state):
        """Take the way in from whoever has it; in superuser mode."""
        live = self.filtered(lambda link: link.state in LIVE)
        live._put_out()
        for link in live:
            link.meeting_id._tell_host_no_more(link)
        live.write({"state": state, "next_try_at": False})

    def _put_out(self):
        """Out of the call, whoever is in it; who was admitted waits again."""
        for guest in self.guest_id:
            guest._bus_send("rights.mediation/put_out", {})
            self.env["discuss.channel.member"].search([("guest_id", "=", guest.id)]).unlink()
            guest.unlink()
        self.filtered(lambda link: link.state == "admitted").state = "waiting"

    # -- the address ------------------------------------------------------------------------------

    def _make_address(self):
        """The personal address; what was given out before no longer works."""
        self.ensure_one()
        token = secrets.token_urlsafe(18)
        self.sudo().token_hash = self._hash(token)  # whoever calls may issue links
        return f"{self.get_base_url()}/rights/meeting/{token}"

    @api.model
    def _hash(self, secret):
        return hashlib.sha256(secret.encode()).hexdigest()

    @api.model
    def _of_token(self, token):
        """The link of this address, whatever became of it; in superuser mode."""
        return self.sudo().search([("token_hash", "=", self._hash(token))], limit=1)

    def _get_phone(self):
        return self._get_reach()["phone"]

    def _get_reach(self):
        """{phone, email, lang} of the party; for server code only."""
        case = self.sudo().case_id
        if self.side == "merchant":
            return {
                "phone": case.respondent_phone,
                "email": case.respondent_id.email,
                "lang": "zh_CN",
            }
        person = case._get_person_address()
        return {
            "phone": person["phone"],
            "email": person["email"],
            "lang": person["party"].lang,
        }

    def _get_person(self):
        """Who it is for, as the record of attendance names them."""
        case = self.sudo().case_id
        if self.side == "merchant":
            return case.respondent_name or self._get_label()
        return case._get_person_address()["party"].name_masked or self._get_label()

    def _get_label(self):
        return dict(self._fields["side"]._description_selection(self.env))[self.side]

    # -- of the party (called in superuser mode) --------------------------------------------------

    def _get_stage(self, browser):
        """What the page of this link shows to this browser.

        :param browser: the secret that the browser was given, or None
        """
        meeting = self.meeting_id
        if self.state == "revoked":
            return "revoked"
        if self.state == "over" or not meeting._is_video_ahead():
            return "over"
        if self.browser_hash:
            return self.state if self._is_of(browser) else "used"
        if self.tries >= MOST_TRIES:
            return "locked"
        if not meeting.video_is_open:
            if fields.Datetime.now() < meeting.planned_start - OPENS_BEFORE:
                return "early"
        return "enter"

    def _is_of(self, browser):
        return bool(
            browser
            and self.browser_hash
            and secrets.compare_digest(self.browser_hash, self._hash(browser))
        )

    def _enter(self, tail, agrees_recording=False):
        """Give the link to the browser that asks.

        :param tail: last digits of the phone, asked when the phone is known
        :return: the secret by which the browser is known from now on; None for wrong digits
        """
        self.ensure_one()
        known = phone_tail(self._get_phone())
        if known and not secrets.compare_digest(known, (tail or "").strip()):
            self.tries += 1
            return None
        now = fields.Datetime.now()
        browser = secrets.token_urlsafe(18)
        self.write(
            {
                "state": "waiting",
                "browser_hash": self._hash(browser),
                "opened_at": now,
                "seen_at": now,
                "agrees_recording": agrees_recording,
            }
        )
        self.meeting_id._note_recording_consent(self)
        self.meeting_id._tell_host(self)
        return browser

    def _note_seen(self):
        """The page is still open; noted now and then only."""
        now = fields.Datetime.now()
        if not self.seen_at or now - self.seen_at > SILENCE / 3:
            self.seen_at = now

    def _join(self):
        """The guest of the party and the channel of the call; the mediator has admitted it.

        The guest is known by the role: nobody learns a name from the page (SEC-09).
        """
        self.ensure_one()
        channel = self.meeting_id._get_call()
        if self.state != "admitted" or not channel:
            raise UserError(self.env._("The mediator has not admitted you yet."))
        if not self.guest_id:
            self.guest_id = self.env["mail.guest"].create(
                {"name": self._get_label(), "lang": self.env.lang, "timezone": "Asia/Shanghai"}
            )
        if self.guest_id not in channel.channel_member_ids.guest_id:
            channel._add_members(guests=self.guest_id, post_joined_message=False)
        return channel, self.guest_id
