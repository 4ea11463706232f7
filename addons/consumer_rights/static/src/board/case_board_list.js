import { RelationalModel } from "@web/model/relational_model/relational_model";

/** Columns of the board: a card changes its stage through the gate, never by a plain write. */
export class CaseBoardList extends RelationalModel.DynamicGroupList {
    /** @override */
    async moveRecord(dataRecordId, dataGroupId, refId, targetGroupId) {
        if (dataGroupId === targetGroupId) {
            return; // cards have no order of their own
        }
        if (this.groupByField.name !== "stage_id") {
            return this.moveOther(...arguments);
        }
        const source = this.groups.find((group) => group.id === dataGroupId);
        const target = this.groups.find((group) => group.id === targetGroupId);
        const place = source.list.records.findIndex((record) => record.id === dataRecordId);
        const record = source.list.records[place];
        const refIndex = target.list.records.findIndex((other) => other.id === refId);

        source._removeRecords([record.id]);
        target._addRecord(record, refIndex + 1);
        const outcome = await this.model.moves.drag(record.resId, source.value, target.value);
        if (outcome === "moved") {
            return Promise.all([this.reloadGroup(source), this.reloadGroup(target)]);
        }
        target._removeRecords([record.id]);
        source._addRecord(record, place);
        if (outcome === "refused" && (await this.hasLeft(record.resId, source.value))) {
            await this.model.load();
        }
    }

    /** Other groupings (a handler, a class) write the field; a refusal is told like the gate's. */
    async moveOther() {
        try {
            await super.moveRecord(...arguments);
        } catch (error) {
            this.model.moves.tell(error);
        }
    }

    async reloadGroup(group) {
        if (group.isFolded) {
            return;
        }
        await group.list.load();
        if (!group.list.hasLimitedCount) {
            group.count = group.list.count;
        }
    }

    /** Whether somebody else moved the case meanwhile, or took it out of sight. */
    async hasLeft(caseId, stageId) {
        const [row] = await this.model.orm.searchRead(
            "rights.case",
            [["id", "=", caseId]],
            ["stage_id"],
            { load: false }
        );
        return row?.stage_id !== stageId;
    }
}
