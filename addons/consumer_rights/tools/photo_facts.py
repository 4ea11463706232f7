"""When and where a photo was taken, as the camera wrote it into the file (EXIF).

>>> read_facts(b"no picture")
{}
"""

import io
from datetime import datetime

from PIL import Image

from .china_time import CHINA

CAMERA, POSITION = 0x8769, 0x8825
TAKEN = 36867
SOUTH_WEST = ("S", "W")
WRITTEN = "%Y:%m:%d %H:%M:%S"


def read_facts(content):
    """{taken_at: naive UTC, latitude, longitude}, as far as the file says so."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            exif = picture.getexif()
            camera, position = exif.get_ifd(CAMERA), exif.get_ifd(POSITION)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return {}
    return {**_read_time(camera.get(TAKEN)), **_read_position(position)}


def _read_time(written):
    try:
        moment = datetime.strptime(str(written).strip("\0 "), WRITTEN).replace(tzinfo=CHINA)
    except ValueError:
        return {}
    return {"taken_at": (moment - moment.utcoffset()).replace(tzinfo=None)}


def _read_position(position):
    """Degrees from hours, minutes and seconds; nothing when a part is missing or impossible."""
    try:
        north, east = (_degrees(position[key + 1], position[key]) for key in (1, 3))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return {}
    if abs(north) > 90 or abs(east) > 180:
        return {}
    return {"latitude": north, "longitude": east}


def _degrees(parts, direction):
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if direction in SOUTH_WEST else value
