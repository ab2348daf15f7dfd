"""Numbers in words, the same in page, summary and badges; a bound is never rounded in its own favour."""

from __future__ import annotations

from math import ceil, exp, floor, log, log10
from typing import Any

from theoremcheck.vocabulary import Verdict

__all__ = [
    "SYMBOLS",
    "as_sentence",
    "at_a_point",
    "at_least",
    "at_most",
    "confidence",
    "e_value",
    "holds_for",
    "nines",
    "paper_titles",
    "percent",
    "short",
    "title_of",
    "verdict_words",
]

SYMBOLS = {
    str(Verdict.SUPPORTED): "✓",
    str(Verdict.REFUTED): "✗",
    str(Verdict.UNDECIDED): "?",
    str(Verdict.POWERLESS): "∅",
    str(Verdict.UNSTABLE): "≈",
    str(Verdict.BROKEN): "!",
}
"""A sign beside each word, so that colour is never the only one."""

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def as_sentence(text: str) -> str:
    """With a capital at the start, unless it is the name of a claim, and a full stop at the end."""
    first = text.split(" ", 1)[0]
    start = text if "." in first[:-1] else text[:1].upper() + text[1:]
    return start + ("" if text.endswith(".") else ".")


def nines(share: float) -> float:
    """Place of a probability on an axis of nines, from 0 to 1: 0, 90, 99 and 99.9 % are equally far apart."""
    return min(1.0, -log10(max(1 - share, 1e-12)) / 3)


def percent(share: float) -> str:
    """A share, with as many digits as tell it from 1; the sign stays on the number's line."""
    return f"{100 * share:.3g}\u00a0%" if share < 0.99 else f"{100 * share:.5g}\u00a0%"


def at_least(lower: float) -> str:
    """A lower bound, rounded down."""
    return f"{floor(lower * 1000 + 1e-9) / 10:g}\u00a0%"


def at_most(upper: float) -> str:
    """An upper bound, rounded up."""
    return f"{ceil(upper * 1000 - 1e-9) / 10:g}\u00a0%"


def confidence(alpha: float) -> str:
    """Confidence of one bound or one decision."""
    return f"{100 * (1 - alpha):g}\u00a0%"


def holds_for(entry: dict[str, Any], least: str = "≥", most: str = "≤") -> str:
    """The share of draws that the verdict speaks of."""
    series = entry["series"]
    if series is None or not series["draws"]:
        return "no draws"
    if entry["verdict"] == str(Verdict.SUPPORTED):
        return f"{least} {at_least(series['lower'])}"
    if at_a_point(entry):
        return f"{least} {at_least(series['lower'])}"
    if entry["verdict"] == str(Verdict.REFUTED):
        return f"{most} {at_most(series['upper'])}"
    return f"{at_least(series['lower'])} to {at_most(series['upper'])}"


def at_a_point(entry: dict[str, Any]) -> bool:
    """Whether a counterexample refutes the claim, and not the share of draws at which it fails."""
    series = entry["series"]
    return entry["verdict"] == str(Verdict.REFUTED) and series is not None and series["decided"] != entry["verdict"]


def verdict_words(entry: dict[str, Any]) -> str:
    """The verdict, with the word that tells an expected refutation from a surprise."""
    known = entry["as_expected"] and entry["expected"] != str(Verdict.SUPPORTED)
    return f"{entry['verdict']}, as known" if known else str(entry["verdict"])


def e_value(log_e: float) -> str:
    """An e-value; past a million as a power of ten."""
    if log_e < log(1e6):
        return f"{float(f'{exp(log_e):.3g}'):g}"
    return f"10{str(int(log_e / log(10))).translate(_SUPERSCRIPTS)}"


def short(value: float | None, digits: int = 3) -> str:
    """A number for an axis or a table."""
    if value is None:
        return "–"
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        text = f"{value:.{digits}g}" if abs(value) < 1000 else f"{value:.{max(digits, 5)}g}"
        return text.replace("-", "−")
    exponent = floor(log10(abs(value)))
    mantissa = f"{value / 10.0**exponent:.{digits}g}"
    power = f"10{str(exponent).translate(_SUPERSCRIPTS)}"
    if mantissa in ("1", "-1"):
        return power if mantissa == "1" else f"−{power}"
    return f"{mantissa}·{power}".replace("-", "−")


def title_of(name: str) -> str:
    """A claim's name as words: `huang2024.single-modal-stalls` is "single modal stalls"."""
    return (name.partition(".")[2] or name).replace("-", " ")


def paper_titles(entries: list[dict[str, Any]]) -> dict[str, str]:
    """For each paper, as names abbreviate it, the title that its first claim gives."""
    titles: dict[str, str] = {}
    for entry in sorted(entries, key=lambda entry: str(entry["name"])):
        titles.setdefault(entry["paper"], entry["source"]["paper"])
    return titles
