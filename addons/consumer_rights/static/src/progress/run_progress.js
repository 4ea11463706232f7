import { Component, onWillDestroy, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const INTERVAL = 2000;

/** How far a long run is; while it runs its figures are fetched again by themselves. */
export class RunProgress extends Component {
    static props = { ...standardWidgetProps };
    /** What is shown of the record: {field: type}, with its state and its progress in percent. */
    static figures = { state: "selection", progress: "float" };
    static runningStates = ["running"];

    setup() {
        this.orm = useService("orm");
        this.figures = useState({});
        useRecordObserver((record) => {
            for (const name of this.figureNames) {
                this.figures[name] = record.data[name];
            }
            this.schedule();
        });
        onWillDestroy(() => clearTimeout(this.timer));
    }

    get figureNames() {
        return Object.keys(this.constructor.figures);
    }

    get percent() {
        return Math.floor(this.figures.progress || 0);
    }

    isRunning(figures) {
        return this.constructor.runningStates.includes(figures.state);
    }

    schedule() {
        clearTimeout(this.timer);
        if (this.isRunning(this.figures)) {
            this.timer = setTimeout(() => this.refresh(), INTERVAL);
        }
    }

    async refresh() {
        const { record } = this.props;
        const [figures] = await this.orm.silent.read(
            record.resModel,
            [record.resId],
            this.figureNames
        );
        if (this.isRunning(figures)) {
            Object.assign(this.figures, figures);
            this.schedule();
        } else {
            await record.load();
        }
    }
}

/** What the registry of view widgets takes of such a component. */
export function progressWidget(component) {
    const figures = Object.entries(component.figures);
    return { component, fieldDependencies: figures.map(([name, type]) => ({ name, type })) };
}
