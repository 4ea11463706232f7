import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";
import { CaseFormController } from "./case_form_controller";
import { CaseFormModel } from "./case_form_model";

export const caseFormView = {
    ...formView,
    Controller: CaseFormController,
    Model: CaseFormModel,
};

registry.category("views").add("rights_case_form", caseFormView);
