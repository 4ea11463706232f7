import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { CharField, charField } from "@web/views/fields/char/char_field";

/** A person's datum in clear for those who may see it, masked for everybody else, in one place. */
export class ClearField extends CharField {
    static props = { ...CharField.props, masked: { type: String, optional: true } };

    get formattedValue() {
        return super.formattedValue || this.props.record.data[this.props.masked] || "";
    }
}

export const clearField = {
    ...charField,
    component: ClearField,
    displayName: _t("Clear or masked"),
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...charField.extractProps(fieldInfo, dynamicInfo),
        masked: fieldInfo.options.masked,
    }),
};

registry.category("fields").add("rights_clear", clearField);
