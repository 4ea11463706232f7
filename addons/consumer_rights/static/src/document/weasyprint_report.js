import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { getReportUrl } from "@web/webclient/actions/reports/utils";

/**
 * Downloads papers made by WeasyPrint at once. Without this the web client asks for the state of
 * wkhtmltopdf, which these papers do not use, and shows HTML when it is missing.
 */
registry
    .category("ir.actions.report handlers")
    .add("consumer_rights_weasyprint", async (action, options, env) => {
        if (action.engine !== "weasyprint" || action.report_type !== "qweb-pdf") {
            return false;
        }
        env.services.ui.block();
        try {
            await download({
                url: "/report/download",
                data: {
                    data: JSON.stringify([getReportUrl(action, "pdf"), action.report_type]),
                    context: JSON.stringify({ ...user.context, ...action.context }),
                },
            });
        } finally {
            env.services.ui.unblock();
        }
        return true;
    });
