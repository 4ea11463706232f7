import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { FigureTable } from "../figures/figure_table";

/** The workbook of a pack for the last period, page by page; nothing is delivered. */
export class PackPreview extends Component {
    static template = "rights_reports.PackPreview";
    static components = { FigureTable, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ preview: null, place: 0 });
        onWillStart(async () => {
            const { context } = this.props.action;
            const packId = this.props.state?.active_id || context.active_id;
            this.props.updateActionState?.({ active_id: packId });
            this.state.preview = await this.orm.call("rights.pack", "get_preview", [packId]);
        });
    }

    get display() {
        return { controlPanel: {} };
    }

    show(place) {
        this.state.place = place;
    }
}

registry.category("actions").add("rights_reports.pack_preview", PackPreview);
