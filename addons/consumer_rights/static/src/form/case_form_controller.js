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
        // after a step the number, the next steps and the record of the step are in sight
        useEffect(
            () => {
                this.rootRef.el?.querySelector(".o_content")?.scrollTo({ top: 0 });
            },
            () => [this.model.root.data.stage_id?.id]
        );
        useEffect(
            (el) => {
                const onKeydown = (ev) => this.onTab(ev);
                el?.addEventListener("keydown", onKeydown);
                return () => el?.removeEventListener("keydown", onKeydown);
            },
            () => [this.rootRef.el]
        );
    }

    /** While a matter is being entered, what can be filled is seen at a glance. */
    get className() {
        const result = super.className;
        result.o_field_highlight ||= !this.model.root.data.registered_at;
        return result;
    }

    /**
     * From the merchant Tab goes on to the matter: what the register knows need not be passed field
     * by field, and Shift+Tab leads back to it. Of an unknown one more is asked.
     */
    async onTab(ev) {
        const subject = this.entry("subject");
        if (
            ev.key !== "Tab" ||
            ev.shiftKey ||
            !subject ||
            ev.target !== this.entry("respondent_id")
        ) {
            return;
        }
        ev.preventDefault();
        subject.focus();
        await this.model.mutex.getUnlockedDef(); // what is known is on its way
        const {
            respondent_id: merchant,
            respondent_phone,
            respondent_address,
        } = this.model.root.data;
        const isKnown = merchant && (respondent_phone || respondent_address);
        if (!isKnown && document.activeElement === subject && !subject.value) {
            this.entry(merchant ? "respondent_phone" : "respondent_name").focus();
        }
    }

    /** @returns {HTMLElement | null} where a field that is seen is typed into */
    entry(name) {
        return this.rootRef.el.querySelector(`.o_field_widget[name=${name}] input`);
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
