import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { MoveDialog } from "./move_dialog";
import { spokenReason } from "./spoken_reason";

/**
 * @typedef {Object} Choice a move as `transition_choices` and `board_move` describe it
 * @property {number} id
 * @property {string} name
 * @property {string} confirm asked once before an act that cannot be undone, or empty
 * @property {boolean} asks whether a dialog asks for entries
 *
 * @typedef {"moved" | "cancelled" | "refused"} Outcome
 */

/**
 * The client's side of the one gate: the form, the board and the keyboard all move a case through
 * here, and here every move ends in `board_move` or `action_move`.
 */
export const caseMoveService = {
    dependencies: ["dialog", "notification", "orm"],
    start(env, { dialog, notification, orm }) {
        function tell(error) {
            const reason = spokenReason(error);
            if (reason === null) {
                throw error;
            }
            notification.add(reason, {
                title: _t("Not moved"),
                type: "info",
                autocloseDelay: 12000,
                className: "o_rights_refusal",
            });
            return "refused";
        }

        function confirm(choice) {
            return new Promise((resolve) => {
                dialog.add(
                    ConfirmationDialog,
                    {
                        title: choice.name,
                        body: choice.confirm,
                        confirmLabel: choice.name,
                        confirm: () => resolve(true),
                        cancel: () => resolve(false),
                    },
                    { onClose: () => resolve(false) }
                );
            });
        }

        /**
         * Open the dialog of a move and hand what was typed to `submit`, in one call.
         *
         * @param {Choice} choice
         * @param {Object} form what `move_form` describes
         * @param {(values: Object) => Promise} submit
         * @param {number | false} [caseId]
         * @returns {Promise<Outcome>}
         */
        function ask(choice, form, submit, caseId = false) {
            return new Promise((resolve) => {
                let outcome = "cancelled";
                dialog.add(
                    MoveDialog,
                    {
                        resModel: "rights.case",
                        resId: caseId,
                        title: form.title,
                        form,
                        submit: async (values) => {
                            try {
                                await submit(values);
                            } catch (error) {
                                outcome = "refused";
                                throw error;
                            }
                            outcome = "moved";
                        },
                    },
                    { onClose: () => resolve(outcome) }
                );
            });
        }

        /**
         * Make a move: ask for what is missing, confirm what cannot be undone, then call the gate.
         *
         * @param {number} caseId
         * @param {number} stageId the stage the user saw; a stale one is told, not overwritten
         * @param {Choice} choice
         * @returns {Promise<Outcome>}
         */
        async function make(caseId, stageId, choice) {
            const move = (values) =>
                orm.call("rights.case", "action_move", [[caseId], choice.id, stageId, values]);
            try {
                if (choice.asks) {
                    const form = await orm.call("rights.case", "move_form", [[caseId], choice.id]);
                    return await ask(choice, form, move, caseId);
                }
                if (choice.confirm && !(await confirm(choice))) {
                    return "cancelled";
                }
                await move({});
                return "moved";
            } catch (error) {
                return tell(error);
            }
        }

        /**
         * What a drag on the board asks for.
         *
         * @param {number} caseId
         * @param {number} stageFromId
         * @param {number} stageToId
         * @returns {Promise<Outcome>}
         */
        async function drag(caseId, stageFromId, stageToId) {
            let answer;
            try {
                answer = await orm.call("rights.case", "board_move", [
                    [caseId],
                    stageToId,
                    stageFromId,
                ]);
            } catch (error) {
                return tell(error);
            }
            if (answer.done) {
                return "moved";
            }
            const { transition_id: id, name, confirm: question, asks } = answer;
            return make(caseId, stageFromId, { id, name, confirm: question, asks });
        }

        return { ask, confirm, drag, make, tell };
    },
};

registry.category("services").add("rights_case_move", caseMoveService);
