import { DiscussClientAction } from "@mail/core/public_web/discuss_client_action";
import "@mail/discuss/core/public/discuss_client_action_patch";
import "@mail/discuss/call/public/discuss_client_action_patch";

import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

// The page of a party in a video meeting (MED-21): straight into the call, and back to the waiting
// page (static/src/portal/meeting.js) when the mediator ends it.
patch(DiscussClientAction.prototype, {
    setup() {
        super.setup(...arguments);
        useService("bus_service").subscribe("rights.mediation/put_out", () =>
            location.assign(sessionStorage.getItem("rights_meeting") || "/rights")
        );
    },
    async restoreDiscussThread() {
        await super.restoreDiscussThread(...arguments);
        const thread = this.store.discuss.thread;
        if (!thread?.isMediation || this.rtc.channel) {
            return;
        }
        await this.rtc.askForBrowserPermission({ audio: true, video: true });
        await this.rtc.toggleCall(thread, { audio: true, camera: true });
        await this.rtc.enterFullscreen();
    },
});
