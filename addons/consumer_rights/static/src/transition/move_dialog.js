import { useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { spokenReason } from "./spoken_reason";

const X2MANY = ["one2many", "many2many"];

/**
 * Asks for what a move needs. It writes nothing itself: what was typed goes to `submit` in one
 * call, and when the server refuses, the reason stands above the form and nothing typed is lost.
 */
export class MoveDialog extends FormViewDialog {
    static template = "consumer_rights.MoveDialog";
    static props = {
        ...FormViewDialog.props,
        form: Object,
        submit: Function,
    };
    static defaultProps = { ...FormViewDialog.defaultProps, canExpand: false };

    setup() {
        super.setup();
        this.state = useState({ reason: "" });
        const { arch, models } = this.props.form;
        Object.assign(this.viewProps, {
            arch,
            fields: models[this.props.resModel].fields,
            relatedModels: models,
            saveRecord: (record) => this.submit(record),
        });
    }

    get size() {
        return this.props.form.is_wide ? "xl" : "lg";
    }

    async submit(record) {
        this.state.reason = "";
        const focused = document.activeElement;
        focused?.blur(); // some fields hand over what was typed only when they are left
        const moved = await this.trySubmit(record);
        if (moved) {
            this.props.close();
        } else {
            focused?.focus();
        }
        return moved;
    }

    async trySubmit(record) {
        const values = await this.collect(record);
        if (!values) {
            return false;
        }
        try {
            await this.props.submit(values);
        } catch (error) {
            const reason = spokenReason(error);
            if (reason === null) {
                throw error;
            }
            this.state.reason = reason;
            return false;
        }
        return true;
    }

    /**
     * @returns {Promise<Object | null>} what was entered, null when something required is missing
     */
    async collect(record) {
        for (const name in record.activeFields) {
            if (X2MANY.includes(record.fields[name].type)) {
                await record.data[name].leaveEditMode();
            }
        }
        if (!(await record.checkValidity())) {
            this.state.reason = _t("Fill in what is marked.");
            return null;
        }
        const changes = await record.getChanges();
        const values = {};
        for (const name of this.props.form.asked) {
            if (name in changes) {
                values[name] = changes[name];
            }
        }
        // a number that was left at 0 is an answer too, and no change that the form would report
        for (const name of this.props.form.numbers) {
            values[name] = record.data[name] || 0;
        }
        return values;
    }
}
