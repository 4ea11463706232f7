import { RunProgress, progressWidget } from "@consumer_rights/progress/run_progress";
import { registry } from "@web/core/registry";

/** How far an export is. */
export class DetailProgress extends RunProgress {
    static template = "rights_reports.DetailProgress";
    static figures = { ...RunProgress.figures, total_count: "integer", done_count: "integer" };
    static runningStates = ["waiting", "running"];
}

registry.category("view_widgets").add("rights_detail_progress", progressWidget(DetailProgress));
