import { Component } from "@odoo/owl";
import { CopyButton } from "@web/core/copy_button/copy_button";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** Personal addresses of the parties, shown this once (MED-21). */
export class AddressesDialog extends Component {
    static template = "consumer_rights.AddressesDialog";
    static components = { CopyButton, Dialog };
    static props = { addresses: Array, close: Function };

    get copied() {
        return _t("Copied");
    }
}
