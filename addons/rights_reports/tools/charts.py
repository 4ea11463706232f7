"""The fixed charts of every report, always the same and in the same order (STA-04)."""

from typing import NamedTuple

MOST = 10


class Chart(NamedTuple):
    code: str
    form: str  # pie, bar, line or column
    labels: list
    values: list


def fixed_charts(filled):
    """The eight charts of a report, of filled tables; a chart without its table is empty.

    :param filled: {table code: what ``report_sheet`` gives}
    """
    kinds = [f"received_{kind}" for kind in ("consultation", "complaint", "report", "suggestion")]
    received = "received_complaint"
    return [
        Chart("kinds", "pie", *_across(filled.get("T1"), kinds)),
        Chart("channels", "pie", *_down(filled.get("T1"), received)),
        Chart("natures", "pie", *_spread(filled.get("T2"))),
        Chart("goods", "bar", *_down(filled.get("T6-goods"), received)),
        Chart("services", "bar", *_down(filled.get("T6-services"), received)),
        Chart("merchants", "bar", *_down(filled.get("T6-merchants"), received)),
        Chart("trend", "line", *_down(filled.get("trend"), received, most=None)),
        Chart("units", "column", *_down(filled.get("T3"), received)),
    ]


def _places(sheet):
    return {column["key"]: place for place, column in enumerate(sheet["columns"])}


def _counted(pairs):
    """Labels and values of what was counted; what is hidden is in no chart."""
    kept = [(label, value) for label, value in pairs if isinstance(value, int | float) and value]
    return [label for label, _value in kept], [value for _label, value in kept]


def _across(sheet, keys):
    """The sum of some columns, each with its name."""
    if not sheet:
        return [], []
    places, total = _places(sheet), sheet["rows"][-1]["values"]
    columns = sheet["columns"]
    return _counted(
        (columns[places[key]]["label"], total[places[key]]) for key in keys if key in places
    )


def _spread(sheet):
    """The sum of the columns that one was spread over."""
    if not sheet:
        return [], []
    total = sheet["rows"][-1]["values"]
    return _counted(
        (column["label"], value)
        for column, value in zip(sheet["columns"], total, strict=True)
        if "column" in column
    )


def _down(sheet, key, most=MOST):
    """The rows of one column, the largest first; all of them in their order where none is cut."""
    if not sheet or key not in _places(sheet):
        return [], []
    place = _places(sheet)[key]
    rows = [row for row in sheet["rows"] if row["key"] not in (None, "others")]
    if most is None:
        return [row["label"] for row in rows], [row["values"][place] or 0 for row in rows]
    labels, values = _counted((row["label"], row["values"][place]) for row in rows)
    largest = sorted(zip(labels, values, strict=True), key=lambda pair: -pair[1])[:most]
    return [label for label, _value in largest], [value for _label, value in largest]
