"""What the tests of the public pages share: files of every sort, and a filing as it is sent."""

import base64
import hashlib
import io
import json
import secrets
import struct
import zipfile

import pikepdf
from PIL import Image

from ..tools import evidence_check
from .common import RightsCommon

VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + evidence_check.EICAR + b"!$H+H*"


def photo(form="JPEG", size=(64, 48), exif=None):
    out = io.BytesIO()
    options = {"exif": exif} if exif else {}
    Image.new("RGB", size, (31, 95, 168)).save(out, form, **options)
    return out.getvalue()


def pdf(**root):
    """A PDF of one page, with these entries in its root."""
    out = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        for name, value in root.items():
            paper.Root[f"/{name}"] = paper.make_indirect(value)
        paper.save(out)
    return out.getvalue()


def office(part="word/document.xml", **members):
    """A document of Word, or of what the part belongs to."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<document>合同</document>")
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def sound():
    """A second of silence."""
    samples = b"\x80" * 8000
    head = struct.pack("<4sI4s4sI", b"RIFF", 36 + len(samples), b"WAVE", b"fmt ", 16)
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    return head + form + struct.pack("<4sI", b"data", len(samples)) + samples


def film():
    """The beginning of an MP4."""
    head = struct.pack(">I4s4sI4s4s", 24, b"ftyp", b"isom", 512, b"isom", b"mp42")
    return head + struct.pack(">I4s", 1008, b"mdat") + bytes(1000)


def solve(challenge):
    """What the browser works out: the proof for a challenge."""
    for number in range(challenge["maxnumber"] + 1):
        digest = hashlib.sha256(f"{challenge['salt']}{number}".encode()).hexdigest()
        if digest == challenge["challenge"]:
            answer = json.dumps({**challenge, "number": number})
            return base64.b64encode(answer.encode()).decode()
    raise AssertionError("no number fits")


class PortalCommon(RightsCommon):
    ADDRESS = "203.0.113.7"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the centre of the tests is the only one, also where the database has another one
        city = cls.stations["city"]
        city.flush_model()
        cls.env.cr.execute(
            "UPDATE rights_station SET active = false WHERE level = 'city_center' AND id <> %s",
            (city.id,),
        )
        cls.env.invalidate_all()
        cls.public = cls.env.ref("base.public_user")
        cls.filings = cls.env["rights.portal.filing"].with_user(cls.public)

    @staticmethod
    def new_key():
        return secrets.token_hex(24)

    @classmethod
    def form(cls, **values):
        """A complaint with everything that is asked for."""
        return {
            "kind": "complaint",
            "merchants": [{"name": "测试商店", "phone": "025-84000009", "address": "测试路9号"}],
            "subject": "电动车刹车失灵",
            "facts": "买了两天，下坡时刹车失灵。",
            "request": "退车退款",
            "claims": ["refund"],
            "amount": "2,680.50",
            "item_class": cls.goods.code,
            "purchase_date": "2025-06-01",
            "name": "王测试",
            "phone": "13900001111",
            "address": "测试街8号",
            **values,
        }

    @classmethod
    def begin(cls, key=None):
        return cls.filings._begin(key or cls.new_key(), cls.ADDRESS)

    @classmethod
    def upload(cls, filing, name, content, ref=None):
        """Send a file in one go and return its row."""
        uploads = cls.env["rights.portal.upload"].with_user(cls.public).sudo()
        row = uploads._begin(filing, ref or secrets.token_hex(8), name, len(content))
        for start in range(0, len(content), 256 * 1024):
            assert row._append_piece(start, content[start : start + 256 * 1024])
        return row

    @classmethod
    def file(cls, key=None, files=(), **values):
        """(cases, query code) of a filing with these values."""
        key = key or cls.new_key()
        filing = cls.begin(key)
        for name, content in files:
            cls.upload(filing, name, content)
        answer = filing._send(key, cls.form(**values))
        assert "receipt" in answer, answer
        cases = filing.case_ids.sorted("id").sudo(False).with_env(cls.env)
        return cases, answer["receipt"]["code"]

    def refused(self, **values):
        """The errors of a filing that is refused; nothing may be stored of it (INT-13)."""
        key = self.new_key()
        filing = self.begin(key)
        before = self.env["rights.case"].search_count([])
        answer = filing._send(key, self.form(**values))
        self.assertEqual(self.env["rights.case"].search_count([]), before)
        self.assertEqual(filing.state, "open")
        return answer["errors"]
