import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { LinesRenderer } from "./lines_renderer";

/** Lines of a case (persons, follow-ups, contacts), entered by keyboard alone. */
export class LinesField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: LinesRenderer };
}

export const linesField = {
    ...x2ManyField,
    component: LinesField,
    // who may add a line without changing those that stand types it in the list as well
    extractProps(fieldInfo, dynamicInfo) {
        const { activeActions, editable } = fieldInfo.views?.list || {};
        const props = x2ManyField.extractProps(fieldInfo, dynamicInfo);
        return { ...props, editable: activeActions?.create ? editable : undefined };
    },
};

registry.category("fields").add("rights_lines", linesField);
