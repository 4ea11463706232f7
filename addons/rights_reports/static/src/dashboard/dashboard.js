import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { formatFloat } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { spanOf } from "../figures/period";
import { TrendChart } from "./trend_chart";

const BOARD = "rights.dashboard";
const HIDDEN = "*";
const DIGITS = { percent: 1, yuan: 0, hours: 1, days: 1, points: 1 };

/** What heads begin their day with: figures of their unit, compared, each opening its matters. */
export class Dashboard extends Component {
    static template = "rights_reports.Dashboard";
    static components = { Layout, TrendChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.kinds = [
            ["month", _t("Month")],
            ["quarter", _t("Quarter")],
            ["half", _t("Half-year")],
            ["year", _t("Year")],
        ];
        this.units = { percent: "%", yuan: _t("yuan"), hours: _t("hours"), days: _t("days") };
        this.state = useState({ board: null, isCounting: false });
        // whoever comes back from the matters behind a number finds the same page
        useSetupAction({
            getLocalState: () => {
                const { station, span } = this.state;
                return { rights_dashboard: { station, span } };
            },
        });
        onWillStart(async () => {
            this.choices = await this.orm.call("rights.report.table", "get_choices", []);
            const { station, day, stations } = this.choices;
            const asked = this.props.state?.rights_dashboard || {};
            this.state.station = asked.station || station || stations[0]?.id;
            this.state.span = asked.span || spanOf("month", day);
            await this.load();
        });
    }

    get display() {
        return { controlPanel: {} };
    }

    /** The stored page at once; behind it, it is counted again when it is old. */
    async load(again = false) {
        const { station, span } = this.state;
        if (!station) {
            return;
        }
        const asked = JSON.stringify([station, span]);
        this.asked = asked;
        this.state.isCounting = again;
        const orm = again ? this.orm.silent : this.orm;
        const board = await orm.call(BOARD, "get_board", [station, span, again]);
        if (this.asked !== asked) {
            return;
        }
        this.state.isCounting = false;
        this.state.board = board;
        if (board.is_old && !again) {
            this.load(true);
        }
    }

    choose(values) {
        Object.assign(this.state, values);
        return this.load();
    }

    chooseStation(id) {
        return this.choose({ station: Number(id) });
    }

    chooseKind(kind) {
        return this.choose({ span: spanOf(kind, this.state.span.first) });
    }

    step(later) {
        const { kind, first } = this.state.span;
        return this.choose({ span: spanOf(kind, first, later) });
    }

    print() {
        window.print();
    }

    // -- what a figure says ------------------------------------------------------------------------

    text(value, unit) {
        if (value === null || value === undefined) {
            return "—";
        }
        if (value === HIDDEN) {
            return _t("few");
        }
        return formatFloat(value, { digits: [16, DIGITS[unit] ?? 0] });
    }

    suffix(tile) {
        return typeof tile.value === "number" ? this.units[tile.unit] || "" : "";
    }

    changeText(change) {
        if (change === null || change === undefined) {
            return "—";
        }
        const sign = change > 0 ? "+" : "";
        return `${sign}${formatFloat(change, { digits: [16, 1] })}%`;
    }

    hint(value) {
        return value === HIDDEN
            ? _t("Small numbers of secret matters are not shown, so that none points at a person.")
            : "";
    }

    canOpen(value) {
        return this.state.board.may_open && value && value !== HIDDEN;
    }

    width(row, list) {
        // what has no code may be more than all others: a bar of it would say nothing
        if (row.key === "") {
            return 0;
        }
        const coded = list.rows.filter((one) => one.key !== "");
        const most = Math.max(...coded.map((one) => Number(one.value) || 0), 1);
        return Math.round(((Number(row.value) || 0) / most) * 100);
    }

    // -- the matters behind it ---------------------------------------------------------------------

    async openFigure(tile) {
        const { station, span } = this.state;
        this.action.doAction(await this.orm.call(BOARD, "open_figure", [station, span, tile.code]));
    }

    async openRow(list, row) {
        const { station, span } = this.state;
        this.action.doAction(
            await this.orm.call(BOARD, "open_row", [station, span, list.id, list.header, row.key])
        );
    }

    openTable(list) {
        const { station, span } = this.state;
        return this.action.doAction("rights_reports.rights_figures_action", {
            additionalContext: { rights_figures: { station, span, table: list.id } },
        });
    }
}

registry.category("actions").add("rights_reports.dashboard", Dashboard);
