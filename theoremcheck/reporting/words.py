"""Numbers and signs in words, the same in page, summary and badges."""

from __future__ import annotations

from math import exp, floor, log, log10

from theoremcheck.statistics import down_to_digits
from theoremcheck.vocabulary import Verdict

__all__ = ["SYMBOLS", "as_sentence", "confidence", "e_value", "nines", "percent", "short"]

SYMBOLS = {
    Verdict.SUPPORTED: "✓",
    Verdict.REFUTED: "✗",
    Verdict.UNDECIDED: "?",
    Verdict.POWERLESS: "∅",
    Verdict.UNSTABLE: "≈",
    Verdict.BROKEN: "!",
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


def confidence(alpha: float) -> str:
    """Confidence of one bound or one decision."""
    return f"{100 * (1 - alpha):g}\u00a0%"


def e_value(log_e: float) -> str:
    """An e-value, rounded down; past a million as a power of ten."""
    if log_e < log(1e6):
        return f"{down_to_digits(exp(log_e), 3):g}"
    return f"10{str(int(log_e / log(10))).translate(_SUPERSCRIPTS)}"


def short(value: float | None, digits: int = 3) -> str:
    """A number for an axis or a table."""
    if value is None:
        return "–"
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        text = f"{value:.{digits}g}" if abs(value) < 1000 else f"{value:.{max(digits, 5)}g}"
        if "e" in text:  # 100 with two digits: a reader knows it as 100
            text = f"{value:.0f}"
        return text.replace("-", "−")
    exponent = floor(log10(abs(value)))
    mantissa = f"{value / 10.0**exponent:.{digits}g}"
    power = f"10{str(exponent).translate(_SUPERSCRIPTS)}"
    if mantissa in ("1", "-1"):
        return power if mantissa == "1" else f"−{power}"
    return f"{mantissa}·{power}".replace("-", "−")
