import { RelationalModel } from "@web/model/relational_model/relational_model";

/** The dialog hands its entries to the gate in one call; nothing else may write them. */
export class MoveFormRecord extends RelationalModel.Record {
    async _save() {
        return false;
    }
}
