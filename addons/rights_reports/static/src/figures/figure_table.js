import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/views/fields/formatters";

const HIDDEN = "*";
const DIGITS = { percent: 2, yuan: 2, hours: 1, days: 1, points: 1 };
const OPENS = ["value", "share"];

/** A filled table: rows, columns and their sum. */
export class FigureTable extends Component {
    static template = "rights_reports.FigureTable";
    static props = { sheet: Object, onOpen: { type: Function, optional: true } };

    unit(column, row) {
        return column.unit || row.unit || "number";
    }

    text(value, column, row) {
        if (value === null || value === undefined) {
            return "—";
        }
        if (value === HIDDEN) {
            return _t("few");
        }
        const unit = this.unit(column, row);
        const text = formatFloat(value, { digits: [16, DIGITS[unit] ?? 0] });
        return unit === "percent" ? `${text}%` : text;
    }

    /** What a later count gave instead of a published figure; undefined where it stands. */
    corrected(column, row) {
        return row.corrected?.[column.key];
    }

    hint(value) {
        return value === HIDDEN
            ? _t("Small numbers of secret matters are not shown, so that none points at a person.")
            : "";
    }

    canOpen(value, column, row) {
        return (
            this.props.onOpen &&
            (column.may_open ?? this.props.sheet.may_open) &&
            OPENS.includes(column.kind) &&
            value &&
            value !== HIDDEN
        );
    }
}
