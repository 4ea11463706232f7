import { Component, useEffect, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FetchRecordError } from "@web/model/relational_model/errors";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { spokenReason } from "./spoken_reason";

const BUTTONS = 4;

/** The moves open to the user, as buttons in the head of a case. */
export class TransitionsField extends Component {
    static template = "consumer_rights.TransitionsField";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardFieldProps };

    setup() {
        this.moves = useService("rights_case_move");
        this.notification = useService("notification");
        this.hotkeys = useService("hotkey");
        this.state = useState({ busy: false });
        // Registered and not only marked in the page: the keys of the steps win over those of
        // the page around the form, and work for the steps in the menu too.
        useEffect(
            () => this.listen(),
            () => [this.choices.map((choice) => `${choice.id}${choice.hotkey}`).join()]
        );
    }

    /** A case shown in a dialog is there to be looked at; steps are made on its own page. */
    get choices() {
        return (!this.env.inDialog && this.props.record.data[this.props.name]) || [];
    }

    get buttons() {
        if (this.choices.length <= BUTTONS) {
            return this.choices;
        }
        const main = this.choices.filter((choice) => choice.is_main);
        return (main.length ? main : this.choices).slice(0, BUTTONS);
    }

    get more() {
        return this.choices.filter((choice) => !this.buttons.includes(choice));
    }

    listen() {
        const registrations = this.choices
            .filter((choice) => choice.hotkey)
            .map((choice) =>
                this.hotkeys.add(`alt+${choice.hotkey.toLowerCase()}`, () => this.press(choice), {
                    bypassEditableProtection: true,
                })
            );
        return () => registrations.forEach((remove) => remove());
    }

    press(choice) {
        document.activeElement?.blur(); // what is being typed becomes part of the record
        setTimeout(() => this.go(choice));
    }

    async go(choice) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await this.move(choice);
        } finally {
            this.state.busy = false;
        }
    }

    async move({ id }) {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        // saving may have changed what the step asks for, or whether it is open at all
        const choice = this.choices.find((candidate) => candidate.id === id);
        if (!choice) {
            this.notification.add(_t("This step is not open any more. Look at the case again."), {
                type: "warning",
            });
            return record.load();
        }
        const outcome = await this.moves.make(record.resId, record.data.stage_id.id, choice);
        if (outcome !== "cancelled") {
            await this.reload();
        }
    }

    /** Show the case as it is now; who handed it on may not read it any more. */
    async reload() {
        const { record } = this.props;
        const name = record.data.display_name || "";
        try {
            await record.load();
        } catch (error) {
            if (spokenReason(error) === null && !(error instanceof FetchRecordError)) {
                throw error;
            }
            this.notification.add(_t("%s has moved on and is no longer with you.", name), {
                type: "info",
            });
            this.env.config.historyBack();
        }
    }
}

export const transitionsField = {
    component: TransitionsField,
    displayName: _t("Steps of a case"),
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "stage_id", type: "many2one", relation: "rights.case.stage" }],
};

registry.category("fields").add("rights_transitions", transitionsField);
