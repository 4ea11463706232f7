import { useEffect } from "@odoo/owl";
import { FormController } from "@web/views/form/form_controller";

/** The form of a case. A new matter is ready for typing: a person's line is open and focused. */
export class CaseFormController extends FormController {
    setup() {
        super.setup();
        useEffect(
            (isNew) => {
                if (isNew) {
                    this.prepareEntry();
                }
            },
            () => [this.model.root.isNew, this.model.root.id]
        );
    }

    /** While a matter is being entered, what can be filled is seen at a glance. */
    get className() {
        const result = super.className;
        result.o_field_highlight ||= !this.model.root.data.registered_at;
        return result;
    }

    /** The new line takes the focus itself. Nothing was typed yet, so leaving asks nothing. */
    async prepareEntry() {
        const { root } = this.model;
        const { is_anonymous: isAnonymous, party_ids: parties } = root.data;
        if (!isAnonymous && parties && !parties.count) {
            await parties.addNewRecord({ position: "bottom", mode: "edit" });
            root.dirty = false;
        }
    }
}
