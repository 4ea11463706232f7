from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RightsCommon


@tagged("post_install", "-at_install")
class TestDiscipline(RightsCommon):
    """INT-10, SEC-08: matters about staff, on a track of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["head_a1"] = cls._create_person("head_a1", "head", "station_a1")
        cls.users["officer_2"] = cls._create_person("officer_2", "discipline", "city")

    def matter(self, *about, login="operator"):
        case = self.create_case(login, kind="discipline", party_ids=self.person(role="reporter"))
        self.move(case, "register", login)
        case.sudo().accused_ids = self.env["res.users"].concat(*(self.users[one] for one in about))
        return case

    def readers(self, case, *logins):
        return [one for one in logins if self.as_user(one, case).has_access("read")]

    def test_int_10_officer_and_head_of_the_centre_only(self):
        case = self.matter("operator", login="discipline")
        everybody = [login for login in self.users if login != "officer_2"]
        self.assertEqual(set(self.readers(case, *everybody)), {"discipline", "head"})
        self.assertTrue(case.name.startswith("CSTCW"), "a number series of its own")
        with self.assertRaises(AccessError):
            self.as_user("head", case).write({"subject": "改"})

    def test_int_10_head_of_a_station_is_no_head_of_the_centre(self):
        case = self.create_case("station_a1", kind="discipline")
        self.assertEqual(
            self.readers(case, "head_a1", "head", "discipline"), ["head", "discipline"]
        )

    def test_int_10_never_the_person_it_is_about(self):
        """INT-10: not the head, not the officer, not the registrant, when it is about them."""
        for login in ("head", "discipline", "operator"):
            with self.subTest(login):
                case = self.matter(login)
                self.assertEqual(self.readers(case, login), [])
                found = self.as_user(login, self.env["rights.case"]).search([("id", "=", case.id)])
                self.assertFalse(found)
                self.assertEqual(self.readers(case, "officer_2"), ["officer_2"])
                parties = self.as_user(login, case.sudo().party_ids)
                with self.assertRaises(AccessError):
                    parties.read(["name_masked"])

    def test_int_10_refused_look_is_logged(self):
        case = self.matter("clerk")
        before = len(self.env.cr.postrollback._funcs)
        with self.assertRaises(AccessError):
            self.as_user("clerk", case).read(["subject"])
        self.assertEqual(len(self.env.cr.postrollback._funcs), before + 1)
        ordinary = self.registered_case()
        with self.assertRaises(AccessError):
            self.as_user("station_b1", ordinary).read(["subject"])
        self.assertEqual(len(self.env.cr.postrollback._funcs), before + 1)

    def test_int_10_nobody_handles_the_own_matter(self):
        case = self.matter("officer_2")
        with self.assertRaises(ValidationError):
            case.sudo().user_id = self.users["officer_2"]
        with self.assertRaises(ValidationError):
            self.registered_case().sudo().accused_ids = [Command.link(self.users["clerk"].id)]

    def test_suggestions_have_their_own_series(self):
        case = self.registered_case(kind="suggestion", party_ids=False)
        self.assertTrue(case.name.startswith("CSTCY"))
