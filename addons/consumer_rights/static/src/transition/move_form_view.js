import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";
import { MoveFormController } from "./move_form_controller";
import { MoveFormModel } from "./move_form_model";

export const moveFormView = {
    ...formView,
    Controller: MoveFormController,
    Model: MoveFormModel,
};

registry.category("views").add("rights_move_form", moveFormView);
