from odoo.tests import HttpCase, tagged

from .common import RightsCommon

PHONE = "/odoo/action-consumer_rights.rights_case_action_phone"
# everything that can be typed into, apart from the message box
ENTRIES = ".o_form_sheet .o_field_widget :is(input:not([type=checkbox]), textarea)"
OPEN_LINE = ".o_rights_lines .o_selected_row input"
UNNAMED = (
    "const nameless = [...document.querySelectorAll('.o_rights_lines .o_selected_row input')]"
    ".filter((entry) => !entry.ariaLabel);"
)
IN_SIGHT = """
    document.querySelector(".o_field_widget[name=facts] textarea").scrollIntoView({block: "end"});
    const panel = document.querySelector(".o_rights_matches").getBoundingClientRect();
    const seen = document.elementFromPoint(panel.x + 20, Math.max(panel.y, 0) + 10);
"""


class FormBrowserCommon(RightsCommon, HttpCase):
    def check(self, path, ready, login, code, *conditions):
        """Open a page and fail with the first condition that does not hold."""
        tests = "".join(
            f"if (!({condition})) {{ throw new Error({condition!r}); }}" for condition in conditions
        )
        code = f"{code}{tests} console.log('test successful');"
        # a page that opens a line for typing is dirty until the line stands there
        ready = f"document.querySelector('{ready}') && !document.querySelector('.o_form_dirty')"
        ready = f"Boolean({ready})"
        self.browser_js(path, code, ready, login=f"t_{login}", timeout=60)


@tagged("post_install", "-at_install")
class TestFormBrowser(FormBrowserCommon):
    def test_sec_01_case_of_another_unit_stands_as_text(self):
        case = self.case_at("accepted")
        target = {"dispatch_to_id": self.stations["station_a1"].id, "complexity": "simple"}
        self.move(case, "dispatch", "dispatcher", target)
        entries = f"document.querySelectorAll('{ENTRIES}').length"
        path = f"/odoo/rights.case/{case.id}"
        self.check(path, ".o_rights_case_foreign", "clerk", "", f"{entries} === 0")
        self.check(path, ".o_rights_transitions .btn", "station_a1", "", f"{entries} > 0")

    def test_entries_and_page_have_names_for_those_who_hear_them(self):
        """D12: each entry of a person's line is called by its column, the page by its language."""
        named = "nameless.length === 0"
        lang = "document.documentElement.lang === 'en-US'"
        self.check(PHONE, OPEN_LINE, "clerk", UNNAMED, named, lang)


@tagged("post_install", "-at_install")
class TestNarrowScreen(FormBrowserCommon):
    browser_size = "1024x768"

    def test_earlier_matters_stay_in_sight_while_typing(self):
        """On a small screen too, earlier and likely double matters are seen beside the entry."""
        inside = "panel.top >= 0 && panel.bottom <= window.innerHeight"
        on_top = "seen && seen.closest('.o_rights_case_intake')"
        ready = f".o_form_view:has({OPEN_LINE}) .o_rights_matches"
        self.check(PHONE, ready, "clerk", IN_SIGHT, inside, on_top)
