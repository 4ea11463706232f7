"""Video meetings: links, the call and who may be in it, attendance, the end (MED-21)."""

import json
from datetime import timedelta

import psycopg2
from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .test_document_delivery import DeliveryCase, Gateway
from .video_common import CONSUMER_TAIL, LINK, VideoCommon

SEND_LOG = "odoo.addons.consumer_rights.models.mediation.rights_mediation_link_send"


@tagged("post_install", "-at_install")
class TestMediationRelay(VideoCommon):
    def test_med_21_a_word_of_the_relay_runs_out(self):
        """MED-21: made from the secret as a relay checks it; the secret itself is not told."""
        relays = self.env["mail.ice.server"]
        relays.create(
            [
                {"server_type": "turn", "uri": "relay.example:3478", "secret": "north"},
                {
                    "server_type": "turn",
                    "uri": "old.example:3478",
                    "username": "u",
                    "credential": "w",
                },
            ]
        )
        with freeze_time("2026-03-10 02:00:00"):
            new, old = self.as_user("mediator_a", relays)._get_ice_servers()
        self.assertEqual(
            new,
            {
                "urls": "turn:relay.example:3478",
                "username": "1773151200:rights",
                # printf '1773151200:rights' | openssl dgst -sha1 -hmac north -binary | base64
                "credential": "b6HdEwWddX265Hqnv5KmQ7aUx3c=",
            },
        )
        self.assertEqual((old["username"], old["credential"]), ("u", "w"))
        with self.assertRaises(AccessError):
            self.as_user("head", relays).search([]).read(["secret"])


@tagged("post_install", "-at_install")
class TestMediationVideoLink(VideoCommon):
    listen = DeliveryCase.listen
    set_up_gateway = DeliveryCase.set_up_gateway

    def test_only_the_hash_of_an_address_is_kept(self):
        link, token = self.issue()
        self.env.flush_all()
        self.env.cr.execute("SELECT to_jsonb(row) FROM rights_mediation_link row")
        self.assertNotIn(token, str(self.env.cr.fetchall()))
        self.assertEqual(self.env[LINK]._of_token(token), link)
        self.assertFalse(self.env[LINK]._of_token(token + "x"))
        with self.assertRaises(AccessError):
            self.as_user("mediator_a", link).read(["token_hash"])

    def test_the_first_browser_keeps_it(self):
        """MED-21: one use: reopening there works, another browser is refused."""
        link, _token = self.issue()
        self.assertEqual(link._get_stage(None), "enter")
        browser = link._enter(CONSUMER_TAIL)
        self.assertEqual(link._get_stage(browser), "waiting")
        for other in (None, "", browser + "x"):
            self.assertEqual(link._get_stage(other), "used")

    def test_it_is_for_the_party_only(self):
        """The other party, who does not know the digits, does not come in; nor by guessing."""
        link, _token = self.issue()
        for _attempt in range(5):
            self.assertIsNone(link._enter("0001"))
        self.assertEqual(link._get_stage(None), "locked")
        self.assertEqual(link.state, "issued")

    def test_it_dies_with_the_meeting(self):
        link, browser = self.wait()
        with freeze_time(self.later(hours=1, minutes=1)):
            self.assertEqual(link._get_stage(browser), "over")
            with self.refused("time of the meeting is over"):
                self.issue()
        self.as_user("mediator_a", self.meeting).action_cancel()
        self.assertEqual((link.state, link._get_stage(browser)), ("over", "over"))

    def test_early_nobody_uses_it_up(self):
        self.meeting = self.plan(self.case, "video", planned_start=self.later(hours=3))
        link, _token = self.issue()
        self.assertEqual(link._get_stage(None), "early")
        with freeze_time(self.later(hours=2, minutes=40)):
            self.assertEqual(link._get_stage(None), "enter")

    def test_a_new_one_revokes_the_one_before(self):
        """The mediator issues another one; two live links of one side cannot be."""
        link, browser = self.wait()
        mine = self.as_user("mediator_a", link)
        shown = mine.action_show()["params"]["addresses"]
        self.assertEqual((link.state, link._get_stage(browser)), ("revoked", "revoked"))
        fresh = self.env[LINK]._of_token(shown[0]["address"].rpartition("/")[2])
        self.assertEqual((fresh.side, fresh.state, len(shown)), ("consumer", "issued", 1))
        self.as_user("mediator_a", fresh).action_revoke()
        self.assertEqual(fresh._get_stage(None), "revoked")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            for _twice in range(2):
                fresh.create({"meeting_id": self.meeting.id, "side": "merchant"})

    def test_links_are_changed_by_their_buttons_only(self):
        link, _token = self.issue()
        for login in ("mediator_a", "handler_a", "head", "business_admin"):
            with self.subTest(login), self.assertRaises(AccessError):
                self.as_user(login, link).state = "admitted"
        with self.assertRaises(AccessError):
            self.as_user("mediator_a", self.env[LINK]).create(
                {"meeting_id": self.meeting.id, "side": "merchant"}
            )
        for login in ("station_b1", "business_admin", "statistician"):
            with self.subTest(login), self.assertRaises(AccessError):
                self.as_user(login, link).action_show()

    def test_both_are_sent_or_shown(self):
        """A mobile phone gets a text message; what no way reaches is shown to hand over."""
        self.set_up_gateway()
        mine = self.as_user("mediator_a", self.meeting)
        shown = mine.action_issue_links()["params"]["addresses"]
        self.assertEqual([row["label"] for row in shown], ["Merchant"])
        with self.refused("have their links"):
            mine.action_issue_links()
        with self.refused("hand it over"):
            mine.link_ids[-1].action_send()
        self.send()
        sent = json.loads(Gateway.taken[0][1])
        self.assertEqual(sent["phone"], "13800001234")
        self.assertIn(self.case.name, sent["text"])
        for secret in ("张", "手机屏幕", "百货"):
            self.assertNotIn(secret, sent["text"])
        token = sent["text"].partition("/rights/meeting/")[2].split()[0]
        link = self.env[LINK]._of_token(token)
        self.assertEqual((link.side, link.target_masked), ("consumer", "138****1234"))
        self.assertTrue(link.sent_at)
        self.send()
        self.assertEqual(len(Gateway.taken), 1)

    def send(self):
        with self.enter_registry_test_mode():
            self.env.ref("consumer_rights.cron_mediation_link_send").method_direct_trigger()
        self.env.invalidate_all()

    @mute_logger(SEND_LOG)
    def test_what_does_not_go_out_is_seen(self):
        self.set_up_gateway()
        Gateway.answer = (500, "down")
        self.as_user("mediator_a", self.meeting).action_issue_links()
        link = self.meeting.link_ids[0]
        for minutes in (0, 2, 10, 20):
            with freeze_time(self.later(minutes=minutes)):
                self.send()
        self.assertEqual((link.attempts, link.next_try_at, link.sent_at), (3, False, False))
        self.assertIn("500", link.error)

    def test_by_mail_when_there_is_no_mobile(self):
        postbox = self.listen()
        self.case.sudo().party_ids.write({"email": "zhang@example.com"})
        self.as_user("mediator_a", self.meeting).action_issue_links()
        self.send()
        ((to, mail),) = postbox.mails
        self.assertEqual(to, ["zhang@example.com"])
        text = mail.get_payload(decode=True).decode()
        self.assertIn("/rights/meeting/", text)
        self.assertNotIn("手机屏幕", str(mail) + text)


@tagged("post_install", "-at_install")
class TestMediationVideoCall(VideoCommon):
    # -- who opens, who comes in ------------------------------------------------------------------

    def test_only_the_mediator_opens_and_admits(self):
        """MED-05: nobody else, and not while a recusal is to be decided."""
        link, _browser = self.wait()
        for login in ("handler_a", "second_a"):
            with self.subTest(login), self.refused("mediator of the meeting", AccessError):
                self.start(login)
        with self.refused("Start the video first"):
            self.as_user("mediator_a", link).action_admit()
        channel = self.start()
        self.assertEqual(self.start(), channel)
        with self.refused("mediator of the meeting", AccessError):
            self.as_user("second_a", link).action_admit()
        with self.refused("not admitted you"):
            link._join()
        other, _token = self.issue("merchant")
        with self.refused("has not opened"):
            self.as_user("mediator_a", other).action_admit()
        self.as_user("mediator_a", link).action_admit()
        self.assertEqual(link._join()[0], channel)
        self.assertIn(f"/discuss/channel/{channel.id}", self.meeting.link)
        self.assertIn("Video meeting opened", self.case.event_ids[-1].basis)

    def test_parties_who_come_in_at_once_are_both_let_in(self):
        """What Odoo makes once for all visitors is there before the first of them."""
        public = self.env.ref("base.public_user").sudo()
        public.res_users_settings_ids.unlink()
        self.start()
        self.assertTrue(public.res_users_settings_ids)

    def test_only_by_video(self):
        self.meeting = self.plan(self.case, "phone", planned_start=self.later(hours=2))
        with self.refused("Only a meeting by video"):
            self.start()
        with self.refused("Only a meeting by video"):
            self.issue()

    def test_a_request_for_recusal_pauses_the_call(self):
        """MED-05: everybody is put out until it is decided; the parties may wait on."""
        self.host_joins()
        link = self.join()
        self.as_user("mediator_a", self.env["rights.mediation.recusal"]).create(
            {"mediation_id": self.case.mediation_id.id, "grounds": "系经营者亲属"}
        )
        self.assertFalse(self.meeting.video_is_open)
        self.assertEqual((link.state, link.guest_id.id), ("waiting", False))
        with self.refused("request for recusal is open"):
            self.start()

    def test_another_mediator_another_call(self):
        self.host_joins()
        link = self.join()
        self.as_user("mediator_a", self.meeting).mediator_id = self.second_a
        self.assertFalse(self.meeting.video_is_open)
        channel = self.start("second_a")
        self.assertEqual(channel.channel_member_ids.partner_id, self.second_a.partner_id)
        self.assertEqual(link.state, "waiting")

    def test_nobody_comes_in_beside_the_links(self):
        """Neither by the channel's own address nor by an invitation."""
        channel = self.host_joins()
        stranger = self.env["mail.guest"].create({"name": "陌生人"})
        head = self.users["head"].partner_id
        mine = self.as_user("mediator_a", channel)
        for bring in (
            lambda: channel._add_members(guests=stranger),
            lambda: mine.add_members(partner_ids=head.ids),
            lambda: mine.add_members(guest_ids=stranger.ids),
        ):
            with self.refused("Only whom the mediator admits", ValidationError):
                bring()
        with self.refused("no threads"):
            mine._create_sub_channel(name="另谈")
        self.assertFalse(mine._allow_invite_by_email())

    def test_what_is_written_there_is_for_those_who_are_in_it(self):
        admin = new_test_user(self.env, "t_system", "base.group_system")
        channel = self.host_joins()
        self.join()
        message = self.as_user("mediator_a", channel).message_post(
            body="请出示票据", message_type="comment"
        )
        self.assertIn("请出示票据", self.as_user("mediator_a", message).body)
        for user in (admin, self.users["head_a"], self.users["handler_a"]):
            seen = self.env["discuss.channel"].with_user(user)
            self.assertFalse(seen.search([("id", "=", channel.id)]))
            members = seen.env["discuss.channel.member"]
            self.assertFalse(members.search([("channel_id", "=", channel.id)]))
            with self.subTest(user.login), self.assertRaises(AccessError):
                message.with_user(user).read(["body"])

    def test_no_files_in_the_call(self):
        """What is handed in goes through the page of the matter, where it is looked through."""
        channel = self.host_joins()
        file = self.env["ir.attachment"].create(
            {"name": "a.pdf", "raw": b"x", "res_model": "discuss.channel", "res_id": channel.id}
        )
        with self.refused("Files are not handed in here"):
            file._post_add_create()
        with self.refused("Files are not handed in here"):
            channel.message_post(body="x", message_type="comment", attachment_ids=file.ids)

    def test_a_party_is_called_by_its_role(self):
        """SEC-09: nobody's name stands on the page, and a party does not give itself another."""
        self.start()
        guest = self.join().guest_id
        self.assertEqual(guest.name, "Consumer")
        guest._update_name("市场监管局")
        self.assertEqual(guest.name, "Consumer")

    # -- attendance and the end -------------------------------------------------------------------

    def test_coming_and_leaving_are_noted(self):
        """MED-21: times by the system, with the link; nobody rewrites them."""
        channel = self.host_joins()
        link = self.join()
        row = self.meeting.attendance_ids.filtered(lambda row: row.side == "consumer")
        self.assertEqual((row.link_id, row.person, row.left_at), (link, "张**", False))
        with freeze_time(row.joined_at + timedelta(minutes=5)):
            member = channel.channel_member_ids.filtered("guest_id")
            member.rtc_session_ids.write({})  # the ping of its browser
            member._rtc_leave_call()
            self.assertEqual(row.left_at - row.joined_at, timedelta(minutes=5))
            member._rtc_join_call()
        rows = self.meeting.attendance_ids
        self.assertEqual(rows.mapped("side"), ["mediator", "consumer", "consumer"])
        mine = self.as_user("mediator_a", row)
        for change in (lambda: mine.write({"left_at": row.joined_at}), mine.unlink):
            with self.refused("stays as it is"):
                change()
        mine.person = "张三，本人"

    def test_whoever_falls_silent_left_with_the_last_sign(self):
        channel = self.host_joins()
        self.join()
        session = channel.channel_member_ids.filtered("guest_id").rtc_session_ids
        row = self.meeting.attendance_ids.filtered(lambda row: row.side == "consumer")
        with freeze_time(row.joined_at + timedelta(minutes=3)):
            session.write({})  # the last ping of its browser
        with freeze_time(row.joined_at + timedelta(minutes=20)):
            session._gc_inactive_sessions()
        self.assertEqual(row.left_at - row.joined_at, timedelta(minutes=3))

    def test_the_end_puts_everybody_out_and_begins_the_record(self):
        """MED-03, MED-21: links die, guests are deleted, attendance and words are taken down."""
        channel = self.host_joins()
        links = self.join("consumer") | self.join("merchant")
        guests = links.guest_id
        for guest in guests.sorted("id"):
            channel.with_user(self.env.ref("base.public_user")).with_context(
                guest=guest
            ).sudo().message_post(
                body=f"{guest.name}的意见",
                message_type="comment",
                author_guest_id=guest.id,
            )
        with self.refused("No call is running"):
            self.plan(self.case, "video", planned_start=self.later(hours=2)).action_end_video()
        with freeze_time(self.later(minutes=30)):
            self.as_user("mediator_a", self.meeting).action_end_video()
            self.assertEqual(set(links.mapped("state")), {"over"})
            self.assertFalse(guests.exists() or channel.active or channel.channel_member_ids)
            rows = self.meeting.attendance_ids
            self.assertTrue(all(row.left_at for row in rows))
            self.assertEqual(
                self.meeting.participants,
                "Mediator: 测试mediator_a, Consumer: 张**, Merchant: 测试百货",
            )
            self.assertEqual(
                self.meeting.statements,
                "Consumer (in writing): Consumer的意见\nMerchant (in writing): Merchant的意见",
            )
            self.assertEqual(self.meeting.state, "planned")
            self.meeting.write({"proposals": "退货", "outcome": "settled"})
        self.assertEqual(self.meeting.state, "held")

    def test_the_outcome_ends_the_call(self):
        self.host_joins()
        link = self.join()
        self.as_user("mediator_a", self.meeting).write(
            {"statements": "双方陈述", "proposals": "退货", "outcome": "failed"}
        )
        self.assertEqual((self.meeting.state, link.state), ("held", "over"))
        self.assertFalse(self.meeting.video_is_open)

    def test_a_forgotten_call_is_ended(self):
        self.host_joins()
        self.join()
        with freeze_time(self.later(hours=10)):
            self.meeting._gc_forgotten_video()
            self.assertTrue(self.meeting.video_is_open)
        with freeze_time(self.later(hours=14)):
            self.meeting._gc_forgotten_video()
            self.assertFalse(self.meeting.video_is_open)

    def test_a_withdrawal_ends_the_call(self):
        """The case leaves mediation while everybody talks: nobody stays in the channel."""
        channel = self.host_joins()
        link = self.join()
        self.case.sudo().mediation_id._close("withdrawn")
        self.assertEqual((self.meeting.state, link.state), ("cancelled", "over"))
        self.assertFalse(channel.active)

    def test_a_recording_only_when_both_agree(self):
        """MED-21: a recording is stored by upload, with both consents."""
        recording = self.env["rights.case.evidence"].create(
            {"case_id": self.case.id, "name": "录像", "type": "recording"}
        )
        self.wait("consumer", agrees_recording=True)
        with self.refused("both sides agree", ValidationError):
            self.meeting.recording_id = recording
        self.wait("merchant", agrees_recording=True)
        self.meeting.recording_id = recording
        self.assertTrue(self.meeting.merchant_agrees_recording)

    def test_the_mediator_hears_who_waits(self):
        self.env["bus.bus"].search([]).unlink()
        self.wait()
        self.env.cr.precommit.run()
        self.env.flush_all()
        messages = self.env["bus.bus"].search([]).mapped("message")
        waiting = [json.loads(text) for text in messages if "rights.mediation/waiting" in text]
        self.assertIn(self.case.name, waiting[0]["payload"]["text"])
        self.assertNotIn("张", str(waiting))
        self.assertTrue(self.meeting.link_ids.is_there)
        with freeze_time(self.later(minutes=1)):
            self.meeting.link_ids.invalidate_recordset(["is_there"])
            self.assertFalse(self.meeting.link_ids.is_there)

    def test_the_time_of_the_meeting(self):
        with freeze_time(self.later(hours=2)), self.refused("time of the meeting is over"):
            self.start()
        self.assertEqual(self.meeting.planned_end - self.meeting.planned_start, timedelta(hours=1))
        self.assertRaises(UserError, self.as_user("mediator_a", self.meeting).action_end_video)
