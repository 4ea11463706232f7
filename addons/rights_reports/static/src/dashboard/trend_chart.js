import { Component } from "@odoo/owl";

const WIDTH = 640;
const HEIGHT = 150;
const LEFT = 44;
const TOP = 12;
const BOTTOM = 24;

/** Lines over months as plain SVG: it prints as it looks, and needs no picture of its own. */
export class TrendChart extends Component {
    static template = "rights_reports.TrendChart";
    static props = { sheet: Object };

    get box() {
        return `0 0 ${WIDTH} ${HEIGHT}`;
    }

    get edges() {
        return { left: LEFT, right: WIDTH - 8, bottom: HEIGHT - BOTTOM };
    }

    get most() {
        const values = this.props.sheet.rows.flatMap((row) => row.values);
        const most = Math.max(...values.map((value) => Number(value) || 0), 1);
        const step = 10 ** Math.floor(Math.log10(most));
        return Math.ceil(most / step) * step;
    }

    get rulers() {
        return [0, 0.5, 1].map((share) => ({
            y: this.y(this.most * share),
            text: Math.round(this.most * share * 10) / 10,
        }));
    }

    get months() {
        return this.props.sheet.rows.map((row, place) => ({
            x: this.x(place),
            text: row.label,
            isShown: place % 2 === 0,
        }));
    }

    get lines() {
        return this.props.sheet.columns.map((column, number) => {
            const points = this.props.sheet.rows.map((row, place) => ({
                x: this.x(place),
                y: this.y(Number(row.values[number]) || 0),
                text: `${row.label}: ${row.values[number] ?? "—"}`,
            }));
            return {
                key: column.key,
                label: column.label,
                points,
                path: points.map(({ x, y }) => `${x},${y}`).join(" "),
            };
        });
    }

    x(place) {
        const steps = Math.max(this.props.sheet.rows.length - 1, 1);
        return LEFT + 12 + (place * (WIDTH - LEFT - 40)) / steps;
    }

    y(value) {
        return HEIGHT - BOTTOM - (value / this.most) * (HEIGHT - BOTTOM - TOP);
    }
}
