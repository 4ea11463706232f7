import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useAutofocus, useService } from "@web/core/utils/hooks";

const BATCH = 20;

/**
 * One step for many cases: choose it, fill what it asks for once, then see of each case whether
 * it moved or why it did not.
 */
export class NextStepDialog extends Component {
    static template = "consumer_rights.NextStepDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        cases: Array, // [case id, the stage the user saw]
        choices: Array,
    };

    setup() {
        this.moves = useService("rights_case_move");
        this.orm = useService("orm");
        useAutofocus(); // Enter sends what is proposed
        this.state = useState({ running: false, done: 0, results: null, proposals: null });
    }

    get title() {
        return _t("Next step for %s cases", this.props.cases.length);
    }

    get ids() {
        return this.props.cases.map(([id]) => id);
    }

    get moved() {
        return this.state.results.filter((result) => result.moved);
    }

    get refused() {
        return this.state.results.filter((result) => !result.moved);
    }

    get percent() {
        return Math.round((100 * this.state.done) / this.props.cases.length);
    }

    /** Of the cases shown with a proposal, those that can go there. */
    get ready() {
        return this.state.proposals.filter((row) => !row.gaps.length);
    }

    get sendLabel() {
        return _t("Send %s cases to the units proposed", this.ready.length);
    }

    async choose(choice) {
        if (choice.proposes) {
            this.choice = choice;
            this.state.proposals = await this.orm.call("rights.case", "dispatch_rows", [this.ids]);
        } else if (choice.asks) {
            const form = await this.orm.call("rights.case", "bulk_form", [this.ids, choice.code]);
            await this.moves.ask(choice, form, async (values) => {
                this.run(choice, values); // goes on behind the dialog, with its progress shown
            });
        } else if (!choice.confirm || (await this.moves.confirm(choice))) {
            await this.run(choice, {});
        }
    }

    /** Each case goes to the unit proposed for it; what cannot go says why. */
    async dispatch() {
        const { choice } = this;
        this.state.proposals = null;
        await this.run(choice, {});
    }

    async run(choice, values) {
        const results = [];
        this.state.running = true;
        try {
            for (let start = 0; start < this.props.cases.length; start += BATCH) {
                const batch = this.props.cases.slice(start, start + BATCH);
                const answer = await this.orm.call("rights.case", "bulk_move", [
                    batch.map(([id]) => id),
                    choice.code,
                    batch,
                    values,
                ]);
                results.push(...answer);
                this.state.done += batch.length;
            }
        } finally {
            // also when the connection broke: what moved until then is told
            this.state.results = results;
            this.state.running = false;
        }
    }
}
