import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

/** A case to look at beside the one being entered: nothing to save in it. */
export class CaseDialog extends FormViewDialog {
    setup() {
        super.setup();
        this.viewProps.buttonTemplate = "consumer_rights.CaseDialog.Buttons";
    }
}
