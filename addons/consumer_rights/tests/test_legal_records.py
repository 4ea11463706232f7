from datetime import date

from dateutil.relativedelta import relativedelta
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from ..tools.china_time import china_date
from .legal_common import LegalCommon


@tagged("post_install", "-at_install")
class TestLegalRecords(LegalCommon):
    """LAW-01, LAW-02, LAW-04, LAW-05, LAW-07, LAW-08, LAW-10."""

    def consultation(self, **values):
        values = {
            "topic": "预付卡退款",
            "question": "健身房关门能退吗",
            "person": "张咨询",
            "phone": "13900005678",
            **values,
        }
        return self.make("legal", "rights.legal.consultation", **values)

    # -- consultations -----------------------------------------------------------------------------

    def test_law_01_a_consultation_is_free(self):
        """LAW-01: a fee that is not zero is refused, whoever writes it."""
        consultation = self.consultation()
        self.assertEqual(consultation.fee, 0)
        for record in (consultation, consultation.sudo()):
            with mute_logger("odoo.sql_db"), self.refused(error=CheckViolation):
                record.fee = 50
                record.flush_recordset()

    def test_law_01_law_08_advice_is_given_and_filed(self):
        """LAW-08: a closed consultation has its number in the own archive class and stays."""
        consultation = self.consultation()
        with self.refused("advice"):
            consultation.action_close()
        consultation.advice = "依据合同和消法第五十三条要求退还余额"
        consultation.action_close()
        row = self.env["rights.legal.file"].search([("name", "=", consultation.file_number)])
        self.assertEqual(
            (row.archive_class, row.title, row.station_id),
            ("consultation", "预付卡退款", consultation.station_id),
        )
        self.assertTrue(row.name.startswith(f"FL-{china_date().year}-"))
        self.assertEqual(row.action_open_record()["res_id"], consultation.id)
        with self.refused("stays as it is"):
            consultation.advice = "其他"
        with self.refused("cannot be changed", AccessError):
            row.title = "其他"
        with self.refused("never deleted"):
            consultation.sudo().unlink()

    def test_law_01_the_questioner_is_masked(self):
        """SEC-09: the list masks; clear for the studio alone, each look is noted."""
        consultation = self.consultation()
        self.assertEqual(consultation.person_masked, "张**")
        self.assertEqual(consultation.phone_masked, "139****5678")
        self.env.invalidate_all()
        log = [("model", "=", "rights.legal.consultation"), ("res_id", "=", consultation.id)]
        self.assertEqual(consultation.read(["phone"])[0]["phone"], "13900005678")
        entry = self.env["rights.audit.log"].search(log)
        self.assertEqual((entry.type, entry.user_id), ("look", self.users["legal"]))
        head = self.as_user("head", consultation)
        self.env.invalidate_all()
        self.assertEqual(head.read(["person", "person_masked"])[0]["person"], False)
        with self.refused(error=AccessError):
            head.read(["phone_clear"])
        self.assertFalse(self.env["res.partner"].search([("name", "=", "张咨询")]))

    def test_law_01_another_unit_sees_nothing(self):
        consultation = self.consultation()
        other = self._create_person("legal_b", "legal", "district_b")
        self.assertFalse(consultation.with_user(other).has_access("read"))
        self.assertTrue(self.as_user("head", consultation).has_access("read"))
        for login in ("clerk", "docking", "auditor", "business_admin", "handler_a"):
            self.assertFalse(self.as_user(login, consultation).has_access("read"), login)

    # -- support and aid ---------------------------------------------------------------------------

    def test_law_02_support_of_a_lawsuit(self):
        """LAW-02: guidance, drafts, bundle and court, of a case; filed when complete."""
        case = self.case_at("concluded")
        support = self.make(
            "legal",
            "rights.legal.support",
            case_id=case.id,
            guidance="向被告住所地法院起诉",
            drafts="起诉状一份",
            evidence_file=self.scan,
        )
        with self.refused("Choose the court"):
            support.action_close()
        support.body_id = self.court
        support.action_close()
        self.assertTrue(support.file_number)
        self.assertEqual(support.state, "closed")

    def test_law_02_support_follows_the_case(self):
        """SEC-01: a case that the adviser may not read gets no support record."""
        foreign = self.case_at("registered", login="station_b1")
        with self.refused(error=AccessError):
            self.make("legal", "rights.legal.support", case_id=foreign.id, guidance="起诉")

    def test_law_04_aid_needs_its_authorisation(self):
        """LAW-04: not activated without file, scope and period; in force it stays."""
        aid = self.make(
            "legal", "rights.legal.aid", case_id=self.case_at("handling").id, reason="群体纠纷"
        )
        with self.refused("written authorisation"):
            aid.action_activate()
        aid.write({"authorisation": self.scan, "scope": "代为调解"})
        with self.refused("written authorisation"):
            aid.action_activate()
        today = china_date()
        aid.write({"date_from": today - relativedelta(months=2), "date_to": today})
        aid.action_activate()
        with self.refused("stays as it is"):
            aid.scope = "代为起诉"
        aid.result = "达成和解"
        aid.action_end()
        self.assertTrue(aid.file_number)

    def test_law_04_an_expired_authorisation_is_none(self):
        day = china_date() - relativedelta(days=1)
        aid = self.make(
            "legal",
            "rights.legal.aid",
            case_id=self.case_at("handling").id,
            reason="复杂",
            authorisation=self.scan,
            scope="代理",
            date_from=day,
            date_to=day,
        )
        with self.refused("not in force"):
            aid.action_activate()

    # -- experts -----------------------------------------------------------------------------------

    def expert(self, **values):
        values = {
            "name": "陈专家",
            "field": "汽车质量",
            "employer": "测试大学",
            "phone": "13700001111",
            "date_from": "2026-01-01",
            "date_to": "2026-12-31",
            **values,
        }
        return self.make("docking", "rights.expert", **values)

    def test_law_05_an_expired_expert_is_not_invited(self):
        """LAW-05: invited within the period only; the opinion stays as it was given."""
        case, expert = self.case_at("handling"), self.expert()
        values = {"expert_id": expert.id, "case_id": case.id, "question": "是否质量问题"}
        with self.refused("cannot be invited", ValidationError):
            self.make("docking", "rights.expert.invitation", **values, invited_on=date(2027, 1, 1))
        invitation = self.make(
            "docking", "rights.expert.invitation", **values, invited_on=date(2026, 12, 31)
        )
        with self.refused("Enter the opinion"):
            invitation.action_answer()
        invitation.opinion = "属于制造缺陷"
        invitation.action_answer()
        self.assertEqual(invitation.state, "answered")
        with self.refused("stays"):
            invitation.opinion = "其他"

    def test_law_05_register_by_its_period(self):
        expert = self.expert()
        with self.at("2026-12-31 23:30"):
            self.assertTrue(expert.is_in_force)
        self.env.invalidate_all()
        with self.at("2027-01-01 00:30"):
            self.assertFalse(expert.is_in_force)
            found = self.env["rights.expert"].search([("is_in_force", "=", False)])
            self.assertIn(expert, found)
        handler = self._create_person("handler_city", "handler", "city")
        seen = expert.with_user(handler)
        self.env.invalidate_all()
        self.assertEqual(
            seen.read(["phone", "phone_masked"])[0],
            {"id": expert.id, "phone": False, "phone_masked": "137****1111"},
        )

    # -- volunteers --------------------------------------------------------------------------------

    def test_law_07_only_trained_volunteers_are_assigned(self):
        """LAW-07: the training counts for two years, and the years are data."""
        volunteer = self.make("legal", "rights.volunteer", name="李志愿", phone="13600002222")
        values = {"volunteer_id": volunteer.id, "activity": "法律咨询日", "date": date(2026, 5, 8)}
        with self.refused("no valid training", ValidationError):
            self.make("legal", "rights.volunteer.assignment", **values)
        self.make(
            "legal",
            "rights.volunteer.training",
            volunteer_id=volunteer.id,
            date=date(2024, 5, 8),
            course="消法基础",
        )
        with self.at("2026-05-08 09:00"):
            self.assertTrue(volunteer.is_trained)
        assignment = self.make("legal", "rights.volunteer.assignment", **values)
        with self.refused("no valid training", ValidationError):
            assignment.date = date(2026, 5, 9)
        years = self.env["rights.network.parameter"].search(
            [("code", "=", "volunteer_training_years")]
        )
        years.value = 1
        with self.refused("no valid training", ValidationError):
            self.make("legal", "rights.volunteer.assignment", **values)
        assignment.result = "接待12人"
        assignment.action_done()
        row = self.env["rights.legal.file"].search([("name", "=", assignment.file_number)])
        self.assertEqual(row.archive_class, "volunteer")

    # -- liaison -----------------------------------------------------------------------------------

    def test_law_10_items_open_for_long_are_listed(self):
        """LAW-10: older than 30 days and open; the docking studio sees it on its to-do page."""
        with self.at("2026-03-02 09:00"):
            item = self.make(
                "docking", "rights.liaison.item", topic="联合检查", body_id=self.authority.id
            )
        stale = self.as_user("docking", self.env["rights.liaison.item"])
        mine = [("is_stale", "=", True), ("id", "=", item.id)]
        with self.at("2026-04-01 09:00"):
            self.assertFalse(stale.search(mine))
        with self.at("2026-04-02 09:00"):
            self.assertEqual(stale.search(mine), item)
            pages = dict(self.as_user("docking", self.env["rights.case"])._get_todo_pages())
            self.assertGreaterEqual(pages["consumer_rights.rights_liaison_item_action_stale"], 1)
            with self.refused("result"):
                item.action_close()
            item.result = "四月联合检查"
            item.action_close()
            self.assertFalse(stale.search(mine))
        with self.refused("stays as it is"):
            item.result = "其他"

    def test_law_10_one_counterpart(self):
        with mute_logger("odoo.sql_db"), self.refused(error=CheckViolation):
            self.make("docking", "rights.liaison.item", topic="联合检查")
        below = self.stations["district_a"]
        item = self.make(
            "docking", "rights.liaison.item", topic="指导", counterpart_station_id=below.id
        )
        self.assertEqual(item.counterpart, below.name)
