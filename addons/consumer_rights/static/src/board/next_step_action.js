import { registry } from "@web/core/registry";
import { NextStepDialog } from "./next_step_dialog";

/** The client's half of `rights.case.action_next_step`; the list reloads when the dialog closes. */
export async function nextStepAction(env, { params }) {
    const { cases, choices } = params;
    await new Promise((resolve) => {
        env.services.dialog.add(NextStepDialog, { cases, choices }, { onClose: resolve });
    });
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("rights_next_step", nextStepAction);
