import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { WebClient } from "@web/webclient/webclient";

// Push messages would go through the maker of the browser.
patch(WebClient.prototype, {
    async _subscribePush() {},
});

// Links to the sites of Odoo's maker are of no use to the staff.
const userMenu = registry.category("user_menuitems");
for (const item of ["support", "odoo_account"]) {
    if (userMenu.contains(item)) {
        userMenu.remove(item);
    }
}
