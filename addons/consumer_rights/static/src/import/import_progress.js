import { Component, onWillDestroy, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const INTERVAL = 2000;
const FIGURES = [
    "state",
    "progress",
    "total_count",
    "done_count",
    "created_count",
    "skipped_count",
    "failed_count",
    "is_checked",
    "mode",
];

/** The figures of an import; while it runs they are fetched again by themselves. */
export class ImportProgress extends Component {
    static template = "consumer_rights.ImportProgress";
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

    get isChecking() {
        return this.figures.mode === "takeover" && !this.figures.is_checked;
    }

    get percent() {
        return Math.floor(this.figures.progress || 0);
    }

    get rowsDone() {
        return _t("of %s rows done", this.figures.total_count);
    }

    schedule() {
        clearTimeout(this.timer);
        if (this.figures.state === "running") {
            this.timer = setTimeout(() => this.refresh(), INTERVAL);
        }
    }

    async refresh() {
        const { record } = this.props;
        const [figures] = await this.orm.silent.read("rights.import", [record.resId], FIGURES);
        if (figures.state === "running") {
            Object.assign(this.figures, figures);
            this.schedule();
        } else {
            await record.load();
        }
    }
}

export const importProgress = {
    component: ImportProgress,
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "mode", type: "selection" },
        { name: "progress", type: "float" },
        { name: "total_count", type: "integer" },
        { name: "done_count", type: "integer" },
        { name: "created_count", type: "integer" },
        { name: "skipped_count", type: "integer" },
        { name: "failed_count", type: "integer" },
        { name: "is_checked", type: "boolean" },
    ],
};

registry.category("view_widgets").add("rights_import_progress", importProgress);
