import { registry } from "@web/core/registry";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { listView } from "@web/views/list/list_view";

/** Empty stages are places to drag a card to; in a list they would only be in the way. */
class CaseListModel extends RelationalModel {
    /** @override */
    _webReadGroup(config, ...others) {
        const context = { ...config.context, read_group_expand: false };
        return super._webReadGroup({ ...config, context }, ...others);
    }
}

registry.category("views").add("rights_case_list", { ...listView, Model: CaseListModel });
