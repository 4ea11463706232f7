import { onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { listView } from "@web/views/list/list_view";

const caseList = registry.category("views").get("rights_case_list");

/** The to-do page: above the cases stands what waits and is no case, each line a key press away. */
class TodoListController extends listView.Controller {
    static template = "consumer_rights.TodoListView";

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.todo = useState({ strip: [] });
        onWillStart(async () => {
            this.todo.strip = await this.orm.call("rights.case", "get_todo_strip", []);
        });
    }

    openTodo(line) {
        this.actionService.doAction(line.action);
    }
}

registry.category("views").add("rights_todo_list", { ...caseList, Controller: TodoListController });
