import re
import socket
from unittest.mock import patch

import requests
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

LOCAL = re.compile(r"https?://(127\.0\.0\.1|localhost)\b")
# what a browser fetches without being asked
FETCHED = re.compile(
    r"""<(?:script|img|iframe|link|source|embed)\b[^>]*?\b(?:src|href)=["'](https?:)?//([^"'/]+)"""
)


@tagged("post_install", "-at_install")
class TestNothingCallsOut(TransactionCase):
    """Design D14: the system talks to nobody outside by itself."""

    def setUp(self):
        super().setUp()
        self.calls = []
        send, connect = requests.Session.request, socket.socket.connect

        def note_request(session, method, url, **kwargs):
            if not LOCAL.match(url):
                self.calls.append(url)
                raise requests.ConnectionError("recorded")
            return send(session, method, url, **kwargs)

        def note_connect(sock, address):
            if sock.family != socket.AF_UNIX and address[0] not in (
                "127.0.0.1",
                "::1",
                "localhost",
            ):
                self.calls.append(address)
                raise ConnectionRefusedError("recorded")
            return connect(sock, address)

        self.startPatcher(patch.object(requests.Session, "request", note_request))
        self.startPatcher(patch.object(socket.socket, "connect", note_connect))

    def test_the_watch_sees_a_call(self):
        """The other tests of this class can fail."""
        with self.assertRaises(requests.ConnectionError):
            requests.get("https://example.com", timeout=1)
        with self.assertRaises(OSError):
            socket.create_connection(("192.0.2.1", 80), timeout=1)
        self.assertEqual(self.calls, ["https://example.com", ("192.0.2.1", 80)])

    @mute_logger("odoo.addons.base.models.ir_cron", "odoo.addons.mail.models.mail_mail")
    def test_no_scheduled_job_calls_out(self):
        jobs = self.env["ir.cron"].search([("model_id.model", "!=", "ir.autovacuum")])
        self.assertTrue(jobs)
        with self.enter_registry_test_mode():
            for job in jobs:
                job.method_direct_trigger()
        self.assertEqual(self.calls, [])

    def test_odoo_gets_no_report_about_this_system(self):
        self.assertFalse(self.env.ref("mail.ir_cron_module_update_notification").active)
        self.assertFalse(self.env.ref("digest.ir_cron_digest_scheduler_action").active)
        contract = self.env["publisher_warranty.contract"]
        contract.update_notification(cron_mode=False)
        contract._get_sys_logs()
        self.assertEqual(self.calls, [])

    def test_services_of_the_maker_have_an_address_that_stays_here(self):
        params = self.env["ir.config_parameter"].sudo()
        for key in (
            "iap.endpoint",
            "iap.partner_autocomplete.endpoint",
            "enrich.endpoint",
            "sms.endpoint",
            "snailmail.endpoint",
            "html_editor.media_library_endpoint",
            "html_editor.olg_api_endpoint",
        ):
            with self.subTest(key=key):
                self.assertRegex(params.get_param(key), LOCAL)

    @mute_logger("odoo.addons.iap.tools.iap_tools")
    def test_a_service_that_is_asked_all_the_same_reaches_nobody(self):
        account = self.env["iap.account"].search([], limit=1) or self.env["iap.account"].create(
            {"service_id": self.env["iap.service"].search([], limit=1).id}
        )
        account.get_credits(account.service_id.technical_name)
        self.assertEqual(self.calls, [])

    def test_calls_in_discuss_ask_no_foreign_server(self):
        servers = self.env["mail.ice.server"]._get_ice_servers()
        self.assertTrue(servers, "an empty list makes the browser ask Google")
        self.assertEqual({server["urls"] for server in servers}, {"stun:127.0.0.1:9"})
        self.env["mail.ice.server"].create({"server_type": "turn", "uri": "relay.example.org:3478"})
        servers = self.env["mail.ice.server"]._get_ice_servers()
        self.assertEqual([server["urls"] for server in servers], ["turn:relay.example.org:3478"])

    def test_a_link_in_a_message_is_not_opened(self):
        previews = self.env["mail.link.preview"]
        self.assertFalse(previews._is_link_preview_enabled())
        self.assertFalse(previews._search_or_create_from_url("https://example.com/page"))
        self.assertEqual(self.calls, [])

    def test_no_browser_is_registered_for_push(self):
        devices = self.env["mail.push.device"]
        devices.register_devices(endpoint="https://push.example.com/1", keys={"auth": "x"})
        self.assertFalse(devices.sudo().search([("endpoint", "like", "push.example.com")]))

    def test_no_robot_greets_the_staff(self):
        user = new_test_user(self.env, "greeted", "consumer_rights.consumer_rights_group_clerk")
        user.with_user(user)._on_webclient_bootstrap()
        robot = self.env.ref("base.partner_root")
        channels = self.env["discuss.channel"].search(
            [("channel_member_ids.partner_id", "in", user.partner_id.ids)]
        )
        self.assertNotIn(robot, channels.channel_member_ids.partner_id)

    def test_an_account_begins_with_nothing_unread(self):
        """No welcome of Odoo's maker waits in a channel, no shop of addons in the menu."""
        user = new_test_user(self.env, "greeted", "consumer_rights.consumer_rights_group_clerk")
        members = self.env["discuss.channel.member"].search(
            [("partner_id", "=", user.partner_id.id)]
        )
        self.assertEqual(sum(members.mapped("message_unread_counter")), 0)
        menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        self.assertNotIn(self.env.ref("base.menu_management").id, menus)

    def test_no_font_of_a_paper_comes_from_the_web(self):
        bundle = "web.report_assets_common"
        paths = self.env["ir.asset"]._get_asset_paths(bundle, {})
        self.assertNotIn("web/static/fonts/fonts.scss", [path[0].lstrip("/") for path in paths])


@tagged("post_install", "-at_install")
class TestServedPages(HttpCase):
    def test_pages_load_nothing_from_elsewhere(self):
        """Design D14: what a browser fetches for a page comes from this server."""
        self.assertTrue(FETCHED.search('<img alt="" src="https://example.com/a.png">'))
        self.assertTrue(FETCHED.search('<script src="//cdn.example.com/a.js">'))
        new_test_user(self.env, "pages_clerk", "consumer_rights.consumer_rights_group_clerk")
        pages = [self.url_open("/web/login").text]
        self.authenticate("pages_clerk", "pages_clerk")
        pages += [self.url_open(path).text for path in ("/odoo", "/my")]
        own = self.base_url().split("//")[1]
        for page in pages:
            foreign = {match[2] for match in FETCHED.finditer(page)} - {own}
            self.assertFalse(foreign)

    def test_login_page_speaks_of_the_centre(self):
        """D12: its name in place of a placeholder, accounts in place of mail addresses."""
        company = self.env.ref("base.main_company")
        page = self.url_open("/web/login").text
        self.assertTrue(company.uses_default_logo)
        self.assertNotIn("company_logo", page)
        self.assertIn(company.name, page)
        self.assertRegex(page, r'<html[^>]* lang="[a-z]{2}-[A-Z]{2}"')
