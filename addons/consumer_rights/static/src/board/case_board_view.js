import { registry } from "@web/core/registry";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { CaseBoardModel } from "./case_board_model";
import { CaseBoardRenderer } from "./case_board_renderer";

export const caseBoardView = {
    ...kanbanView,
    Model: CaseBoardModel,
    Renderer: CaseBoardRenderer,
};

registry.category("views").add("rights_case_kanban", caseBoardView);
