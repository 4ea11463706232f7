import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { PartiesRenderer } from "./parties_renderer";

/** The persons of a case, entered by keyboard alone. */
export class PartiesField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: PartiesRenderer };
}

export const partiesField = {
    ...x2ManyField,
    component: PartiesField,
};

registry.category("fields").add("rights_parties", partiesField);
