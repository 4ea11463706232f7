import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { registry } from "@web/core/registry";

/** A paper as its page, in the browser's own viewer: looked at before it goes. */
export class PaperDialog extends Component {
    static template = "consumer_rights.PaperDialog";
    static components = { Dialog };
    static props = { close: Function, title: String, url: String };
}

/** The client's half of `action_open_file` of a paper: the page opens above what is there. */
export function paperAction(env, { params }) {
    env.services.dialog.add(PaperDialog, { title: params.title, url: params.url });
}

registry.category("actions").add("rights_paper", paperAction);
