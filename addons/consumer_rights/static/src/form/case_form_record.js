import { RelationalModel } from "@web/model/relational_model/relational_model";

export class CaseFormRecord extends RelationalModel.Record {
    /**
     * What would be refused cannot be typed: a case that the user may only read stands as text.
     *
     * @override
     */
    get isInEdition() {
        return super.isInEdition && !this.data?.read_only_note;
    }

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
