import { Component, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A month or quarter that is stored as its first day, in a list that is only read. */
export class PeriodField extends Component {
    static template = xml`<span t-esc="text" />`;
    static props = { ...standardFieldProps, format: { type: String, optional: true } };

    get text() {
        const day = this.props.record.data[this.props.name];
        return day ? day.toFormat(this.props.format || "yyyy-MM") : "";
    }
}

registry.category("fields").add("rights_period", {
    component: PeriodField,
    displayName: _t("Month or quarter"),
    supportedTypes: ["date"],
    extractProps: ({ options }) => ({ format: options.format }),
});
