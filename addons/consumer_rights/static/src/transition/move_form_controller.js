import { onMounted } from "@odoo/owl";
import { FormController } from "@web/views/form/form_controller";

const ENTRY = [
    ".o_field_widget:not(.o_readonly_modifier) input:not([type=hidden]):not([disabled])",
    ".o_field_widget:not(.o_readonly_modifier) textarea",
    ".o_field_widget:not(.o_readonly_modifier) select",
    ".o_field_x2many_list_row_add a",
].join(", ");

/** The form inside the dialog of a move: the first thing to enter has the focus. */
export class MoveFormController extends FormController {
    setup() {
        super.setup();
        onMounted(() => this.focusFirstEntry());
    }

    get className() {
        return { ...super.className, o_field_highlight: true };
    }

    focusFirstEntry() {
        const entry = this.rootRef.el.querySelector(ENTRY);
        if (!entry) {
            return;
        }
        if (entry.matches(".o_field_x2many_list_row_add a")) {
            entry.click(); // the new line takes the focus itself
        } else {
            entry.focus();
        }
    }

    /** The tab may be left and come back to: nothing is saved by looking elsewhere. */
    beforeVisibilityChange() {}
}
