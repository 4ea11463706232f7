"""What the journeys of several files begin with."""

import threading
from http.server import HTTPServer

import pytest
from texts import Provider

SILENT = """
env["rights.sms.gateway"].search([]).active = False
env.cr.commit()
"""


@pytest.fixture
def provider(served):
    """Address of a provider of text messages on loopback; afterwards none is asked."""
    server = HTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/send"
    served.shell(SILENT)
    server.shutdown()
    thread.join()
    server.server_close()
