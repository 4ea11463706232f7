import { patch } from "@web/core/utils/patch";
import { CalendarController } from "@web/views/calendar/calendar_controller";

const MONTH = { year: "numeric", month: "long" };

// Odoo puts a month's name and the year side by side ("11 2026"); each language has its own order.
patch(CalendarController.prototype, {
    get dayHeader() {
        return this.date.toLocaleString({ ...MONTH, day: "numeric" });
    },
    get weekHeader() {
        const { rangeStart, rangeEnd } = this.model;
        const format = new Intl.DateTimeFormat(rangeStart.locale, MONTH);
        return format.formatRange(rangeStart.toJSDate(), rangeEnd.toJSDate());
    },
    get currentMonth() {
        return this.date.toLocaleString(MONTH);
    },
});
