import io
import zipfile
from hashlib import sha256

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..tools import pdf_signature
from .legal_common import LegalCommon
from .pdf_check import text_of


@tagged("post_install", "-at_install")
class TestLegalChallenge(LegalCommon):
    """LAW-14: reconsideration of a decision, and suits against the centre."""

    def challenge(self, case, **values):
        values = {
            "case_number": case.name,
            "body_id": self.authority.id,
            "contested": "不予受理决定",
            **values,
        }
        return self.make("legal", "rights.legal.challenge", **values)

    def decided(self, case, **values):
        challenge = self.challenge(case)
        challenge.answer = self.scan
        challenge.action_answer()
        challenge.write({"outcome": "redo", **values})
        challenge.action_decide()
        return self.as_user("head", challenge)

    # -- clocks ------------------------------------------------------------------------------------

    def test_law_14_own_clocks(self):
        """LAW-14, TL-78: 10 calendar days for a reconsideration, 15 for a suit, from receipt."""
        case = self.case_at("registered")
        with self.at("2026-03-04 10:00"):
            values = {"received_on": "2026-03-02"}
            reconsideration = self.challenge(case, **values)
            suit = self.challenge(case, kind="suit", body_id=self.court.id, **values)
        clocks = {clock.code: clock for clock in (reconsideration | suit).sudo().clock_ids}
        self.assertEqual(str(clocks["TL-78"].due_day), "2026-03-12")
        self.assertEqual(str(clocks["LAW-14"].due_day), "2026-03-17")
        with self.at("2026-03-10 10:00"):
            with self.refused("statement of defence"):
                reconsideration.action_answer()
            reconsideration.answer = self.scan
            reconsideration.action_answer()
        self.assertEqual(clocks["TL-78"].outcome, "met")
        self.assertFalse(clocks["LAW-14"].stopped_at)

    def test_law_14_the_limits_are_data(self):
        case = self.case_at("registered")
        self.env["rights.deadline.policy"].search([("code", "=", "LAW-14")]).amount = 21
        with self.at("2026-03-02 10:00"):
            suit = self.challenge(case, kind="suit", received_on="2026-03-02")
        self.assertEqual(str(suit.sudo().clock_ids.due_day), "2026-03-23")

    def test_law_14_waits_on_the_page_of_the_adviser(self):
        pages = self.as_user("legal", self.env["rights.case"])
        name = "consumer_rights.rights_legal_challenge_action"
        before = dict(pages._get_todo_pages())[name]
        self.challenge(self.case_at("registered"))
        self.assertEqual(dict(pages._get_todo_pages())[name], before + 1)

    # -- the evidence package ----------------------------------------------------------------------

    def files(self, package):
        archive = zipfile.ZipFile(io.BytesIO(package.sudo().attachment_id.raw))
        return {name: archive.read(name) for name in archive.namelist()}

    def test_law_14_evidence_package_in_one_step(self):
        """LAW-14: the sealed dossier, its supplements and the evidence, with a catalogue."""
        case = self.case_at("registered")
        self.as_user("clerk", case).evidence_ids = [
            Command.create({"name": "小票", "file": self.scan, "file_name": "小票.png"})
        ]
        challenge = self.challenge(case)
        challenge.action_package()
        package = challenge.package_ids
        files = self.files(package)
        self.assertEqual(len(files), 3)
        listed = files.pop("00-证据目录.pdf")
        catalogue = "".join(text_of(listed).split())
        for name, content in files.items():
            self.assertIn(name, catalogue)
            self.assertIn(sha256(content).hexdigest(), catalogue)
        dossier = next(content for name, content in files.items() if name.endswith(".pdf"))
        self.assertIn(case.name, text_of(dossier))
        for paper in (listed, dossier):  # D8: what leaves is sealed
            self.assertEqual(pdf_signature.verify(paper).state, "intact")
        self.assertIn("02-证据小票.png", files)
        self.assertFalse(package._get_file_faults())
        self.assertIn(package.sha256, case.sudo().event_ids.mapped("paper"))
        log = self.env["rights.audit.log"].search(
            [("type", "=", "export"), ("model", "=", "rights.case"), ("res_id", "=", case.id)]
        )
        self.assertEqual((log.user_id, log.count), (self.users["legal"], 2))

    def test_law_14_the_package_of_an_archived_matter_holds_its_sealed_dossier(self):
        case = self.case_at("archived")
        challenge = self.challenge(case)
        challenge.action_package()
        files = self.files(challenge.package_ids)
        sealed = case.sudo().dossier_ids.attachment_id.raw
        self.assertIn(sealed, files.values())
        self.assertFalse([name for name in files if "未封卷" in name])

    def test_law_14_of_a_report_nobody_learns_who_reported(self):
        """SEC-02: the adviser enters the number alone; the head's package has no informant."""
        case = self.registered_case(
            kind="report",
            party_ids=self.person(role="reporter", name="钱举报", phone="13811112222"),
        )
        self.as_user("clerk", case).evidence_ids = [
            Command.create({"name": "照片", "file": self.scan, "file_name": "钱举报.png"})
        ]
        challenge = self.challenge(case)
        self.assertFalse(challenge.may_read_case)
        with self.refused(error=AccessError):
            challenge.action_package()
        with self.refused(error=AccessError):
            challenge.action_open_case()
        head = self.as_user("head", challenge)
        head.action_package()
        package = head.package_ids
        files = self.files(package)
        self.assertEqual(len(files), 2)
        text = text_of(next(content for name, content in files.items() if name.endswith(".pdf")))
        self.assertNotIn("钱举报", text)
        self.assertNotIn("13811112222", text)
        self.env.invalidate_all()
        self.assertFalse(challenge.package_ids)
        self.assertFalse(package.with_user(self.users["legal"]).has_access("read"))

    def test_law_14_a_number_of_nothing_is_refused(self):
        foreign = self.case_at("registered", login="station_b1")
        other = self._create_person("legal_a", "legal", "district_a")
        for number in ("没有的号", foreign.name):
            with self.refused("is no matter of"):
                self.env["rights.legal.challenge"].with_user(other).create(
                    {
                        "case_number": number,
                        "body_id": self.authority.id,
                        "contested": "决定",
                    }
                )

    # -- reopening by order ------------------------------------------------------------------------

    def test_law_14_outcome_orders_the_matter_reopened(self):
        """LAW-14, Annex B: archived to registered by the head's order with its document."""
        case = self.case_at("archived")
        dossier = case.sudo().dossier_ids
        challenge = self.decided(case)
        with self.refused("needs its document"):
            challenge.action_reopen()
        self.assertEqual(case.stage_code, "archived")
        self.as_user("legal", challenge).write(
            {"outcome_number": "测复〔2026〕3号", "outcome_file": self.scan}
        )
        with self.refused(error=AccessError):
            self.as_user("legal", challenge).action_reopen()
        waiting = dict(self.as_user("head", self.env["rights.case"])._get_todo_pages())
        self.assertGreaterEqual(waiting["consumer_rights.rights_legal_challenge_action_reopen"], 1)
        challenge.action_reopen()
        self.assertEqual((case.stage_code, case.cycle_no), ("registered", 2))
        self.assertEqual(challenge.state, "reopened")
        order = challenge.order_ids
        self.assertEqual((order.number, order.cycle_no), ("测复〔2026〕3号", 1))
        self.assertEqual(order.ordered_by_id, self.users["head"])
        self.assertEqual(case.sudo().dossier_ids, dossier)
        self.assertFalse(dossier.sudo()._get_faults())

    def test_law_14_an_upheld_decision_reopens_nothing(self):
        case = self.case_at("archived")
        challenge = self.decided(case, outcome="upheld", outcome_file=self.scan)
        with self.refused("does not ask"):
            challenge.action_reopen()
        with self.refused("buttons", AccessError):
            self.as_user("legal", challenge).state = "reopened"

    def test_annex_b_no_archived_matter_is_reopened_without_the_document(self):
        """LAW-14: the step asks for the order; without its document it is refused."""
        case = self.case_at("archived")
        step = case._transitions().filtered(lambda one: one.code == "reopen")
        head = self.as_user("head", case)
        self.assertIn("reopening_order_ids", head.move_form(step.id)["asked"])
        basis = {"move_basis": "上级交办"}
        with self.refused("by order only"):
            head.action_move(step.id, case.stage_id.id, basis)
        order = {"ground": "superior", "number": "测督〔2026〕1号"}
        for file, words in ((False, "document"), ("TVqQAAMAAAAEAAAA", "PDF or a picture")):
            with self.refused(words):
                lines = [Command.create({**order, "file": file})]
                head.action_move(step.id, case.stage_id.id, {**basis, "reopening_order_ids": lines})
        lines = [Command.create({**order, "file": self.scan})]
        head.action_move(step.id, case.stage_id.id, {**basis, "reopening_order_ids": lines})
        self.assertEqual(case.stage_code, "registered")
        with self.refused("stays as it was given", AccessError):
            head.reopening_order_ids.number = "其他"

    def test_annex_b_an_order_opens_one_cycle(self):
        """The order of the first cycle does not open the second archive."""
        case = self.case_at("archived")
        step = case._transitions().filtered(lambda one: one.code == "reopen")
        order = {"ground": "superior", "number": "1号", "file": self.scan, "case_id": case.id}
        self.make("head", "rights.reopening.order", **order, cycle_no=7)
        self.assertEqual(case.sudo().reopening_order_ids.cycle_no, 1)
        self.assertFalse(case.sudo()._check_reopen(step.sudo()))
        with self.refused(error=AccessError):
            self.make("legal", "rights.reopening.order", **order)

    def test_law_14_nobody_reaches_into_another_unit(self):
        challenge = self.challenge(self.case_at("registered"))
        other = self._create_person("legal_b", "legal", "district_b")
        self.assertFalse(challenge.with_user(other).has_access("read"))
        for login in ("clerk", "docking", "handler_a", "auditor"):
            self.assertFalse(self.as_user(login, challenge).has_access("read"), login)
