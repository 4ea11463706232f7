import { Component } from "@odoo/owl";
import { CopyButton } from "@web/core/copy_button/copy_button";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** The link of a wall screen, shown this once. */
export class WallLinkDialog extends Component {
    static template = "rights_reports.WallLinkDialog";
    static components = { CopyButton, Dialog };
    static props = { address: String, close: Function };

    get copied() {
        return _t("Copied");
    }
}

async function showLink(env, action) {
    await new Promise((onClose) =>
        env.services.dialog.add(WallLinkDialog, { address: action.params.address }, { onClose })
    );
    return { type: "ir.actions.client", tag: "soft_reload" };
}

registry.category("actions").add("rights_reports.wall_link", showLink);
