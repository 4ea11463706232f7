"""A signature drawn on a screen, as the page sends it: checked, cut to its ink, made small."""

import base64
import binascii
import io

from PIL import Image

MOST_BYTES = 300_000
MOST_PIXELS = 4_000_000
PREFIX = "data:image/png;base64,"
HEIGHT = 160


class SignatureError(ValueError):
    """It is no drawing: nothing was drawn, or the file is not what it says."""


def read_signature(text):
    """The PNG of a drawing, transparent around the ink.

    :param text: what a canvas gives as its address
    :raise SignatureError: no such picture, or an empty one
    """
    if not (text or "").startswith(PREFIX) or len(text) > MOST_BYTES:
        raise SignatureError("no picture")
    try:
        content = base64.b64decode(text[len(PREFIX) :], validate=True)
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise SignatureError("too big")
            drawing = picture.convert("RGBA")
    except (binascii.Error, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise SignatureError("no picture") from error
    box = drawing.getchannel("A").getbbox()
    if not box or (box[2] - box[0]) * (box[3] - box[1]) < 100:
        raise SignatureError("empty")
    drawing = drawing.crop(box)
    drawing.thumbnail((4 * HEIGHT, HEIGHT))
    out = io.BytesIO()
    drawing.save(out, "PNG")
    return out.getvalue()
