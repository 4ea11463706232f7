"""The report room on the settings and reports of a centre of before (design D14)."""

import importlib.util
from pathlib import Path

from odoo.fields import Command
from odoo.tests import tagged

from .report_common import FILE, SecretReportCommon

SCRIPTS = Path(__file__).parents[1] / "migrations"


@tagged("post_install", "-at_install")
class TestReportUpgrade(SecretReportCommon):
    def upgrade(self, name="19.0.1.8.0/post-report.py"):
        path = SCRIPTS / name
        spec = importlib.util.spec_from_file_location(path.stem, path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.env.cr, "19.0.1.7.0")
        self.env.flush_all()
        self.env.invalidate_all()

    def of(self, name):
        return self.env.ref(f"consumer_rights.{name}")

    def test_settings_and_reports(self):
        """ENF-01, ENF-06, ENF-14, ENF-16, SEC-02: as a new centre has them, once."""
        conclude, reply = (
            self.of(f"transition_report_{name}")
            for name in ("handling_conclude", "concluded_reply")
        )
        verified = self.of("deadline_event_clue_verified")
        paper = self.of("document_template_reply")
        conclude.deadline_event_ids -= verified
        paper.write({"for_report": True, "transition_ids": [Command.link(reply.id)]})
        report = self.handled(self.named())
        self.decide_filing(report)
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM rights_enforcement_case; DELETE FROM rights_case_violation_class_rel;"
            "UPDATE rights_case_party SET name_masked = '欧**', phone_tail = '2222'"
        )
        self.env.invalidate_all()
        self.upgrade()
        self.upgrade()
        self.assertIn(verified, conclude.deadline_event_ids)
        self.assertEqual((paper.for_report, reply in paper.transition_ids), (False, False))
        self.assertEqual(report.violation_class_ids.code, "other")
        self.assertEqual(len(report.sudo().enforcement_case_ids), 1)
        party = report.sudo().party_ids
        self.assertEqual((party.name_masked, party.phone_tail), (False, False))

    def test_evidence_from_before_is_named_neutrally(self):
        """SEC-02: names of files that were entered before they were hidden, once."""
        piece = self.lone_report().sudo().evidence_ids[:1]
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE rights_case_evidence SET name = %(name)s, file_name = %(name)s,"
            " given_name = NULL WHERE id = %(id)s",
            {"name": FILE, "id": piece.id},
        )
        self.env.invalidate_all()
        self.upgrade("19.0.1.9.0/post-evidence.py")
        self.upgrade("19.0.1.9.0/post-evidence.py")
        self.assertEqual(piece.given_name, FILE)
        for shown in (piece.name, piece.file_name):
            self.assertNotIn(FILE.partition(".")[0], shown)
            self.assertTrue(shown.endswith(".png"))
