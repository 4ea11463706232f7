import { MessagingMenu } from "@mail/core/public_web/messaging_menu";
import "@mail/core/web/messaging_menu_patch";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { WebClient } from "@web/webclient/webclient";

// Push messages would go through the maker of the browser.
patch(WebClient.prototype, {
    async _subscribePush() {},
});

// So nobody is asked to allow them, or to install this page, by a message that nobody sent.
patch(MessagingMenu.prototype, {
    get shouldAskPushPermission() {
        return false;
    },
    get canPromptToInstall() {
        return false;
    },
});

// Links to the sites of Odoo's maker are of no use to the staff.
const userMenu = registry.category("user_menuitems");
for (const item of ["support", "odoo_account"]) {
    if (userMenu.contains(item)) {
        userMenu.remove(item);
    }
}
