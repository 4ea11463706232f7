import { RelationalModel } from "@web/model/relational_model/relational_model";
import { CaseFormRecord } from "./case_form_record";

export class CaseFormModel extends RelationalModel {
    static Record = CaseFormRecord;
    // the form shows persons in clear to those who may see them: nothing of it stays on the disk
    static withCache = false;
}
