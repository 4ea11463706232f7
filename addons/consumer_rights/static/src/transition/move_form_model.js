import { RelationalModel } from "@web/model/relational_model/relational_model";
import { MoveFormRecord } from "./move_form_record";

export class MoveFormModel extends RelationalModel {
    static Record = MoveFormRecord;
    // what was typed about persons does not belong into the browser's cache
    static withCache = false;
}
