import { getColors } from "@web/core/colors/colors";

// Series of a chart, told apart by blues and quiet tones. Red and amber are left out: they say late
// and soon, and nothing else.
const SERIES = [
    "#1f5fa8",
    "#7fb0e0",
    "#5d6d7e",
    "#3d9a94",
    "#8c86c7",
    "#b4c3d3",
    "#0f3a6b",
    "#4a90d9",
    "#98a4b0",
    "#86c5bf",
    "#5b549c",
    "#d4dde6",
];

for (const palette of ["sm", "md", "lg", "xl"]) {
    const colors = getColors("light", palette);
    colors.splice(0, colors.length, ...SERIES);
}
