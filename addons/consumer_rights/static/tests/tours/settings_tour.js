import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const tours = registry.category("web_tour.tours");

/** Choose one entry in a many2one or tags field by typing the beginning of its name. */
function choose(field, text) {
    return [
        {
            content: `type into ${field}`,
            trigger: `.o_field_widget[name=${field}] input`,
            run: `edit ${text}`,
        },
        {
            content: `choose ${text}`,
            trigger: `.ui-autocomplete .ui-menu-item:contains(${text})`,
            run: "click",
        },
    ];
}

tours.add("rights_settings_stage", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        {
            trigger: ".o_field_widget[name=name] input",
            run: "edit Expert opinion",
        },
        ...stepUtils.saveForm(),
    ],
});

tours.add("rights_settings_move", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        {
            trigger: ".o_field_widget[name=name] input",
            run: "edit Ask an expert",
        },
        {
            trigger: ".o_field_widget[name=kind] input",
            run: "click",
        },
        {
            content: "the second kind is the complaint",
            trigger: ".o_select_menu_item[data-choice-index='1']",
            run: "click",
        },
        ...choose("stage_from_id", "Stage of the tour"),
        ...choose("stage_to_id", "Expert opinion"),
        ...choose("group_ids", "Role of the tour"),
        {
            trigger: ".o_field_widget[name=required_field_ids] input",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=required_field_ids] .o-autocomplete--dropdown-item:not(:has(.fa-spin)):first",
            run: "click",
        },
        { trigger: ".o_field_widget[name=required_field_ids] .o_tag" },
        {
            content: "the reactions are the platform administrator's",
            trigger: ".o_form_view:not(:has(.o_field_widget[name=action_ids]))",
        },
        {
            trigger:
                ".o_field_widget[name=checklist_ids] .o_field_x2many_list_row_add button, .o_field_widget[name=checklist_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=checklist_ids] .o_selected_row [name=name] input",
            run: "edit Both parties are told",
        },
        ...stepUtils.saveForm(),
    ],
});

tours.add("rights_settings_board_filter", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        {
            trigger: ".o_field_widget[name=name] input",
            run: "edit Without request",
        },
        {
            content: "one condition",
            trigger: ".o_rights_domain .o_tree_editor_row:last a",
            run: "click",
        },
        {
            content: "the condition stands there and nothing is counted",
            trigger:
                ".o_rights_domain:has(.o_tree_editor_condition):not(:has(.o_domain_show_selection_button))",
        },
        ...stepUtils.saveForm(),
        {
            content: "no complaint about the conditions",
            trigger: ".o_rights_domain:not(:has([role=alert]))",
        },
    ],
});

tours.add("rights_board_filter_on_the_board", {
    steps: () => [
        {
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            trigger: ".o_favorite_menu .o-dropdown-item:contains(Without request)",
            run: "click",
        },
        {
            trigger: ".o_searchview_facet:contains(Without request)",
        },
    ],
});

tours.add("rights_settings_category_field", {
    steps: () => [
        {
            trigger:
                ".o_field_widget[name=field_ids] .o_field_x2many_list_row_add button, .o_field_widget[name=field_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=field_ids] .o_selected_row [name=name] input",
            run: "edit Batch number",
        },
        ...stepUtils.saveForm(),
    ],
});

tours.add("rights_settings_configuration", {
    steps: () => [
        {
            content: "the file is there to be taken",
            trigger:
                ".modal .o_field_widget[name=file] .o_form_uri, .modal .o_field_widget[name=file] a, .modal .o_field_widget[name=file] button",
        },
        {
            trigger: ".modal .o_field_widget[name=summary]",
        },
        {
            trigger: ".modal footer button.btn-primary",
            run: "click",
        },
    ],
});
