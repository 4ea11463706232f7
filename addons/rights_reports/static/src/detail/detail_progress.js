import { Component, onWillDestroy, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const INTERVAL = 2000;
const FIGURES = ["state", "progress", "total_count", "done_count"];
const OPEN = ["waiting", "running"];

/** How far an export is; while it runs its figures are fetched again by themselves. */
export class DetailProgress extends Component {
    static template = "rights_reports.DetailProgress";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.figures = useState({});
        useRecordObserver((record) => {
            for (const name of FIGURES) {
                this.figures[name] = record.data[name];
            }
            this.schedule();
        });
        onWillDestroy(() => clearTimeout(this.timer));
    }

    get percent() {
        return Math.floor(this.figures.progress || 0);
    }

    schedule() {
        clearTimeout(this.timer);
        if (OPEN.includes(this.figures.state)) {
            this.timer = setTimeout(() => this.refresh(), INTERVAL);
        }
    }

    async refresh() {
        const { record } = this.props;
        const [figures] = await this.orm.silent.read(
            "rights.detail.export",
            [record.resId],
            FIGURES
        );
        if (OPEN.includes(figures.state)) {
            Object.assign(this.figures, figures);
            this.schedule();
        } else {
            await record.load();
        }
    }
}

export const detailProgress = {
    component: DetailProgress,
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "progress", type: "float" },
        { name: "total_count", type: "integer" },
        { name: "done_count", type: "integer" },
    ],
};

registry.category("view_widgets").add("rights_detail_progress", detailProgress);
