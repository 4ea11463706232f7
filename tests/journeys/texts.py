"""Where text messages of a journey go: a provider on loopback that keeps them."""

import json
import re
from http.server import BaseHTTPRequestHandler


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


def newest_code():
    """The code of the newest message that holds one, beside other notices."""
    return re.findall(r"验证码(\d{6})", "\n".join(Provider.texts))[-1]


def draw_name(page):
    """A signature into its field, drawn with the finger."""
    field = page.locator("canvas.signature")
    field.hover()  # waits until the page holds still
    box = field.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for across, down in ((90, 20), (140, 80), (200, 30), (240, 70)):
        page.mouse.move(box["x"] + across, box["y"] + down, steps=4)
    page.mouse.up()
