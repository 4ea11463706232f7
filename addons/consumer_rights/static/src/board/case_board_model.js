import { RelationalModel } from "@web/model/relational_model/relational_model";
import { CaseBoardList } from "./case_board_list";

export class CaseBoardModel extends RelationalModel {
    static services = [...RelationalModel.services, "rights_case_move"];
    static DynamicGroupList = CaseBoardList;
    // every stage that is not folded by itself stands open, more than Odoo's ten
    static DEFAULT_OPEN_GROUP_LIMIT = 20;

    setup(params, services) {
        super.setup(params, services);
        this.moves = services.rights_case_move;
    }
}
