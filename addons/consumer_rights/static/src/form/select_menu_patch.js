import { patch } from "@web/core/utils/patch";
import { SelectMenu } from "@web/core/select_menu/select_menu";

patch(SelectMenu.prototype, {
    /**
     * Odoo opens the menu at the first letter typed and forgets that letter: all choices stand
     * there with the first one marked, and Enter takes it in place of what was typed.
     *
     * @override
     */
    async onBeforeOpen() {
        this.onInput(this.state.searchValue || "");
    },
});
