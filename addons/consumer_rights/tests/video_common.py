"""A meeting by video with its links, for the tests of its rules and of its pages."""

from datetime import timedelta

from odoo import fields

from .mediation_common import MediationCommon

LINK = "rights.mediation.link"
PATH = "/rights/meeting/"
CONSUMER_TAIL, MERCHANT_TAIL = "1234", "0001"


class VideoCommon(MediationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls.in_mediation("video", "phone")

    def setUp(self):
        super().setUp()
        # a session of a call lives by its write_date, which else is the beginning of all tests
        self.patch(self.env.cr, "now", fields.Datetime.now)
        self.meeting = self.plan(self.case, "video", planned_start=fields.Datetime.now())

    def issue(self, side="consumer", login="mediator_a"):
        """(the new link in superuser mode, its token)"""
        link = self.as_user(login, self.meeting)._issue_link(side).sudo()
        return link, link._make_address().rpartition("/")[2]

    def wait(self, side="consumer", **values):
        """A link whose party waits, and the secret of its browser."""
        link, _token = self.issue(side)
        tail = {"consumer": CONSUMER_TAIL, "merchant": MERCHANT_TAIL}[side]
        return link, link._enter(tail, **values)

    def start(self, login="mediator_a"):
        self.as_user(login, self.meeting).action_start_video()
        return self.meeting.sudo()._get_call()

    def join(self, side="consumer"):
        """A link whose party is in the call, as member and with a session of it."""
        link, _browser = self.wait(side)
        self.as_user("mediator_a", link).action_admit()
        channel, guest = link._join()
        member = channel.channel_member_ids.filtered(lambda row: row.guest_id == guest)
        member._rtc_join_call()
        return link

    def host_joins(self):
        channel = self.start()
        channel.channel_member_ids.filtered("partner_id")._rtc_join_call()
        return channel

    def later(self, **passed):
        return fields.Datetime.now() + timedelta(**passed)
