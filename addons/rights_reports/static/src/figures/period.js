/** Periods of the page of figures: a kind and the days that it spans, as "2026-05-01". */

export const MONTHS = { month: 1, quarter: 3, half: 6, year: 12 };

function iso(year, month, day) {
    return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
}

/** The period of a kind in which a day lies, or one so many periods later. */
export function spanOf(kind, day, later = 0) {
    const [year, month] = day.split("-").map(Number);
    const months = MONTHS[kind];
    const first = Math.floor((month - 1) / months) * months + later * months;
    return { kind, first: iso(year, first, 1), last: iso(year, first + months, 0) };
}
