"""Where text messages of a journey go: a provider on loopback that keeps them."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

SILENT = """
env["rights.sms.gateway"].search([]).active = False
env.cr.commit()
"""


class Provider(BaseHTTPRequestHandler):
    """A provider of text messages on loopback."""

    texts = []

    def do_POST(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.texts.append(json.loads(body)["text"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        """No line on the terminal."""


@pytest.fixture
def provider(served):
    server = HTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/send"
    served.shell(SILENT)
    server.shutdown()
    thread.join()
    server.server_close()
