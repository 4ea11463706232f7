import { registry } from "@web/core/registry";
import { IdentityCard } from "./identity_card";

/** The client's half of `rights.identity.reveal`: the question closes, the answer opens. */
export async function identityCardAction(env, { params }) {
    const { title, lines, note } = params;
    await env.services.action.doAction({ type: "ir.actions.act_window_close" });
    env.services.dialog.add(IdentityCard, { title, lines, note });
}

registry.category("actions").add("rights_identity_card", identityCardAction);
