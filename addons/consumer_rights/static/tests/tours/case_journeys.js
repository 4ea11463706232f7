import { edit, press } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

/** A step of the keyboard alone: what is expected to have the focus, and the keys that follow. */
function keys(focused, ...strokes) {
    return {
        content: `${strokes.join(", ")} at ${focused}`,
        trigger: `${focused}:focus`,
        async run() {
            for (const stroke of strokes) {
                if (stroke.startsWith("=")) {
                    await edit(stroke.slice(1));
                } else {
                    await press(stroke.split("+"));
                }
            }
        },
    };
}

const field = (name) => `.o_rights_case_form [name=${name}] input`;
const cell = (name) => `.o_rights_lines td[name=${name}] input`;
const asked = (name) => `.o_rights_move_dialog [name=${name}] input`;
const column = (stage) => `.o_kanban_group:has(.o_column_title:contains(${stage}))`;

/** Type a word into a field with a list of choices, wait for the choice, take it with Enter. */
function choose(focused, word) {
    return [
        keys(focused, `=${word}`),
        {
            content: "the choice is offered",
            trigger: `.o-autocomplete--dropdown-item:contains(${word})`,
        },
        keys(focused, "Enter"),
    ];
}

registry.category("web_tour.tours").add("rights_clerk_registers_by_keyboard", {
    steps: () => [
        // the person's line is open and has the focus
        keys(cell("name"), "=李来电", "Tab"),
        keys(cell("phone"), "=13800005678", "Tab"),
        keys(cell("address"), "=测试街9号", "Tab"),
        {
            content: "an earlier case of the caller is shown beside the form",
            trigger: ".o_rights_matches [data-section=earlier] .o_rights_match:contains(空调漏水)",
        },
        keys(cell("role"), "Tab"),
        ...choose(field("respondent_id"), "测试百货"),
        {
            content: "the merchant's data are filled in",
            trigger: `${field("respondent_phone")}:value(025-84000001)`,
        },
        // what the register knows is passed at once
        keys(field("respondent_id"), "Tab"),
        keys(field("subject"), "=新买的冰箱不制冷", "Tab"),
        keys(".o_rights_case_form [name=facts] textarea", "=七月购买三天不制冷", "Tab"),
        keys(".o_rights_case_form [name=request] textarea", "=要求换货", "Alt+r"),
        {
            content: "registered, with a number",
            trigger: ".o_rights_case_form h2 [name=name]:contains(CSTCT)",
        },
        {
            content: "the next step is open; its key is pressed",
            trigger: ".o_rights_transitions [data-code=accept]:enabled",
            async run() {
                await press(["Alt", "a"]);
            },
        },
        // the dialog has the focus in the first field that is missing
        ...choose(asked("item_class_id"), "测试类别"),
        keys(asked("item_class_id"), "Tab"),
        ...choose(asked("category_id"), "测试性质"),
        keys(asked("category_id"), "Control+Enter"),
        {
            content: "accepted, and the dialog is gone",
            trigger: "body:not(:has(.o_rights_move_dialog)) .o_rights_transitions [data-code=take]",
        },
        {
            content: "the process record tells it",
            trigger: ".o_rights_timeline_step .o_rights_timeline_stages:contains(accepted)",
        },
    ],
});

registry.category("web_tour.tours").add("rights_refused_drag_returns", {
    steps: () => [
        {
            content: "drag the draft past registration",
            trigger: `${column("draft")} .o_kanban_record:contains(手机屏幕碎裂)`,
            run: `drag_and_drop(${column("accepted")})`,
        },
        {
            content: "the reason is told, without stopping the work",
            trigger: ".o_notification.o_rights_refusal:contains(accepted)",
        },
        {
            content: "the card is where it was, and may be taken again",
            trigger: `body:not(:has(.modal)) ${column("draft")} .o_kanban_record.o_draggable:contains(手机屏幕碎裂)`,
        },
        {
            content: "the right way: to the registered ones",
            trigger: `${column("draft")} .o_kanban_record:contains(手机屏幕碎裂)`,
            run: `drag_and_drop(${column("registered")})`,
        },
        {
            content: "it stays there, with its number",
            trigger: `${column("registered")} .o_kanban_record:contains(手机屏幕碎裂):contains(CSTCT)`,
        },
    ],
});

registry.category("web_tour.tours").add("rights_dialog_asks_for_the_missing", {
    steps: () => [
        {
            content: "conclude by drag",
            trigger: `${column("handling")} .o_kanban_record:contains(手机屏幕碎裂)`,
            run: `drag_and_drop(${column("concluded")})`,
        },
        {
            content: "the dialog asks for the result and for nothing that is there already",
            trigger:
                ".o_rights_move_dialog:has([name=outcome_id]):has([name=result_text]):not(:has([name=facts]))",
        },
        {
            content: "going on without it marks what is missing",
            trigger: ".o_rights_move_dialog .o_rights_move_save",
            run: "click",
        },
        { trigger: ".o_rights_move_dialog [name=result_text].o_field_invalid" },
        {
            trigger: asked("outcome_id"),
            run: "edit settled",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(/^settled$/)",
            run: "click",
        },
        {
            trigger: ".o_rights_move_dialog [name=result_text] textarea",
            run: "edit 商家同意退款",
        },
        {
            content: "no loss entered",
            trigger: ".o_rights_move_dialog .o_rights_move_save",
            run: "click",
        },
        {
            content: "the server's reason stands in the dialog, and what was typed is still there",
            trigger:
                ".o_rights_move_dialog:has(.o_rights_move_reason):not(:has(.o_field_invalid)) [name=result_text] textarea:value(商家同意退款)",
        },
        {
            trigger: ".o_rights_move_dialog [name=amount_recovered] input",
            run: "edit 680",
        },
        {
            trigger: ".o_rights_move_dialog .o_rights_move_save",
            run: "click",
        },
        {
            content: "concluded",
            trigger: `body:not(:has(.modal)) ${column("concluded")} .o_kanban_record:contains(手机屏幕碎裂)`,
        },
    ],
});
