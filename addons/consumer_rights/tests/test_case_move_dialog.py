from lxml import etree
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RightsCommon


@tagged("post_install", "-at_install")
class TestMoveForm(RightsCommon):
    """What the dialog of a move asks for is described by the server (design D4)."""

    def _form(self, case, code, login):
        case = self.as_user(login, case)
        step = case._transitions().filtered(lambda transition: transition.code == code)
        form = case.move_form(step.id)
        return form, etree.fromstring(form["arch"])

    def test_asks_for_what_is_missing_and_nothing_else(self):
        form, arch = self._form(self.case_at("handling"), "conclude", "clerk")
        visible = [node.get("name") for node in arch.xpath("//field[not(@invisible)]")]
        self.assertEqual([*visible, "performed_on"], form["asked"])  # the day only if settled
        self.assertLessEqual({"outcome_id", "result_text", "amount_recovered"}, set(visible))
        self.assertNotIn("facts", visible)
        self.assertEqual(arch.xpath("//field[@name='result_text']/@required"), ["1"])
        self.assertIn("amount_recovered", form["numbers"], "0 is an answer and must be sent")
        self.assertIn("result_text", form["models"]["rights.case"]["fields"])

    def test_what_was_entered_is_no_longer_asked(self):
        """The description follows the case: no cache of views may keep an older one."""
        case = self.case_at("handling")
        before, _arch = self._form(case, "conclude", "clerk")
        self.as_user("clerk", case).result_text = "商家退款"
        after, _arch = self._form(case, "conclude", "clerk")
        self.assertIn("result_text", before["asked"])
        self.assertNotIn("result_text", after["asked"])

    def test_reader_without_write_access_gets_a_form_to_fill(self):
        """A follow-up officer cannot write cases, but fills what the own step asks for."""
        form, arch = self._form(self.case_at("replied"), "follow_up", "followup")
        self.assertEqual(form["asked"], ["followup_ids"])
        self.assertNotIn(arch.get("edit"), ("0", "false", "False"))
        names = arch.xpath("//field[@name='followup_ids']/list/field/@name")
        self.assertLessEqual({"sat_attitude", "sat_result", "sat_overall"}, set(names))
        self.assertIn("rights.followup", form["models"])

    def test_checklist_offers_the_points_of_this_move_only(self):
        case = self.registered_case()
        step = case._transitions().filtered(lambda transition: transition.code == "accept")
        self.env["rights.case.checklist.item"].create(
            {"name": "核对身份", "code": "identity_checked", "transition_id": step.id}
        )
        _form, arch = self._form(case, "accept", "clerk")
        node = arch.xpath("//field[@name='checklist_done_ids']")[0]
        self.assertEqual(node.get("widget"), "many2many_checkboxes")
        self.assertEqual(node.get("domain"), f"[('transition_id', '=', {step.id})]")

    def test_details_of_the_class_come_with_their_definition(self):
        """D13: a field that an administrator added to a class is asked for like any other."""
        detail = self.env["rights.category.field"].create(
            {
                "name": "生产批号",
                "category_id": self.goods.id,
                "type": "char",
                "is_required": True,
            }
        )
        case = self.create_case()
        form, arch = self._form(case, "register", "clerk")
        self.assertIn("properties", form["asked"])
        self.assertTrue(arch.xpath("//field[@name='item_class_id'][@invisible]"))
        self.move(case, "register", "clerk", {"properties": {detail.key: "B-1"}})
        self.as_user("clerk", case).properties = {detail.key: "B-2"}
        self.assertEqual(case.sudo().event_ids[-1].changes_text, "生产批号: B-1 → B-2")

    def test_reg_02_phone_or_address_request_or_claims(self):
        """REG-01, REG-02: where one of two is enough, both are offered and either will do."""
        case = self.create_case(
            respondent_id=False, respondent_name="测试摊位", request=False, claim_ids=False
        )
        form, arch = self._form(case, "register", "clerk")
        pairs = [("respondent_phone", "respondent_address"), ("request", "claim_ids")]
        for pair in pairs:
            for name, other in (pair, reversed(pair)):
                self.assertIn(name, form["asked"])
                required = arch.xpath(f"//field[@name='{name}']/@required")
                self.assertEqual(required, [f"not {other}"])
        claim = self.env["rights.claim"].search([], limit=1)
        values = {"respondent_address": "测试路9号", "claim_ids": [Command.set(claim.ids)]}
        self.move(case, "register", "clerk", values)
        self.assertEqual(case.stage_code, "registered")

    def test_field_that_the_step_itself_names_has_no_substitute(self):
        case = self.create_case(respondent_id=False, respondent_name="测试摊位")
        step = case._transitions().filtered(lambda transition: transition.code == "register")
        step.sudo().required_field_ids |= self.env["rights.case.field"].search(
            [("technical_name", "=", "respondent_phone")]
        )
        _form, arch = self._form(case, "register", "clerk")
        self.assertEqual(arch.xpath("//field[@name='respondent_phone']/@required"), ["1"])

    def test_reg_05_changes_read_as_chinese(self):
        """REG-05, D9: the process record has the punctuation of its reader's language."""
        case = self.as_user("clerk", self.registered_case()).with_context(lang="zh_CN")
        claims = self.env["rights.claim"].search([], limit=2)
        case.write({"brand": "甲牌", "claim_ids": [Command.set(claims.ids)]})
        text = case.sudo().event_ids[-1].changes_text
        self.assertRegex(text, "^[^:;,]+：[^:;,]+→[^:;,]+；[^:;,]+：[^:;,]+→[^:;,]+、[^:;,]+$")

    def test_who_may_not_make_the_move_is_told_before_typing(self):
        case = self.registered_case()
        with self.assertRaises(UserError):
            self._form(case, "accept", "dispatcher")
        with self.assertRaises(AccessError):
            self._form(case, "accept", "station_b1")

    def test_unsaved_matter_has_its_steps(self):
        """The clerk presses one key to save and register."""
        draft = self.as_user("clerk", self.env["rights.case"]).new({"kind": "complaint"})
        codes = [choice["code"] for choice in draft.transition_choices]
        self.assertIn("register", codes)


@tagged("post_install", "-at_install")
class TestBulkMove(RightsCommon):
    """One step for many cases: each goes through the gate by itself (design D4)."""

    def setUp(self):
        super().setUp()
        self.first, self.second = self.registered_case(), self.registered_case()
        self.cases = self.as_user("clerk", self.first | self.second)

    def _pairs(self, cases):
        return [[case.id, case.stage_id.id] for case in cases]

    def test_only_common_steps_are_offered(self):
        codes = {choice["code"] for choice in self.cases.bulk_choices()}
        self.assertIn("accept", codes)
        draft = self.as_user("clerk", self.create_case())
        self.assertEqual((self.cases | draft).bulk_choices(), [])
        action = self.cases.action_next_step()
        self.assertEqual(action["tag"], "rights_next_step")
        self.assertEqual(len(action["params"]["cases"]), 2)

    def test_steps_of_different_kinds_meet_by_their_code(self):
        draft = self.create_case()
        suggestion = self.create_case(kind="suggestion")
        both = self.as_user("clerk", draft | suggestion)
        codes = {choice["code"] for choice in both.bulk_choices()}
        self.assertEqual(codes, {"register", "void"})

    def test_each_is_told_and_one_refusal_holds_up_nobody(self):
        pairs = self._pairs(self.cases)
        ground = self.env["rights.reject.reason"].search(
            [("is_in_force", "=", True), ("number", "=", 2)]
        )
        self.move(self.second, "reject", "clerk", {"reject_reason_id": ground.id})
        results = self.cases.bulk_move("accept", pairs, self.ACCEPT)
        moved = {result["id"]: result for result in results}
        self.assertTrue(moved[self.first.id]["moved"])
        self.assertFalse(moved[self.second.id]["moved"])
        self.assertIn(self.second.name, moved[self.second.id]["reason"])
        self.assertEqual(self.first.stage_code, "accepted")
        self.assertEqual(self.second.stage_code, "rejected")

    def test_refused_case_keeps_nothing_of_the_dialog(self):
        """What was typed for a case that then does not move is rolled back with it."""
        self.second.sudo().respondent_id = False
        self.second.sudo().category_id = False
        results = self.cases.bulk_move("accept", self._pairs(self.cases), self.ACCEPT)
        self.assertEqual([result["moved"] for result in results], [True, False])
        self.assertFalse(self.second.accepted_at)
        self.assertEqual(self.second.stage_code, "registered")

    def test_dialog_for_many_asks_no_single_persons_data(self):
        """REG-01: one phone number must not be entered for several respondents."""
        bare = self.create_case(respondent_id=False, party_ids=[])
        drafts = self.as_user("clerk", bare | self.create_case())
        form = drafts.bulk_form("register")
        self.assertFalse({"respondent_name", "respondent_phone", "party_ids"} & set(form["asked"]))
        results = drafts.bulk_move("register", self._pairs(drafts), {})
        self.assertEqual([result["moved"] for result in results], [False, True])
        self.assertTrue(results[0]["reason"])

    def test_foreign_cases_do_not_move(self):
        pairs = self._pairs(self.cases)
        foreign = self.as_user("station_b1", self.first | self.second)
        results = foreign.bulk_move("accept", pairs, self.ACCEPT)
        self.assertEqual([result["moved"] for result in results], [False, False])
        self.assertEqual(self.first.stage_code, "registered")


@tagged("post_install", "-at_install")
class TestBoardColumns(RightsCommon):
    def test_board_of_several_kinds_has_the_next_columns(self):
        """Design D4: every move can be a drag, so the stages that come next have columns too."""
        case = self.registered_case()
        board = self.as_user("clerk", self.env["rights.case"]).with_context(read_group_expand=True)
        groups = board.web_read_group(
            [("id", "=", case.id)], ["stage_id"], ["__count"], auto_unfold=True
        )["groups"]
        stages = self.env["rights.case.stage"].browse(group["stage_id"][0] for group in groups)
        self.assertLessEqual({"registered", "accepted", "rejected"}, set(stages.mapped("code")))
        self.assertNotIn("archived", stages.mapped("code"))
        self.assertEqual(stages, stages.sorted("sequence"))


@tagged("post_install", "-at_install")
class TestIdentityReveal(RightsCommon):
    """SEC-02: who may see a person only with a reason is asked for it, and it is logged."""

    def _question(self, case, login, **values):
        party = self.as_user(login, case.party_ids)
        action = party.action_open_reveal()
        wizard = self.as_user(login, self.env["rights.identity.reveal"])
        return wizard.with_context(**action["context"]).create({"reason": "核对回复对象", **values})

    def _case_of_district(self):
        case = self.case_at("accepted")
        self.move(
            case,
            "dispatch",
            "dispatcher",
            {"dispatch_to_id": self.stations["district_a"].id, "complexity": "ordinary"},
        )
        return case

    def test_data_go_to_the_screen_and_into_no_table(self):
        case = self._case_of_district()
        wizard = self._question(case, "clerk")
        action = wizard.action_show()
        self.assertEqual(action["tag"], "rights_identity_card")
        self.assertIn("张测试", [text for _label, text in action["params"]["lines"]])
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM rights_identity_reveal WHERE id = %s", (wizard.id,))
        stored = " ".join(str(value) for value in self.env.cr.fetchone())
        self.assertNotIn("张测试", stored)
        self.assertNotIn("13800001234", stored)

    def test_look_is_logged_with_its_reason(self):
        case = self._case_of_district()
        self._question(case, "clerk").action_show()
        entry = self.env["rights.audit.log"].search(
            [("type", "=", "reveal"), ("res_id", "=", case.party_ids.id)]
        )
        self.assertEqual(entry.user_id, self.users["clerk"])
        self.assertEqual(entry.reason, "核对回复对象")

    def test_blank_reason_and_foreign_unit_get_nothing(self):
        case = self._case_of_district()
        with self.assertRaises(UserError):
            self._question(case, "clerk", reason="  ").action_show()
        wizard = self.as_user("station_b1", self.env["rights.identity.reveal"])
        with self.assertRaises(AccessError):
            wizard.create({"party_id": case.party_ids.id, "reason": "查询"}).action_show()


@tagged("post_install", "-at_install")
class TestStartPage(RightsCommon):
    """D14: one start page and at most seven entries a role; what nobody may read is not offered."""

    def _entries(self, login):
        menus = self.env["ir.ui.menu"].with_user(self.users[login]).load_menus(False)
        root = self.env.ref("consumer_rights.rights_menu_root")
        return [menus[child] for child in menus[root.id]["children"]]

    def test_at_most_seven_entries_and_to_do_first(self):
        without_cases = ("quality", "statistician", "auditor", "business_admin")
        for login in self.users:
            with self.subTest(login=login):
                entries = self._entries(login)
                self.assertLessEqual(len(entries), 7)
                first = entries[0]["xmlid"]
                if login in without_cases:
                    self.assertNotEqual(first, "consumer_rights.rights_case_menu_todo")
                else:
                    self.assertEqual(first, "consumer_rights.rights_case_menu_todo")

    def test_no_entry_drops_down_more_than_a_glance(self):
        """D14: twelve entries at most are taken in at a glance."""
        for login, user in self.users.items():
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            for entry in self._entries(login):
                with self.subTest(login=login, menu=entry["xmlid"]):
                    children = [menus[child] for child in entry["children"]]
                    actions = [child["action_id"] for child in children if not child["children"]]
                    self.assertLessEqual(len(children), 12)
                    self.assertEqual(len(actions), len(set(actions)))

    def test_who_reads_a_case_reads_every_list_on_its_form(self):
        """Annex A2: a list that one role may not read would close the whole form to it."""
        for login, user in self.users.items():
            cases = self.env["rights.case"].with_user(user)
            if not cases.has_access("read"):
                continue
            form = etree.fromstring(cases.get_view(view_type="form")["arch"])
            for name in form.xpath("//field[not(ancestor::field)]/@name"):
                if cases._fields[name].type in ("one2many", "many2many"):
                    with self.subTest(login=login, field=name):
                        self.assertTrue(cases[name].has_access("read"))

    def test_each_case_says_what_to_do(self):
        """D14: what waits for a person stands on the page once and says why."""
        waiting = self.as_user("clerk", self.registered_case())
        self.assertTrue(waiting.is_my_turn)
        main = [step["name"] for step in waiting.transition_choices if step["is_main"]]
        self.assertTrue(main)
        for step in main:
            self.assertIn(step, waiting.todo_reason)

    def test_every_entry_opens_for_whom_it_is_offered(self):
        for login, user in self.users.items():
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            root = self.env.ref("consumer_rights.rights_menu_root")
            open_menus = [menus[child] for child in menus[root.id]["children"]]
            while open_menus:
                menu = open_menus.pop()
                open_menus += [menus[child] for child in menu["children"]]
                if menu["action_model"] == "ir.actions.act_window":
                    with self.subTest(login=login, menu=menu["xmlid"]):
                        self._open(user, menu["action_id"])

    def _open(self, user, action_id):
        action = self.env["ir.actions.act_window"].browse(action_id).sudo()
        model = self.env[action.res_model].with_user(user)
        views = [(False, mode) for mode in action.view_mode.split(",")]
        model.get_views(views)
        self.assertTrue(model.has_access("read"), action.res_model)


@tagged("post_install", "-at_install")
class TestLinks(RightsCommon):
    def test_links_are_listed_from_both_sides(self):
        first, second = self.registered_case(), self.registered_case()
        self.as_user("clerk", first).action_link_duplicate(second.id)
        for case in (first, second):
            action = self.as_user("clerk", case).action_view_links()
            links = self.as_user("clerk", self.env["rights.case.link"]).search(action["domain"])
            self.assertEqual(links.case_id | links.other_case_id, first | second)
            self.assertEqual(self.as_user("clerk", case).link_count, 1)
