import { useEffect } from "@odoo/owl";
import { ListRenderer } from "@web/views/list/list_renderer";

/** Lines that are entered by keyboard alone. */
export class LinesRenderer extends ListRenderer {
    setup() {
        super.setup();
        useEffect(() => this.nameEntries());
    }

    /** An entry of the line in hand is called by its column, for those who hear the page. */
    nameEntries() {
        for (const { name, label } of this.columns) {
            const cell = `.o_selected_row .o_data_cell[name="${name}"]`;
            for (const entry of this.rootRef.el?.querySelectorAll(`${cell} input`) || []) {
                entry.setAttribute("aria-label", label);
            }
        }
    }

    /**
     * While a menu of choices is open, Enter picks a choice instead of going to the next line.
     *
     * @override
     */
    onCellKeydown(ev) {
        const isChoosing =
            ev.target.closest(".o_select_menu") && document.querySelector(".o_select_menu_menu");
        if (ev.key === "Enter" && isChoosing) {
            return;
        }
        return super.onCellKeydown(...arguments);
    }

    /**
     * Tab leaves the last line for the next field: one line is the rule. Enter adds another.
     *
     * @override
     */
    onCellKeydownEditMode(hotkey, cell, group, record) {
        const { list } = this.props;
        const isLast = list.records.indexOf(record) === list.records.length - 1;
        const isEnd = !this.findNextFocusableOnRow(cell.parentElement, cell);
        if (hotkey === "tab" && isLast && isEnd) {
            this.isLeaving = true;
            list.leaveEditMode().finally(() => (this.isLeaving = false));
            return false; // the browser goes on to what follows the list
        }
        return super.onCellKeydownEditMode(hotkey, cell, group, record);
    }

    /**
     * Whoever left the lines types elsewhere already while the last line is being taken over: a
     * rendering meanwhile does not fetch the focus back.
     *
     * @override
     */
    focusCell() {
        return this.isLeaving || super.focusCell(...arguments);
    }
}
