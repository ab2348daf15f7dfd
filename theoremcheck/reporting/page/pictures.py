"""The pictures of one claim, each from the numbers in its entry; every one says in words what it shows."""

from __future__ import annotations

from typing import Any

import numpy as np
from markupsafe import Markup, escape

from theoremcheck.reporting.page import svg
from theoremcheck.reporting.page.axes import Axis, axis_over
from theoremcheck.reporting.seen.numbers import Floats, back_from
from theoremcheck.reporting.words import SYMBOLS, at_least, at_most, nines, percent, short

__all__ = ["HIGHEST", "boundary", "curves", "escalation", "evidence_path", "interval", "margins", "marginal", "pairs"]

Numbers = dict[str, Any]

_WIDTH, _HEIGHT = 360, 214
HIGHEST = 16.0
"""Decimal logarithm of an e-value up to which its path is drawn; beyond it the line that decides would be lost."""


def interval(lower: float, upper: float, required: float) -> Markup:
    """Bounds on a holding probability on an axis of nines: 0, 90, 99 and 99.9 % are equally far apart."""
    width, height = 124, 16
    left, right, wanted = (nines(share) * width for share in (lower, upper, required))
    said = f"{at_least(lower)} to {at_most(upper)}; {percent(required)} required"
    ticks = "".join(f"M{width * k / 3:.1f} 5v6" for k in (1, 2))
    return Markup(
        f'<svg class="bar" viewBox="-2 0 {width + 4} {height}" width="{width + 4}" height="{height}" role="img">'
        f'<title>{escape(said)}</title><path class="axis" d="M0 8H{width}{ticks}"/>'
        f'<rect class="range" x="{left:.1f}" y="5" width="{max(2.0, right - left):.1f}" height="6" rx="1"/>'
        f'<path class="wanted" d="M{wanted:.1f} 1v14"/></svg>'
    )


def margins(key: str, entry: Numbers) -> Markup:
    """Histogram of the margins; below it, what each shift of the threshold would have made of the verdict."""
    seen = entry["seen"]["margins"]
    x = axis_over(seen["edges"], 42, _WIDTH - 8, seen["scale"], pad=0.01)
    y = axis_over([0, max(seen["counts"])], 150, 16, pad=0)
    edges = x.places(seen["edges"])
    bars = [
        f'<rect class="{"hold" if low >= 0 else "fail"}" x="{left:.1f}" y="{y.place(count):.1f}" '
        f'width="{max(0.5, right - left - 0.6):.1f}" height="{y.start - y.place(count):.1f}"/>'
        for left, right, low, count in zip(edges, edges[1:], seen["edges"], seen["counts"], strict=False)
        if count
    ]
    threshold = svg.rule(x, y, "threshold", at_x=0.0) + _beside(x, x.place(0.0), "threshold")
    parts = [svg.frame(x, y, "margin (above 0: the predicted outcome was seen)", "draws"), *bars, threshold]
    parts.append(_strip(x, seen["sensitivity"], entry["series"]["decided"]))
    low, median, high = (short(seen["quantiles"][level]) for level in ("0", "0.5", "1"))
    description = f"Margins from {low} to {high}, median {median}. {sensitivity_in_words(entry)}"
    return svg.figure(key, "Distribution of margins", description, _WIDTH, _HEIGHT, parts)


def sensitivity_in_words(entry: Numbers) -> str:
    """For which shifts of the threshold the same draws would be judged otherwise."""
    shifts, decided = entry["seen"]["margins"]["sensitivity"], entry["series"]["decided"]
    supported, refuted = shifts["supported_below"], shifts["refuted_from"]
    if decided == "supported":
        rest = f", and refute it if it were raised by {short(refuted)} or more" if refuted is not None else ""
        return f"These draws would support the claim until its threshold were raised by {short(supported)}{rest}."
    if decided == "refuted":
        if refuted is None:
            return "These draws would refute the claim at any threshold."
        rest = f"; lowered by more than {short(-supported)}, they would support it" if supported is not None else ""
        return f"These draws refute the claim unless its threshold is lowered by more than {short(-refuted)}{rest}."
    low = f"below a shift of {short(supported)}" if supported is not None else "at no threshold, for they are too few"
    high = f"from a shift of {short(refuted)} on" if refuted is not None else "at no threshold"
    return f"These draws would support the claim {low}, and refute it {high}."


def evidence_path(key: str, entry: Numbers) -> Markup:
    """Both e-values after each draw, with the line that they have to reach."""
    seen = entry["seen"]["path"]
    threshold = seen["log10_threshold"]
    support, refute = (np.array(seen[f"log10_{side}"]) for side in ("support", "refute"))
    top = min(max(threshold * 1.25, support.max(), refute.max()), HIGHEST)
    low = max(min(-0.5, support.min(), refute.min()), -2.0)
    x = Axis(0, max(seen["draws"]), 42, _WIDTH - 8)
    y = axis_over([low, top], 170, 18, pad=0.03)
    places = x.places(seen["draws"])
    inner = [
        svg.line(places, y.places(refute), "line c2 dashed"),
        svg.line(places, y.places(support), "line c1"),
    ]
    level = f"1/alpha = {1 / entry['alpha']:g}"
    parts = [
        svg.frame(x, y, "draws", "log₁₀ of the e-value"),
        svg.rule(x, y, "threshold", at_y=threshold),
        svg.label(x.end, y.place(threshold) - 4, level, "end", "note"),
        svg.window(x, y, inner),
    ]
    description = (
        f"After {seen['draws'][-1]} draws the e-value for support is 10 to the {support[-1]:g}, the one for refutation "
        f"10 to the {refute[-1]:g}; either decides at {1 / entry['alpha']:g}."
    )
    return svg.figure(key, "Evidence against draws", description, _WIDTH, _HEIGHT, parts)


def curves(key: str, entry: Numbers) -> Markup:
    """Recorded curves: medians, bands that hold eight draws in ten, the fit, and the band that the claim declares."""
    seen = entry["seen"]["curves"]
    x = axis_over(seen["x"], 46, _WIDTH - 8, "log" if seen["log_x"] else "linear", pad=0.02)
    y = axis_over(_heights(seen), 170, 18, "log" if seen["log_y"] else "linear")
    places, inner = x.places(seen["x"]), []
    for number, curve in enumerate(seen["curves"], start=1):
        band = "band" if len(seen["curves"]) <= 3 else "band faint"
        inner.append(svg.area(places, y.places(curve["low"]), y.places(curve["high"]), f"{band} c{number}"))
    inner.append(_declared_band(seen, x, y))
    for number, curve in enumerate(seen["curves"], start=1):
        dashed = " dashed" if curve["reference"] else ""
        inner.append(svg.line(places, y.places(curve["median"]), f"line c{number}{dashed}"))
        if curve["rate"] and curve["read"] and not curve["reference"]:
            inner.append(svg.line(places, y.places(curve["rate"]["fitted"]), f"fit c{number}"))
    parts = [svg.frame(x, y, seen["abscissa"]), svg.window(x, y, inner)]
    said = "; ".join(
        f"{curve['name']} goes from {short(curve['median'][0])} to {short(curve['median'][-1])}"
        for curve in seen["curves"]
    )
    title = "Along the scale" if seen["along_scale"] else "Recorded curves"
    return svg.figure(key, title, f"Medians over {seen['draws']} draws: {said}.", _WIDTH, _HEIGHT, parts)


def marginal(name: str, field: Numbers) -> Markup:
    """The drawn values of one field, as bars."""
    counts = field["counts"]
    width, height, step = 120, 30, 120 / len(counts)
    bars = "".join(
        f'<rect class="drawn" x="{position * step:.1f}" y="{height - 28 * count / max(counts):.1f}" '
        f'width="{max(1.0, step - 1):.1f}" height="{28 * count / max(counts):.1f}"/>'
        for position, count in enumerate(counts)
        if count
    )
    said = f"Draws of {name}: {', '.join(map(str, counts))}"
    return Markup(
        f'<svg class="bar" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">'
        f'<title>{escape(said)}</title><path class="axis" d="M0 {height - 0.5}H{width}"/>{bars}</svg>'
    )


def pairs(key: str, entry: Numbers) -> Markup:
    """The first draws along the fields that say most about the margin: the margin above, the fields in pairs below."""
    seen = entry["seen"]["regime"]["pairs"]
    fields, margin = seen["fields"], np.array(seen["margins"], dtype=np.float64)
    scale = entry["seen"]["margins"]["scale"]
    panels = [(field, {"name": "margin", "values": seen["margins"], "scale": scale}) for field in fields]
    panels += [(fields[a], fields[b]) for a, b in ((0, 1), (0, 2), (1, 2)) if b < len(fields)]
    rows = -(-len(panels) // 3)
    parts = [_panel(panel, margin, 122 * (place % 3), 128 * (place // 3)) for place, panel in enumerate(panels)]
    names = ", ".join(field["name"] for field in fields)
    failing = int((margin <= 0).sum())
    description = f"{len(margin)} draws over {names}; {failing} of them fail, marked by crosses."
    return svg.figure(key, "Draws in the regime", description, 366, 128 * rows + 6, parts)


def escalation(key: str, search: Numbers) -> Markup:
    """How often a counterexample fails as it grows along the theorem's asymptotics."""
    rungs = search["escalation"]
    allowed = search["counterexample"]["allowed"]
    values = [rung["value"] for rung in rungs]
    logarithmic = min(values) > 0 and max(values) >= 4 * min(values)
    x = axis_over(values, 46, _WIDTH - 8, "log" if logarithmic else "linear", pad=0.06)
    y = axis_over([0.0, 1.0], 170, 18, pad=0.02)
    places = x.places(values)
    whiskers = "".join(
        f'<path class="whisker" d="M{place:.1f} {y.place(rung["lower"]):.1f}V{y.place(rung["upper"]):.1f}"/>'
        for place, rung in zip(places, rungs, strict=True)
    )
    shares = y.places([rung["failures"] / max(1, rung["replicates"]) for rung in rungs])
    parts = [
        svg.frame(x, y, str(rungs[0]["field"]), "share of replicates that fail"),
        svg.rule(x, y, "threshold", at_y=allowed),
        svg.label(x.end, y.place(allowed) - 4, f"allowed: {short(allowed)}", "end", "note"),
        whiskers,
        svg.dots(places, shares, "share"),
    ]
    said = "; ".join(
        f"{short(rung['value'])}: {rung['failures']} of {rung['replicates']}, {rung['decided']}" for rung in rungs
    )
    return svg.figure(key, "The counterexample, grown", f"Failures at {said}.", _WIDTH, _HEIGHT, parts)


def boundary(key: str, mapped: Numbers) -> Markup:
    """A map of where the prediction stops holding: bounds along one field, or decided places over two."""
    axes, places = mapped["axes"], mapped["places"]
    columns = [[place["values"][number] for place in places] for number in range(len(axes))]
    x = axis_over(columns[0], 46, _WIDTH - 8, "log" if axes[0]["log"] else "linear", pad=0.05)
    xs = x.places(columns[0])
    if len(axes) == 1:
        y = axis_over([0.0, 1.0], 170, 18, pad=0.02)
        ys = y.places([place["holds"] / max(1, place["replicates"]) for place in places])
        back = [_crossing(x, y, crossing) for crossing in mapped["crossings"]] + [
            f'<path class="whisker" d="M{left:.1f} {y.place(place["lower"]):.1f}V{y.place(place["upper"]):.1f}"/>'
            for left, place in zip(xs, places, strict=True)
        ]
        back.append(svg.rule(x, y, "threshold", at_y=mapped["required"]))
        up = "share that holds"
    else:
        y = axis_over(columns[1], 170, 18, "log" if axes[1]["log"] else "linear", pad=0.05)
        ys = y.places(columns[1])
        back = [svg.line(x.places(line[0]), y.places(line[1]), "line c5") for line in _turned(mapped["lines"])]
        up = axes[1]["field"]
    marks = [
        draw(xs[chosen], ys[chosen], kind)
        for decided, draw, kind in (
            ("holds", svg.dots, "dot"),
            ("fails", svg.crosses, "dot fails"),
            ("undecided", svg.dots, "dot unsure"),
        )
        if (chosen := np.array([place["decided"] == decided for place in places], dtype=bool)).any()
    ]
    parts = [svg.frame(x, y, axes[0]["field"], up), svg.window(x, y, back), *marks]
    return svg.figure(key, "Boundary", mapped["sentence"], _WIDTH, _HEIGHT, parts)


def _crossing(x: Axis, y: Axis, crossing: list[float]) -> str:
    low, _, high = (float(place) for place in x.places(crossing))
    return (
        f'<rect class="allowed" x="{low:.1f}" y="{y.end:.1f}" width="{max(1.0, high - low):.1f}" '
        f'height="{y.start - y.end:.1f}"/>'
    ) + svg.rule(x, y, "axis", at_x=crossing[1])


def _turned(lines: list[list[list[float]]]) -> list[list[list[float]]]:
    """Lines as columns rather than points."""
    return [[[point[0] for point in line], [point[1] for point in line]] for line in lines if line]


def _beside(x: Axis, place: float, text: str) -> str:
    """A note beside a line across, on the side that has room."""
    left = place > (x.start + x.end) / 2
    return svg.label(place - 3 if left else place + 3, 24, text, "end" if left else "start", "note")


def _strip(x: Axis, shifts: Numbers, decided: str | None) -> str:
    """The verdict at each shift, as a strip under the axis."""
    low, high = (float(value) for value in back_from(np.array([x.low, x.high]), x.scale))
    supported, refuted = shifts["supported_below"], shifts["refuted_from"]
    if supported is None:
        supported = -np.inf
    if refuted is None:
        refuted = -np.inf if decided == "refuted" else np.inf
    segments = [
        ("supported", low, min(supported, high)),
        ("undecided", max(supported, low), min(refuted, high)),
        ("refuted", max(refuted, low), high),
    ]
    parts = [svg.label(x.start, 197, "verdict if the threshold lay there:", kind="tick")]
    for verdict, start, end in segments:
        if end <= start:
            continue
        left, right = (float(place) for place in x.places([start, end]))
        sign = f"{SYMBOLS[verdict]} {verdict}" if right - left > 70 else SYMBOLS[verdict] if right - left > 12 else ""
        parts.append(
            f'<rect class="strip v-{verdict}" x="{left:.1f}" y="201" width="{max(0.8, right - left):.1f}" height="13"/>'
            + (svg.label((left + right) / 2, 211.5, sign, "middle", f"on v-{verdict}") if sign else "")
        )
    return "".join(parts)


def _heights(seen: Numbers) -> list[float | None]:
    """The values that a picture of curves has to hold: bands of what is read, medians of the rest."""
    heights: list[float | None] = []
    for curve in seen["curves"]:
        heights += curve["median"]
        if curve["read"]:
            heights += curve["low"] + curve["high"]
    if not seen["log_y"]:
        return heights
    return [value for value in heights if value is not None and value > 0]


def _declared_band(seen: Numbers, x: Axis, y: Axis) -> str:
    """The slopes that the claim allows, about the predicted curve laid through the middle of the observed one."""
    observed = next((curve for curve in seen["curves"] if curve["read"] and not curve["reference"]), None)
    predicted = next((curve for curve in seen["curves"] if curve["reference"]), None)
    if not (seen["slope_band"] and seen["log_x"] and seen["log_y"] and observed and predicted):
        return ""
    values = np.array([curve["median"] for curve in (observed, predicted)], dtype=np.float64)
    places: Floats = np.log(np.array(seen["x"], dtype=np.float64))
    centred = places - places.mean()
    level = np.exp(np.mean(np.log(values[0]) - np.log(values[1])))
    wedge = [values[1] * level * np.exp(side * seen["slope_band"] * np.abs(centred)) for side in (-1, 1)]
    return svg.area(x.places(seen["x"]), y.places(wedge[0]), y.places(wedge[1]), "allowed")


def _panel(panel: tuple[Numbers, Numbers], margin: Floats, left: float, top: float) -> str:
    across, up = panel
    scales = [field.get("scale") or ("log" if field.get("log") else "linear") for field in panel]
    x = axis_over(across["values"], left + 8, left + 116, scales[0], pad=0.05)
    y = axis_over(up["values"], top + 104, top + 18, scales[1], pad=0.06)
    xs, ys = x.places(across["values"]), y.places(up["values"])
    fails = margin <= 0
    parts = [f'<rect class="panel" x="{left + 4:.0f}" y="{top + 14:.0f}" width="116" height="94"/>']
    if up["name"] == "margin" and y.low < 0 < y.high:
        parts.append(svg.rule(Axis(0, 1, left + 4, left + 120), y, "threshold", at_y=0.0))
    parts += [svg.dots(xs[~fails], ys[~fails], "dot"), svg.crosses(xs[fails], ys[fails], "dot fails")]
    ends = [short(float(back_from(np.array([edge]), scales[0])[0]), 2) for edge in _inner(x)]
    parts.append(svg.label(left + 4, top + 119, ends[0]) + svg.label(left + 120, top + 119, ends[1], "end"))
    parts.append(svg.label(left + 62, top + 119, _cut(across["name"], 14), "middle", "name"))
    parts.append(svg.label(left + 4, top + 10, _cut(up["name"], 20), "start", "name"))
    return "".join(parts)


def _inner(axis: Axis) -> tuple[float, float]:
    """The ends of an axis without its room."""
    room = (axis.high - axis.low) * 0.05 / 1.1
    return axis.low + room, axis.high - room


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
