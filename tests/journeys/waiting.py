"""From the start page to what waits there, and its buttons, with the mouse."""

from cases import LONG


def row_of(*words):
    return ".o_data_row" + "".join(f":has-text('{word}')" for word in words)


def open_waiting(page, title, *words, after=None):
    """From the start page, by the button of what waits, to the record.

    Heads start with their dashboard and go to what waits by the menu. A list first shows what it
    remembers: ``after`` is what stands there once it is fresh.
    """
    button = f"nav button:has-text('{title}')"
    page.wait_for_selector(f"{button}, .o_rights_dashboard", timeout=LONG)
    if page.query_selector(".o_rights_dashboard"):
        page.click(".o_menu_sections .o_nav_entry:text-is('待办')", timeout=LONG)
    page.click(button, timeout=LONG)
    page.wait_for_selector(f".o_last_breadcrumb_item:has-text('{title}')", timeout=LONG)
    if after:
        page.wait_for_selector(after, timeout=LONG)
    page.click(row_of(*words), timeout=LONG)
    page.wait_for_selector(".o_form_view", timeout=LONG)


def press(page, name):
    page.click(f"button[name={name}]", timeout=LONG)


def stands(page, state):
    page.wait_for_selector(f".o_arrow_button_current:has-text('{state}')", timeout=LONG)


def choose(page, field, text):
    page.fill(f"div[name={field}] input", text, timeout=LONG)
    page.click(f".o-autocomplete--dropdown-item:has-text('{text}')", timeout=LONG)


def agree(page):
    """Confirm what a button asks."""
    page.click(".modal-footer .btn-primary", timeout=LONG)
    page.wait_for_selector(".modal", state="detached", timeout=LONG)
