import { ListRenderer } from "@web/views/list/list_renderer";

export class PartiesRenderer extends ListRenderer {
    /**
     * Tab leaves the last line for the next field: one person is the rule. Enter adds another.
     *
     * @override
     */
    onCellKeydownEditMode(hotkey, cell, group, record) {
        const { list } = this.props;
        const isLast = list.records.indexOf(record) === list.records.length - 1;
        const isEnd = !this.findNextFocusableOnRow(cell.parentElement, cell);
        if (hotkey === "tab" && isLast && isEnd) {
            list.leaveEditMode();
            return false; // the browser goes on to what follows the list
        }
        return super.onCellKeydownEditMode(hotkey, cell, group, record);
    }
}
