"""Classes, volumes and their catalogue, audio-visual material, legal volumes (ARC-01, 06, 08)."""

import base64
from datetime import date

from freezegun import freeze_time
from odoo.addons.consumer_rights.tests.document_common import picture
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .archive_common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestArchiveRoom(ArchiveCommon):
    def items(self, login="archivist"):
        return self.as_user(login, self.env["rights.archive.item"])

    def test_no_list_adds_up_years(self):
        """ARC-06: a group of two things of 2025 is not the year 4,050."""
        summed = [
            str(field)
            for model in self.env.values()
            for name, field in model._fields.items()
            if name == "year" and model._name.startswith("rights.") and field.aggregator
        ]
        self.assertFalse(summed)

    def test_arc_01_four_classes_with_their_sub_classes(self):
        classes = self.env["rights.archive.class"].search([("parent_id", "=", False)])
        four = classes.filtered(lambda one: not any(one.child_ids.mapped("legal_class")))
        self.assertEqual(four.mapped("code"), ["organisation", "documents", "cases", "data"])
        said = {one.code: set(one.child_ids.mapped("code")) for one in four}
        self.assertEqual(
            said["organisation"], {"institution", "network", "rules", "staffing", "funds"}
        )
        self.assertEqual(
            said["documents"], {"plan", "annual_plan", "summary", "incoming", "issued"}
        )
        self.assertLessEqual({"dossier"}, said["cases"])
        self.assertLessEqual({"monthly", "quarterly", "statistics"}, said["data"])

    def test_arc_01_an_item_without_a_sub_class_is_refused(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.items().create({"title": "会议纪要"})
        with self.assertRaises(ValidationError):
            self.items().create({"title": "会议纪要", "class_id": self.klass("documents").id})
        item = self.items().create({"title": "来文", "class_id": self.klass("incoming").id})
        self.assertEqual(item.station_id, self.stations["city"])
        wrong = self.volume("issued", close=False)
        with self.assertRaises(ValidationError):
            item.write({"volume_id": wrong.id, "class_id": item.class_id.id})

    def test_arc_01_a_closed_volume_stays_as_it_was_bound(self):
        volume = self.volume("incoming")
        self.assertEqual(
            (volume.item_ids.number, volume.page_count, volume.place), (1, 12, "一库-3-2")
        )
        with self.assertRaises(UserError):
            volume.item_ids.title = "别的"
        with self.assertRaises(UserError):
            volume.title = "别的"
        with self.assertRaises(AccessError):
            volume.state = "open"
        other = self.as_user("archivist", self.env["rights.archive.box"]).create(
            {"name": "2号盒", "place": "一库-3-3"}
        )
        volume.box_id = other
        self.assertEqual(volume.entry_ids.mapped("kind"), ["placed", "closed"])
        with self.assertRaises(AccessError):
            volume.entry_ids[0].sudo().write({"text": "改"})

    def test_arc_01_a_volume_takes_up_dossiers_once(self):
        case = self.case_at("archived")
        dossier = case.sudo().dossier_ids
        year = date.today().year
        volume = self.as_user("archivist", self.env["rights.archive.volume"]).create(
            {"title": "卷宗", "class_id": self.klass("dossier").id, "year": year}
        )
        volume.action_collect()
        self.assertIn(dossier, volume.item_ids.dossier_id)
        item = volume.item_ids.filtered(lambda one: one.dossier_id == dossier)
        self.assertEqual(
            (item.document_number, item.page_count), (dossier.name, dossier.page_count)
        )
        again = volume.copy({"title": "第二册"})
        self.assertFalse(again.item_ids)
        with self.assertRaises(UserError):
            again.action_collect()

    def test_arc_04_a_ledger_goes_into_its_volume(self):
        ledger = self.as_user("archivist", self.env["rights.case.ledger"]).create({})
        volume = self.as_user("archivist", self.env["rights.archive.volume"]).create(
            {"title": "台账", "class_id": self.klass("ledger").id}
        )
        volume.action_collect()
        self.assertIn(ledger.name, volume.item_ids.mapped("document_number"))

    def test_arc_01_who_sees_which_archive(self):
        volume = self.volume("incoming")
        self.assertTrue(self.as_user("head", volume).has_access("read"))
        self.assertFalse(self.as_user("head", volume).has_access("write"))
        for login in ("keeper", "legal", "clerk", "quality", "business_admin"):
            with self.subTest(login):
                self.assertFalse(self.as_user(login, volume).has_access("read"))
        own = self.volume("incoming", login="keeper", close=False)
        self.assertTrue(self.as_user("archivist", own).has_access("write"))
        with self.assertRaises(AccessError):
            own.station_id = self.stations["district_b"]

    # -- ARC-08 -----------------------------------------------------------------------------------

    def legal_file(self):
        return self.env["rights.legal.file"]._append(
            [
                {
                    "name": "法档测-1",
                    "archive_class": "consultation",
                    "title": "咨询",
                    "station_id": self.stations["city"].id,
                    "filed_on": "2026-03-09",
                    "filed_by_id": self.users["legal"].id,
                    "res_model": "rights.legal.consultation",
                    "res_id": 999999,
                }
            ]
        )

    def test_arc_08_legal_records_are_archived_by_their_studio(self):
        """ARC-08, LAW-08: the legal studio fills its own volumes; the archivist only reads them."""
        file = self.legal_file()
        volumes = self.as_user("legal", self.env["rights.archive.volume"])
        legal_class = self.klass("legal_consultation")
        volume = volumes.create({"title": "法律咨询", "class_id": legal_class.id, "year": 2026})
        volume.action_collect()
        self.assertEqual(volume.item_ids.legal_file_id, file.with_user(self.users["legal"]))
        volume.box_id = self.box
        volume.action_close()
        seen = self.as_user("archivist", volume)
        self.assertTrue(seen.has_access("read"))
        self.assertFalse(seen.has_access("write"))
        self.assertFalse(self.as_user("archivist", volume.item_ids).has_access("write"))
        with self.assertRaises(AccessError):
            self.as_user("archivist", volumes).create({"title": "法", "class_id": legal_class.id})
        with self.assertRaises(AccessError):
            volumes.create({"title": "来文", "class_id": self.klass("incoming").id})
        self.assertFalse(self.as_user("docking", volume).has_access("read"))

    # -- ARC-06 -----------------------------------------------------------------------------------

    def media(self, login="archivist", **values):
        return self.as_user(login, self.env["rights.archive.media"]).create(
            {
                "title": "3·15现场",
                "kind": "photo",
                "event": "3·15宣传活动",
                "recorded_on": "2025-03-15",
                "file": base64.b64encode(picture()),
                **values,
            }
        )

    def test_arc_06_filed_by_year_of_recording(self):
        photo = self.media()
        self.assertEqual(photo.year, 2025)
        self.assertEqual(self.media(recorded_on=False, year=1998).year, 1998)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.media(recorded_on=False)
        with self.assertRaises(ValidationError):
            photo.write({"year": 2024})
        with freeze_time("2025-12-31 15:30:00"), self.assertRaises(ValidationError):
            self.media(recorded_on="2026-01-01")

    def test_arc_06_has_a_type_and_a_case_or_event(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.media(event=False)
        with self.assertRaises(UserError):
            self.media(file=base64.b64encode(b"%PDF-1.4"))
        with self.assertRaises(ValidationError):
            self.media(file=False)
        with self.assertRaises(UserError):
            self.media().unlink()

    def test_arc_06_of_a_case_for_who_reads_the_case(self):
        """SEC-07: the archivist hears what belongs to archived matters; a head sees events only."""
        archived, open_case = self.case_at("archived"), self.case_at("handling")
        recording = self.media(event=False, case_id=archived.id)
        self.assertTrue(recording.has_access("read"))
        for login in ("head", "keeper", "clerk"):
            self.assertFalse(self.as_user(login, recording).has_access("read"), login)
        with self.assertRaises(AccessError):
            self.media(event=False, case_id=open_case.id).title  # noqa: B018
        self.assertTrue(self.as_user("head", self.media()).has_access("read"))

    def test_arc_06_nothing_that_shows_an_informant(self):
        """SEC-02: what names an informant goes into the sealed volume."""
        report = self.registered_case(kind="report", is_confidential=True)
        with self.assertRaises(ValidationError):
            self.env["rights.archive.media"].create(
                {
                    "title": "录音",
                    "kind": "audio",
                    "year": 2026,
                    "carrier": "光盘",
                    "case_id": report.id,
                    "station_id": self.stations["city"].id,
                }
            )

    def test_classes_are_set_by_the_business_administrator(self):
        classes = self.as_user("business_admin", self.env["rights.archive.class"])
        own = classes.create(
            {
                "name": "影印件",
                "code": "copies",
                "parent_id": self.klass("documents").id,
                "is_unlimited": False,
                "retention_years": 5,
            }
        )
        self.assertEqual(own._keep_until(date(2024, 2, 29)), date(2029, 12, 31))
        with self.assertRaises(ValidationError):
            own.write({"retention_limit": "TL-999"})
        with self.assertRaises(AccessError):
            self.as_user("archivist", own).write({"retention_years": 1})
        item = self.items().create(
            {"title": "影印", "class_id": own.id, "volume_id": False, "date": "2024-02-29"}
        )
        volume = item.env["rights.archive.volume"].create(
            {"title": "影印", "class_id": own.id, "year": 2024, "item_ids": [Command.link(item.id)]}
        )
        self.assertEqual(volume.keep_until, date(2029, 12, 31))
        own.retention_years = 10
        self.assertEqual(volume.keep_until, date(2034, 12, 31))
