import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

import { AddressesDialog } from "./addresses_dialog";

/** Into the call of a meeting, beside the form on which its record is written. */
async function joinVideo(env, action) {
    const store = env.services["mail.store"];
    const rtc = env.services["discuss.rtc"];
    const thread = await store.Thread.getOrFetch({
        model: "discuss.channel",
        id: action.params.channel_id,
    });
    await thread.openChatWindow();
    if (!thread.eq(rtc.channel)) {
        await rtc.askForBrowserPermission({ audio: true, video: true });
        await rtc.toggleCall(thread, { audio: true, camera: true });
    }
    return { type: "ir.actions.client", tag: "soft_reload" };
}

async function showAddresses(env, action) {
    await new Promise((onClose) =>
        env.services.dialog.add(
            AddressesDialog,
            { addresses: action.params.addresses },
            { onClose }
        )
    );
    return { type: "ir.actions.client", tag: "soft_reload" };
}

registry
    .category("actions")
    .add("rights_join_video", joinVideo)
    .add("rights_video_addresses", showAddresses);

/** The mediator hears of whoever waits, and admits without going anywhere. */
const videoWaitingService = {
    dependencies: ["bus_service", "notification", "orm"],
    start(env, { bus_service, notification, orm }) {
        const shown = new Map();
        const hide = (linkId) => {
            shown.get(linkId)?.();
            shown.delete(linkId);
        };
        bus_service.subscribe("rights.mediation/waiting", ({ link_id: linkId, text }) => {
            hide(linkId);
            const admit = () => orm.call("rights.mediation.link", "action_admit", [[linkId]]);
            const buttons = [{ name: _t("Admit"), primary: true, onClick: admit }];
            shown.set(linkId, notification.add(text, { type: "info", sticky: true, buttons }));
        });
        bus_service.subscribe("rights.mediation/not_waiting", ({ link_id: linkId }) =>
            hide(linkId)
        );
    },
};
registry.category("services").add("rights_video_waiting", videoWaitingService);
