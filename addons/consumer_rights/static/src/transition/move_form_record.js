import { RelationalModel } from "@web/model/relational_model/relational_model";

export class MoveFormRecord extends RelationalModel.Record {
    /**
     * The dialog opens because something is missing: no need to mark that before anything is typed.
     *
     * @override
     */
    _setData() {
        super._setData(...arguments);
        this._invalidFields.clear();
        this._unsetRequiredFields.clear();
    }

    /**
     * The dialog hands its entries to the gate in one call; nothing else may write them.
     *
     * @override
     */
    async _save() {
        return false;
    }
}
