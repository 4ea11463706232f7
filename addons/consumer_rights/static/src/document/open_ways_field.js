import { registry } from "@web/core/registry";
import { RadioField, radioField } from "@web/views/fields/radio/radio_field";

/** Ways of delivery as radio buttons: those that `open_ways` names, the others are not offered. */
export class OpenWaysField extends RadioField {
    get items() {
        const open = this.props.record.data.open_ways || [];
        return super.items.filter(([way]) => open.includes(way));
    }
}

registry.category("fields").add("rights_open_ways", {
    ...radioField,
    component: OpenWaysField,
    supportedTypes: ["selection"],
    fieldDependencies: [{ name: "open_ways", type: "json" }],
});
