import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** A person's data, shown once to who gave a reason; it lives in this dialog and nowhere else. */
export class IdentityCard extends Component {
    static template = "consumer_rights.IdentityCard";
    static components = { Dialog };
    static props = {
        close: Function,
        title: String,
        lines: Array, // [label, text]
        note: String,
    };
}
