"""Papers on their way to the browser (design D8)."""

import json

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import RightsCommon

REPORT = "consumer_rights.report_rights_dossier"


@tagged("post_install", "-at_install")
class TestDocumentDownload(RightsCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls.case_at("archived")
        for login in ("archivist", "station_b1"):
            cls.users[login].password = f"t_{login}"

    def download(self):
        return self.url_open(
            "/report/download",
            data={
                "csrf_token": Request.csrf_token(self),
                "data": json.dumps([f"/report/pdf/{REPORT}/{self.case.id}", "qweb-pdf"]),
                "context": json.dumps({"force_report_rendering": True}),
            },
        )

    def test_route_hands_out_the_sealed_file(self):
        self.authenticate("t_archivist", "t_archivist")
        response = self.download()
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(response.content, self.case.dossier_ids.attachment_id.raw)
        self.assertIn(self.case.name, response.headers["Content-Disposition"])

    def test_foreign_unit_gets_nothing(self):
        self.authenticate("t_station_b1", "t_station_b1")
        file = self.case.dossier_ids.attachment_id
        with mute_logger("odoo.addons.web.controllers.report"):
            self.assertNotIn(b"%PDF", self.download().content)
        for address in (f"/web/content/{file.id}", f"/report/html/{REPORT}/{self.case.id}"):
            with mute_logger("odoo.sql_db", "odoo.http"):
                response = self.url_open(address)
            self.assertNotEqual(response.status_code, 200)
            self.assertNotIn(self.case.subject, response.text)

    def test_opening_the_file_is_noted(self):
        """SEC-05: also past the buttons, by the address of the file."""
        self.authenticate("t_archivist", "t_archivist")
        file = self.case.dossier_ids.attachment_id
        with mute_logger("odoo.sql_db", "odoo.http"):  # the route is repeated to write the entry
            response = self.url_open(f"/web/content/{file.id}")
        self.assertEqual(response.content, file.raw)
        entry = self.env["rights.audit.log"].search([("type", "=", "print")], limit=1)
        self.assertEqual((entry.res_id, entry.user_id), (self.case.id, self.users["archivist"]))

    def test_client_downloads_without_asking_for_wkhtmltopdf(self):
        self.browser_js(
            "/odoo",
            f"""
            (async () => {{
                const called = [];
                const open = XMLHttpRequest.prototype.open;
                XMLHttpRequest.prototype.open = function (method, url) {{
                    called.push(String(url));
                    return open.apply(this, arguments);
                }};
                const fetch = window.fetch;
                window.fetch = (url, ...rest) => {{
                    called.push(String(url.url || url));
                    return fetch(url, ...rest);
                }};
                const env = odoo.__WOWL_DEBUG__.root.env;
                await env.services.action.doAction(
                    "consumer_rights.rights_dossier_report",
                    {{ additionalContext: {{ active_ids: [{self.case.id}] }} }}
                );
                if (!called.some((url) => url.includes("/report/download"))) {{
                    throw new Error("nothing was downloaded: " + called.join(" "));
                }}
                if (called.some((url) => url.includes("wkhtmltopdf"))) {{
                    throw new Error("the client asked for wkhtmltopdf");
                }}
                const shown = [
                    ...document.querySelectorAll(
                        ".o_notification, .o_report_iframe, .o_error_dialog"
                    ),
                ].map((node) => node.outerHTML).join();
                if (/wkhtmltopdf|o_report_iframe|o_error_dialog/i.test(shown)) {{
                    throw new Error("instead of a download the client shows: " + shown);
                }}
                console.log("test successful");
            }})().catch((error) => console.error(error.message));
            """,
            "odoo.isReady === true",
            login="t_archivist",
        )
