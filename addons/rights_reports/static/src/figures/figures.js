import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { FigureTable } from "./figure_table";
import { MONTHS, spanOf } from "./period";

const MODEL = "rights.report.table";

/** The figures of a unit in a period, table by table; a number opens the matters behind it. */
export class Figures extends Component {
    static template = "rights_reports.Figures";
    static components = { FigureTable, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.kinds = [
            ["month", _t("Month")],
            ["quarter", _t("Quarter")],
            ["half", _t("Half-year")],
            ["year", _t("Year")],
            ["holiday", _t("Holiday")],
            ["special", _t("Other days")],
        ];
        this.state = useState({ table: "core", sheet: null, holidays: [] });
        // whoever comes back from the matters behind a number finds the same table
        useSetupAction({
            getLocalState: () => {
                const { station, span, table, holidays } = this.state;
                return { rights_figures: { station, span, table, holidays } };
            },
        });
        onWillStart(async () => {
            this.choices = await this.orm.call(MODEL, "get_choices", []);
            const { station, day, stations } = this.choices;
            const asked =
                this.props.state?.rights_figures || this.props.action.context.rights_figures || {};
            this.state.station = asked.station || station || stations[0]?.id;
            this.state.span = asked.span || spanOf("month", day);
            this.state.table = asked.table || "core";
            this.state.holidays = asked.holidays || [];
            await this.load();
        });
    }

    get display() {
        return { controlPanel: {} };
    }

    get hasSteps() {
        return this.state.span.kind in MONTHS;
    }

    get year() {
        return Number(this.state.span.first.slice(0, 4));
    }

    async load() {
        const { table, station, span } = this.state;
        const asked = JSON.stringify([table, station, span]);
        this.asked = asked;
        if (!station) {
            return;
        }
        const sheet = await this.orm.call(MODEL, "get_sheet", [table, station, span]);
        if (this.asked === asked) {
            this.state.sheet = sheet;
        }
    }

    choose(values) {
        Object.assign(this.state, values);
        return this.load();
    }

    chooseStation(id) {
        return this.choose({ station: Number(id) });
    }

    chooseTable(id) {
        return this.choose({ table: Number(id) || "core" });
    }

    async chooseKind(kind) {
        const { span } = this.state;
        if (kind in MONTHS) {
            return this.choose({ span: spanOf(kind, span.first) });
        }
        if (kind === "holiday") {
            return this.chooseYear(this.year);
        }
        return this.choose({ span: { kind, first: span.first, last: span.last } });
    }

    async chooseYear(year) {
        this.state.holidays = await this.orm.call(MODEL, "get_holidays", [Number(year)]);
        const [holiday] = this.state.holidays;
        return this.choose({ span: { kind: "holiday", ...holiday } });
    }

    chooseHoliday(first) {
        const holiday = this.state.holidays.find((one) => one.first === first);
        return this.choose({ span: { kind: "holiday", ...holiday } });
    }

    chooseDay(name, value) {
        if (value) {
            return this.choose({ span: { ...this.state.span, [name]: value } });
        }
    }

    step(later) {
        const { kind, first } = this.state.span;
        return this.choose({ span: spanOf(kind, first, later) });
    }

    closePeriod() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Close the period"),
            body: _t(
                "The figures of all tables stay as they are now. What is counted otherwise later is shown as a correction."
            ),
            confirmLabel: _t("Close the period"),
            confirm: async () => {
                const { station, span } = this.state;
                await this.orm.call(MODEL, "close_period", [station, span]);
                await this.load();
            },
            cancel: () => {},
        });
    }

    openClosed() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "rights.closed.period",
            res_id: this.state.sheet.closed_id,
            views: [[false, "form"]],
        });
    }

    async open(column, row) {
        const { table, station, span } = this.state;
        const action = await this.orm.call(MODEL, "open_cell", [
            table,
            station,
            span,
            column,
            row.key,
        ]);
        this.action.doAction(action);
    }
}

registry.category("actions").add("rights_reports.figures", Figures);
