import { registry } from "@web/core/registry";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { listView } from "@web/views/list/list_view";

/** Empty stages are places to drag a card to; in a list they would only be in the way. */
class CaseListModel extends RelationalModel {
    /** @override */
    async _webReadGroup() {
        const result = await super._webReadGroup(...arguments);
        const groups = result.groups.filter((group) => group.__count);
        return { ...result, groups, length: result.length - result.groups.length + groups.length };
    }
}

export const caseListView = { ...listView, Model: CaseListModel };

registry.category("views").add("rights_case_list", caseListView);
