import { press } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

const row = (subject) => `.o_data_row:has(.o_data_cell:contains(${subject}))`;
const proposal = (subject) => `.o_rights_proposals tr:contains(${subject})`;

registry.category("web_tour.tours").add("rights_many_go_by_keyboard", {
    steps: () => [
        { content: "the list to route", trigger: row("测试甲") },
        {
            content: "choose all three",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "the next step, by its key",
            trigger: "button[name=action_next_step]",
            async run() {
                await press(["Alt", "g"]);
            },
        },
        {
            content: "send them",
            trigger: ".o_rights_next_step [data-code=dispatch]",
            async run() {
                await press(["Alt", "d"]);
            },
        },
        {
            content: "each with its proposal",
            trigger: `${proposal("测试甲")}:contains(测试district_a)`,
        },
        { trigger: `${proposal("测试乙")}:contains(测试district_b)` },
        { content: "one cannot go, and says why", trigger: `${proposal("测试丙")}.o_rights_stays` },
        {
            content: "Enter sends those that can go",
            trigger: ".o_rights_dispatch_all:focus",
            async run() {
                await press("Enter");
            },
        },
        { trigger: ".o_rights_next_step .o_rights_moved b:contains(2)" },
        { trigger: ".o_rights_next_step .o_rights_not_moved b:contains(1)" },
    ],
});

registry.category("web_tour.tours").add("rights_plain_case_by_two_keys", {
    steps: () => [
        {
            content: "send it",
            trigger: ".o_rights_transitions [data-code=dispatch]:enabled",
            async run() {
                await press(["Alt", "d"]);
            },
        },
        {
            content: "why is said",
            trigger: ".o_rights_move_dialog .o_rights_move_note:contains(青石街道8号)",
        },
        {
            content: "no reason is asked",
            trigger:
                ".o_rights_move_dialog:not(:has([name=route_reason_id] input)) [name=dispatch_to_id] input:value(测试district_a)",
            async run() {
                await press(["Control", "Enter"]);
            },
        },
        { trigger: "body:not(:has(.modal)) .o_rights_between" },
    ],
});
