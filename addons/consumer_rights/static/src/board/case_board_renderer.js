import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";

export class CaseBoardRenderer extends KanbanRenderer {
    /**
     * Between stages every card may be dragged: the gate decides. Into another grouping only by
     * those who may write cases at all.
     */
    get canMoveRecords() {
        const { archInfo, list } = this.props;
        const isGated = !list.groupByField || list.groupByField.name === "stage_id";
        return super.canMoveRecords && (isGated || Boolean(archInfo.activeActions.edit));
    }

    /** A board of several kinds has no column while it has no case: it says so instead. */
    get showNoContentHelper() {
        const { isGrouped, groups } = this.props.list;
        return super.showNoContentHelper || (isGrouped && !groups.length);
    }
}
