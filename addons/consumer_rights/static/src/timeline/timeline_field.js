import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { imageUrl } from "@web/core/utils/urls";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const PAGE = 40;

/** The process record of a case, newest first: who did what, when, from where to where, and why. */
export class TimelineField extends Component {
    static template = "consumer_rights.TimelineField";
    static props = {
        ...standardFieldProps,
        views: { type: Object, optional: true },
    };

    get list() {
        return this.props.record.data[this.props.name];
    }

    get events() {
        return this.list.records.map((record) => this.describe(record));
    }

    get hasMore() {
        return this.list.count > this.list.records.length;
    }

    describe({ data, fields, id }) {
        const type = fields.type.selection.find(([value]) => value === data.type);
        return {
            id,
            kind: data.type,
            iso: data.at.toISO(),
            time: data.at.toFormat("yyyy-MM-dd HH:mm"),
            user: data.user_id?.display_name || "",
            avatar: data.user_id ? imageUrl("res.users", data.user_id.id, "avatar_128") : "",
            unit: data.station_id?.display_name || "",
            what: data.step_name || type?.[1] || "",
            from: data.stage_from_id?.display_name || "",
            to: data.stage_to_id?.display_name || "",
            basis: data.basis || "",
            changes: data.changes_text || "",
        };
    }

    showMore() {
        return this.list.load({ limit: this.list.records.length + PAGE });
    }
}

export const timelineField = {
    component: TimelineField,
    displayName: _t("Timeline"),
    supportedTypes: ["one2many"],
    useSubView: true,
    extractProps: ({ views }) => ({ views }),
};

registry.category("fields").add("rights_timeline", timelineField);
