import { Composer } from "@mail/core/common/composer";
import { Thread } from "@mail/core/common/thread_model";
import "@mail/discuss/core/common/thread_actions";

import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";

// In a video meeting nobody is brought in by a link of the channel, and no file is handed in: the
// server refuses both (MED-21).
patch(Thread.prototype, {
    get invitationLink() {
        return this.isMediation ? undefined : super.invitationLink;
    },
});

patch(Composer.prototype, {
    get allowUpload() {
        return super.allowUpload && !this.thread?.isMediation;
    },
});

const invite = registry.category("mail.thread/actions").get("invite-people");
patch(invite, {
    condition(context) {
        return !context.thread?.isMediation && super.condition(context);
    },
});
