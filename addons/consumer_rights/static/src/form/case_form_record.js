import { RelationalModel } from "@web/model/relational_model/relational_model";

export class CaseFormRecord extends RelationalModel.Record {
    /**
     * A person's line that stands ready for typing and was left empty is no party.
     *
     * @override
     */
    async _save() {
        const parties = this.data.party_ids;
        parties?._abandonRecords?.([...parties.records], { force: true });
        return super._save(...arguments);
    }
}
