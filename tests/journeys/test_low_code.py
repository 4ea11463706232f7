"""What a business administrator changes without code, and a clerk then works with (design D13).

The same journey is made twice: where it was set up by hand in the browser, and in a second database
that got the settings as a file.
"""

from contextlib import contextmanager

import pytest
import python_calamine
from hands import Hands

PASSWORD = "demo2026"
CLASS = "首饰及文体用品类"
STAGE = "专家会商"
MOVE = "提交专家会商"
POINT = "已告知双方"
DETAIL = "鉴定证书编号"
GROUND = "鉴定机构已受理同一争议"
CERTIFICATE = "GJ-2026-118"
FILTER = "尚无承办人"


@pytest.fixture
def come_in(new_page, log_in):
    """Log in at a centre; the person and the address travel together."""

    def begin(centre, login):
        page = log_in(login, PASSWORD, page=new_page(accept_downloads=True), centre=centre)
        person = Person(page, login)
        person.url = centre.url
        person.sees(".o_action")
        return person

    return begin


class Person(Hands):
    def open(self, action, view="o_view_controller"):
        self.page.goto(f"{self.url}/odoo/action-consumer_rights.{action}")
        self.sees(f".{view}")

    def put(self, field, text):
        """A field of the form, wherever it stands."""
        self.page.fill(f".o_field_widget[name={field}] :is(input, textarea)", text)

    def pick(self, field, text):
        self.put(field, text)
        self.click(f".o-autocomplete--dropdown-item:has-text('{text}')")

    def pick_choice(self, field, text):
        self.click(f".o_field_widget[name={field}] input")
        self.click(f".o_select_menu_item :text-is('{text}')")

    def save(self):
        self.click(".o_form_button_save")
        self.misses(".o_form_button_save >> visible=true")


# -- the business administrator -----------------------------------------------------------------


def configure(admin):
    add_stage(admin)
    add_move(admin, MOVE, "办理中", STAGE, hotkey="e", required="品牌", point=POINT)
    add_move(admin, "会商完毕", STAGE, "办理中", hotkey="b")
    add_detail(admin)
    add_ground(admin)
    add_filter(admin)


def add_stage(admin):
    admin.open("rights_case_stage_action/new", "o_form_view")
    admin.put("name", STAGE)
    admin.put("description", "专家意见已约定时间")
    admin.put("sequence", "75")
    admin.save()


def add_move(admin, name, start, end, hotkey, required=None, point=None):
    admin.open("rights_case_transition_action/new", "o_form_view")
    admin.put("name", name)
    admin.pick_choice("kind", "投诉")
    admin.pick("stage_from_id", start)
    admin.pick("stage_to_id", end)
    admin.pick("group_ids", "受理接待室人员")
    if required:
        admin.pick("required_field_ids", required)
    if point:
        admin.click("[name=checklist_ids] .o_field_x2many_list_row_add :is(a, button)")
        admin.page.fill("[name=checklist_ids] .o_selected_row [name=name] input", point)
    admin.page.check("[name=is_main] input")
    admin.put("hotkey", hotkey)
    admin.save()


def add_detail(admin):
    """A field that only cases of one class of goods have."""
    admin.open("rights_category_action")
    admin.click(".o_group_header:has-text('商品类别')")
    admin.click(f".o_data_row:has-text('{CLASS}') .o_list_record_open_form_view")
    admin.click("[name=field_ids] .o_field_x2many_list_row_add :is(a, button)")
    admin.page.fill("[name=field_ids] .o_selected_row [name=name] input", DETAIL)
    admin.save()


def add_ground(admin):
    admin.open("rights_reject_reason_action/new", "o_form_view")
    admin.put("name", GROUND)
    admin.put("number", "90")
    admin.put("code", "own_90")
    admin.put("law", "本中心工作规范")
    admin.put("date_from", "2026-01-01")
    admin.save()


def add_filter(admin):
    admin.open("rights_board_filter_action/new", "o_form_view")
    admin.put("name", FILTER)
    admin.click(".o_rights_domain .o_tree_editor_row a:has-text('新规则')")
    admin.page.select_option(".o_tree_editor_condition select", label="未设置")
    admin.save()


# -- the clerk ----------------------------------------------------------------------------------


def work(clerk):
    """What was set up is there: on the form, in the dialogs, on the board, in search and export."""
    clerk.open("rights_case_action_phone", "o_form_view")
    clerk.fill("name", "钱示范")
    clerk.fill("phone", "16900001930")
    clerk.fill("address", "云川市澜桥区演示街13号")
    clerk.skip("role")
    clerk.choose("respondent_id", "演示驰澜汽车")
    clerk.fill("subject", "金戒指含金量不足")
    clerk.fill("facts", "鉴定含金量与标签不符。")
    clerk.fill("request", "退一赔三。")
    clerk.skip("claim_ids")
    clerk.choose("item_class_id", CLASS)
    with late_answers(clerk.page):
        clerk.choose("category_id", "质量")
        clerk.page.fill(f".o_property_field:has-text('{DETAIL}') input", CERTIFICATE)
    take_step(clerk, "register", "accept")
    number = clerk.page.inner_text("h2 [name=name]")

    # the ground is offered, and not taken
    clerk.click(".o_rights_transitions [data-code=reject]")
    clerk.sees(".o_rights_move_dialog [name=reject_reason_id] input")
    clerk.put("reject_reason_id", GROUND)
    clerk.sees(f".o-autocomplete--dropdown-item:has-text('{GROUND}')")
    clerk.press("Escape")
    clerk.press("Escape")
    clerk.misses(".modal")

    take_step(clerk, "accept", "take", asks=True)
    clerk.press("Alt+h")
    clerk.choose("keep_reason_id", "重大案件", leave=None)
    clerk.press("Control+Enter")
    clerk.misses(".modal")
    clerk.sees(".o_rights_transitions button:has-text('办结')")
    clerk.press("Alt+e")
    clerk.fill("brand", "演示金店", leave=None)
    clerk.press("Control+Enter")
    assert POINT in clerk.sees(".o_rights_move_reason").inner_text()
    clerk.page.check(f".o_rights_move_dialog label:has-text('{POINT}')")
    clerk.press("Control+Enter")
    clerk.misses(".modal")
    clerk.sees(f".o_arrow_button_current:has-text('{STAGE}')")

    look_at_board(clerk, number)
    return number


@contextmanager
def late_answers(page):
    """What is typed before the server has answered to the field before it is not lost."""
    held = []
    page.route("**/onchange", lambda route: held.append(route))
    yield
    assert held
    with page.expect_response("**/onchange"):
        for route in held:
            route.continue_()
    page.unroute("**/onchange")


def take_step(clerk, code, following, asks=False):
    clerk.click(f".o_rights_transitions [data-code={code}]:enabled")
    if asks:
        clerk.sees(".o_rights_move_dialog")
        clerk.press("Control+Enter")
        clerk.misses(".modal")
    clerk.sees(f".o_rights_transitions [data-code={following}]:enabled")


def look_at_board(clerk, number):
    """The filter of the administrator stands in the search box; the new stage is a column."""
    clerk.open("rights_case_action_complaint", "o_kanban_record")
    clerk.click(".o_searchview_dropdown_toggler")
    clerk.click(f".o_favorite_menu .o-dropdown-item:has-text('{FILTER}')")
    clerk.sees(f".o_searchview_facet:has-text('{FILTER}')")
    clerk.misses(f".o_kanban_record:has-text('{number}')")  # it has a handler
    clerk.click(f".o_searchview_facet:has-text('{FILTER}') .o_facet_remove")
    clerk.sees(
        f".o_kanban_group:has(.o_column_title:has-text('{STAGE}'))"
        f" .o_kanban_record:has-text('{number}')"
    )


# -- somebody who may export: the head ----------------------------------------------------------


def find_and_export(head, number):
    """The new field is searched, shown as a column and exported like any other."""
    head.open("rights_case_action_complaint", "o_kanban_record")
    head.click(".o_switch_view.o_list")
    head.sees(".o_list_view")
    head.page.fill(".o_searchview_input", CERTIFICATE)
    head.click(".o_searchview_autocomplete .o-dropdown-item:has-text('补充信息') .o_expand")
    head.click(f".o_searchview_autocomplete .o-dropdown-item:has-text('{DETAIL}')")
    head.sees(f".o_searchview_facet:has-text('{DETAIL}')")
    head.sees(f".o_data_row:has-text('{number}')")
    head.click(".o_optional_columns_dropdown button")
    head.click(f".o-dropdown-item:has-text('{DETAIL}')")
    head.sees(f".o_data_row:has-text('{CERTIFICATE}')")
    head.press("Escape")
    head.click("thead .o_list_record_selector input")
    head.click(".o_cp_action_menus button:has-text('操作')")
    head.click(".o-dropdown-item:has-text('导出')")
    head.click(f".o_export_tree_item:has-text('{DETAIL}') .o_add_field")
    with head.page.expect_download() as taken:
        head.click(".modal footer .btn-primary")
    rows = python_calamine.load_workbook(taken.value.path()).get_sheet_by_index(0).to_python()
    place = next(i for i, title in enumerate(rows[0]) if DETAIL in title)
    assert [row[place] for row in rows[1:]] == [CERTIFICATE]


# -- the file from one centre to the other ------------------------------------------------------


def take_file(admin, folder):
    admin.page.goto(f"{admin.url}/odoo/action-consumer_rights.rights_configuration_export_action")
    admin.sees(".modal [name=file]")
    with admin.page.expect_download() as taken:
        admin.click(".modal [name=file] :is(a, button)")
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    return path


def load_file(admin, path):
    admin.page.goto(f"{admin.url}/odoo/action-consumer_rights.rights_configuration_import_action")
    admin.sees(".modal [name=file]")
    admin.page.set_input_files(".modal [name=file] input[type=file]", path)
    admin.sees(".modal [name=file] input:not([type=file])")  # the browser has read it
    admin.click(".modal button[name=action_preview]")
    # a stage, two moves, a point, a field, a ground and a filter
    admin.sees(".modal [name=added_count]:has-text('7')")
    assert admin.page.inner_text(".modal [name=changed_count]") == "0"
    admin.click(".modal button[name=action_apply]")
    admin.sees(".modal .alert-success")


# -- the journey --------------------------------------------------------------------------------


def use(come_in, centre):
    number = work(come_in(centre, "clerk"))
    find_and_export(come_in(centre, "head"), number)


@pytest.mark.timeout(900)
def test_d13_settings_made_in_the_browser_work_in_a_second_database(
    start_centre, come_in, tmp_path
):
    first = start_centre()
    admin = come_in(first, "admin_biz")
    configure(admin)
    path = take_file(admin, tmp_path)
    use(come_in, first)
    first.stop()
    second = start_centre()
    load_file(come_in(second, "admin_biz"), path)
    use(come_in, second)
