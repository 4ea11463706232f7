import { RunProgress, progressWidget } from "../progress/run_progress";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** The figures of an import. */
export class ImportProgress extends RunProgress {
    static template = "consumer_rights.ImportProgress";
    static figures = {
        ...RunProgress.figures,
        mode: "selection",
        total_count: "integer",
        done_count: "integer",
        created_count: "integer",
        skipped_count: "integer",
        failed_count: "integer",
        is_checked: "boolean",
    };

    get isChecking() {
        return this.figures.mode === "takeover" && !this.figures.is_checked;
    }

    get rowsDone() {
        return _t("of %s rows done", this.figures.total_count);
    }
}

registry.category("view_widgets").add("rights_import_progress", progressWidget(ImportProgress));
