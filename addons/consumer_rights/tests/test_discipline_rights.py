from odoo.exceptions import AccessError
from odoo.tests import tagged

from .discipline_common import DisciplineCommon


@tagged("post_install", "-at_install")
class TestDisciplineRights(DisciplineCommon):
    """Annex A2: the person, the officer and the head of the line, the auditor; nobody else."""

    def readers(self, record):
        return {
            login
            for login in self.users
            if self.as_user(login, record).has_access("read")
            and self.as_user(login, record.browse()).search([("id", "=", record.id)])
        }

    def test_a2_readers_of_a_record(self):
        allowed = {"handler", "discipline", "officer_2", "head", "auditor"}
        self.assertEqual(self.readers(self.violation("2026-03-04")), allowed)
        self.assertEqual(self.readers(self.fault()), allowed)

    def test_a2_line_of_a_district(self):
        """The head of the district and the city above; another district sees nothing."""
        record = self.violation("2026-03-04", login="handler_a")
        self.assertEqual(
            self.readers(record),
            {"handler_a", "head_a", "discipline", "officer_2", "head", "auditor"},
        )
        with self.assertRaises(AccessError):
            self.as_user("officer_b", record).action_confirm()

    def test_a2_facts_of_the_matter_for_the_officer_only(self):
        """The officer reads the facts linked to a record, not the case itself."""
        case = self.registered_case()
        record = self.fault(case_id=case.id)
        officer = self.as_user("discipline", record)
        self.assertIn(case.sudo().facts, officer.case_facts)
        self.assertFalse(self.as_user("discipline", case).has_access("read"))
        with self.assertRaises(AccessError):
            self.as_user("handler", record).read(["case_facts"])

    def test_sec_06_every_act_is_logged_without_a_name(self):
        record = self.fault()
        self.as_user("discipline", record).action_verify()
        entry = self.env["rights.audit.log"].search([("type", "=", "discipline")], limit=1)
        self.assertEqual((entry.model, entry.res_id), (record._name, record.id))
        self.assertEqual(entry.user_id, self.users["discipline"])
        self.assertNotIn(self.users["handler"].name, entry.detail + record.display_name)

    def test_todo_page_of_the_person_and_the_officer(self):
        """D14: the person's objection, then the decision of the others."""
        record = self.violation("2026-03-04")

        def pages(login):
            found = self.as_user(login, self.env["rights.case"]).get_todo_pages()
            return {
                page["action"].split("_action_")[-1]
                for page in found
                if "violation" in page["action"]
            }

        with self.at("2026-03-05 09:00"):
            self.assertEqual(pages("handler"), {"mine"})
            self.assertFalse(pages("discipline"))
        with self.at("2026-03-10 09:00"):
            self.assertFalse(pages("handler"))
            self.assertEqual(pages("discipline"), {"waiting"})
            self.as_user("discipline", record).action_confirm()

    def test_prm_04_declarations_stay(self):
        """PRM-04: declared for oneself, read by the line, changed by nobody."""
        declarations = self.env["rights.integrity.declaration"]
        declared = self.as_user("handler", declarations).create(
            {
                "giver": "某商场",
                "description": "购物卡一张",
                "value": 500,
                "disposal": "returned",
                "user_id": self.users["clerk"].id,
            }
        )
        self.assertEqual(declared.user_id, self.users["handler"])
        self.assertEqual(
            self.readers(declared), {"handler", "discipline", "officer_2", "head", "auditor"}
        )
        for login in ("handler", "discipline"):
            with self.assertRaises(AccessError):
                self.as_user(login, declared).write({"value": 5})

    def test_prm_05_prm_10_answer_of_the_supervision_phone(self):
        """PRM-05, PRM-10, TL-53: five working days; the finding told ends the time."""
        case = self.create_case(
            "operator", kind="discipline", party_ids=self.person(role="reporter")
        )
        self.move(case, "register", "operator")
        self.assertEqual(self.clock(case, "TL-53").policy_id.amount, 5)
        self.move(case, "take", "discipline")
        outcome = self.env.ref("consumer_rights.outcome_unfounded")
        self.move(case, "conclude", "discipline", {"outcome_id": outcome.id, "result_text": "不实"})
        self.move(case, "reply", "discipline", {"reply_text": "已核查", "reply_way": "phone"})
        self.assertEqual(self.clock(case, "TL-53").outcome, "met")

    def test_prm_11_four_speeds(self):
        """PRM-11: averages in hours, a unit and month, of the last 13 months."""
        with self.at("2026-03-04 09:00"):
            case = self.case_at("accepted")
        self.env.cr.execute(
            "UPDATE rights_case SET registered_at = now() - interval '30 hours',"
            " accepted_at = now() - interval '6 hours' WHERE id = %s",
            [case.id],
        )
        speeds = self.as_user("dispatcher", self.env["rights.service.speed"])
        row = speeds.search(
            [("station_id", "=", self.stations["city"].id), ("speed", "=", "accept")]
        )
        self.assertEqual((row.case_count, round(row.hours)), (1, 24))
        self.assertFalse(self.as_user("dispatcher_b", speeds).search([("id", "=", row.id)]))
