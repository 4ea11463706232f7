from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import RightsCommon

VIEW = "consumer_rights.rights_board_filter_view_form"


@tagged("post_install", "-at_install")
class TestBoardFilter(RightsCommon):
    """Design D13: searches that everybody finds in the search box of the boards."""

    def filters(self, login):
        return self.as_user(login, self.env["ir.filters"])

    def add_filter(self, domain="[('user_id', '=', False)]"):
        filters = self.filters("business_admin").with_context(default_model_id="rights.case")
        with Form(filters, VIEW) as form:
            form.name = "无人承办"
            form.domain = domain
        return form.record

    def test_d13_a_filter_for_all_appears_on_the_board_of_a_clerk(self):
        board_filter = self.add_filter()
        action = self.env.ref("consumer_rights.rights_case_action_complaint")
        found = self.filters("clerk").get_filters("rights.case", action.id)
        self.assertEqual(
            [(row["name"], row["domain"]) for row in found if row["id"] == board_filter.id],
            [("无人承办", "[('user_id', '=', False)]")],
        )
        case = self.registered_case()
        domain = board_filter._get_eval_domain()
        self.assertIn(case, self.as_user("clerk", self.env["rights.case"]).search(domain))

    def test_it_shows_nobody_more_than_before(self):
        case = self.registered_case()
        domain = self.add_filter()._get_eval_domain()
        self.assertNotIn(case, self.as_user("station_b1", self.env["rights.case"]).search(domain))

    def test_dat_06_only_the_business_administrator_changes_what_all_share(self):
        """DAT-06: a unit cannot change the common filters, nor add one for everybody."""
        board_filter = self.add_filter()
        vals = {"name": "mine", "model_id": "rights.case", "domain": "[]"}
        for login in set(self.users) - {"business_admin"}:
            with self.subTest(login=login):
                with self.assertRaises(AccessError):
                    self.as_user(login, board_filter).write({"domain": "[]"})
                with self.assertRaises(AccessError):
                    self.as_user(login, board_filter).unlink()
                with self.assertRaises(AccessError):
                    self.filters(login).create_filter({**vals, "user_ids": []})
                own = self.filters(login).create_filter(
                    {**vals, "user_ids": [Command.link(self.users[login].id)]}
                )
                with self.assertRaises(AccessError):
                    own.user_ids = [Command.clear()]
                own.unlink()

    def test_shared_filters_of_other_lists_stay_as_odoo_has_them(self):
        vals = {"name": "all", "model_id": "res.partner", "domain": "[]", "user_ids": []}
        self.assertTrue(self.filters("clerk").create_filter(vals))

    def test_a_filter_that_cannot_be_evaluated_is_refused(self):
        for domain in (
            "[('no_such_field', '=', 1)]",
            "[('search_tokens', 'ilike', 'x')]",
            "[('station_id.no_such_field', '=', 1)]",
            "[('name', '=', __import__('os'))]",
            "not a domain",
            "[('name', '='",
        ):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self.add_filter(domain)
        for domain in (
            "['|', ('user_id', '=', uid), ('is_my_unit', '=', True)]",
            "[('received_at', '>=', 'today -7d'), ('station_id.code', '=like', 'CS%')]",
            "[('received_at', '>=', context_today())]",
            "[]",
        ):
            self.assertTrue(self.add_filter(domain))

    def test_a_change_is_on_record_and_an_own_search_is_not(self):
        log = self.env["rights.audit.log"]
        board_filter = self.add_filter()
        board_filter.name = "未分配"
        details = log.search([("model", "=", "ir.filters")]).mapped("detail")
        self.assertIn("无人承办 → 未分配", details[0])
        board_filter.unlink()
        count = log.search_count([("model", "=", "ir.filters")])
        self.assertEqual(count, 3)
        own = self.filters("clerk").create_filter(
            {
                "name": "mine",
                "model_id": "rights.case",
                "user_ids": [Command.link(self.users["clerk"].id)],
            }
        )
        own.name = "still mine"
        own.unlink()
        self.assertEqual(log.search_count([("model", "=", "ir.filters")]), count)
