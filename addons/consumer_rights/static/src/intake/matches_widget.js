import { Component, onWillDestroy, status, useExternalListener, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { debounce } from "@web/core/utils/timing";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { CaseDialog } from "./case_dialog";

const DELAY = 400;
// What is typed counts before the field is left; a merchant's name is typed into the merchant field.
const TYPED = {
    phone: "phone",
    respondent_id: "respondent_name",
    respondent_name: "respondent_name",
    subject: "subject",
};

/** Earlier cases of the caller and likely duplicates, while a matter is being entered. */
export class MatchesWidget extends Component {
    static template = "consumer_rights.MatchesWidget";
    static props = { ...standardWidgetProps };

    setup() {
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.moves = useService("rights_case_move");
        this.notification = useService("notification");
        this.keepLast = new KeepLast();
        this.typed = {};
        this.asked = "";
        this.state = useState({ earlier: [], duplicates: [], hasAsked: false });
        this.look = debounce(() => this.ask(), DELAY);
        useRecordObserver((record) => {
            this.values = this.valuesOf(record);
            this.typed = {};
            this.look();
        });
        useExternalListener(document, "input", (ev) => this.onInput(ev));
        onWillDestroy(() => this.look.cancel());
    }

    get sections() {
        let place = 0;
        const numbered = (cases) => cases.map((found) => ({ ...found, place: ++place }));
        return [
            {
                name: "duplicates",
                title: _t("Likely duplicates"),
                cases: numbered(this.state.duplicates),
            },
            {
                name: "earlier",
                title: _t("Earlier matters of this person"),
                cases: numbered(this.state.earlier),
            },
        ].filter((section) => section.cases.length);
    }

    get isSaved() {
        return Boolean(this.props.record.resId);
    }

    valuesOf(record) {
        const { party_ids: parties, respondent_id, respondent_name, subject } = record.data;
        const phones = parties.records.map((party) => party.data.phone).filter(Boolean);
        return {
            case_id: record.resId || false,
            phone: phones[0] || "",
            respondent_id: respondent_id ? respondent_id.id : false,
            respondent_name: respondent_name || "",
            subject: subject || "",
        };
    }

    onInput({ target }) {
        const field = target.closest(".o_rights_case_form .o_field_widget[name]");
        const name = field && TYPED[field.getAttribute("name")];
        if (name) {
            this.typed[name] = target.value;
            this.look();
        }
    }

    async ask() {
        const values = { ...this.values, ...this.typed };
        const asked = JSON.stringify(values);
        if (asked === this.asked || status(this) === "destroyed") {
            return;
        }
        this.asked = asked;
        const { phone, respondent_id, respondent_name } = values;
        if (!phone && !respondent_id && !respondent_name) {
            Object.assign(this.state, { earlier: [], duplicates: [], hasAsked: false });
            return;
        }
        const found = await this.keepLast.add(
            this.orm.silent.call("rights.case", "intake_matches", [values])
        );
        Object.assign(this.state, found, { hasAsked: true });
    }

    open(found, ev) {
        if (ev.ctrlKey || ev.metaKey) {
            return; // the browser opens the link in a tab
        }
        ev.preventDefault();
        this.dialog.add(CaseDialog, {
            resModel: "rights.case",
            resId: found.id,
            title: found.name,
            readonly: true,
            preventCreate: true,
            preventEdit: true,
            size: "xl",
        });
    }

    async link(found) {
        const { record } = this.props;
        try {
            await this.orm.call("rights.case", "action_link_duplicate", [[record.resId], found.id]);
        } catch (error) {
            this.moves.tell(error);
            return;
        }
        this.notification.add(
            _t("Linked as a duplicate of %s. Each keeps its number.", found.name),
            {
                type: "success",
            }
        );
        this.asked = "";
        await record.load();
    }

    /** This draft is the earlier matter: what was filed goes there, and the draft ends. */
    async merge(found) {
        const { record } = this.props;
        try {
            await this.orm.call("rights.case", "action_merge_into", [[record.resId], found.id]);
        } catch (error) {
            this.moves.tell(error);
            return;
        }
        this.notification.add(_t("Merged into %s, which got the evidence.", found.name), {
            type: "success",
        });
        await record.load();
    }
}

export const matchesWidget = {
    component: MatchesWidget,
    fieldDependencies: [
        { name: "respondent_id", type: "many2one", relation: "rights.merchant" },
        { name: "respondent_name", type: "char" },
        { name: "subject", type: "char" },
    ],
};

registry.category("view_widgets").add("rights_intake_matches", matchesWidget);
