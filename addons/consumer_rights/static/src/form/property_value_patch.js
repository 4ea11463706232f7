import { onPatched, onWillPatch } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { PropertyText } from "@web/views/fields/properties/property_text";
import { PropertyValue } from "@web/views/fields/properties/property_value";

const TYPED = ["char", "integer", "float", "monetary"];

/** What is being typed stays when an answer of the server draws the form again meanwhile. */
function keepTyped(getField) {
    let field = null;
    let typed = "";
    onWillPatch(() => {
        field = getField();
        field = field === document.activeElement ? field : null;
        typed = field?.value;
    });
    onPatched(() => {
        if (field) {
            field.value = typed;
        }
    });
}

patch(PropertyValue.prototype, {
    setup() {
        super.setup(...arguments);
        let { id } = this.props; // every drawing gives the field another
        keepTyped(() => TYPED.includes(this.props.type) && document.getElementById(id));
        onPatched(() => {
            id = this.props.id;
        });
    },
});

patch(PropertyText.prototype, {
    setup() {
        super.setup(...arguments);
        keepTyped(() => this.textareaRef.el);
    },
});
