import { Component, onWillStart } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ListRenderer } from "@web/views/list/list_renderer";

import { caseListView } from "./case_list_view";

/** What waits for the person and is no case: one button a page, with its count. */
class TodoPages extends Component {
    static template = "consumer_rights.TodoPages";
    static props = {};

    setup() {
        this.action = useService("action");
        const orm = useService("orm");
        onWillStart(async () => {
            this.pages = await orm.call("rights.case", "get_todo_pages", []);
        });
    }
}

class CaseTodoRenderer extends ListRenderer {
    static template = "consumer_rights.CaseTodoRenderer";
    static components = { ...ListRenderer.components, TodoPages };
}

registry
    .category("views")
    .add("rights_case_todo_list", { ...caseListView, Renderer: CaseTodoRenderer });
