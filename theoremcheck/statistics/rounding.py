"""Bounds as text: a lower bound is rounded down and an upper bound up, so that no reader sees more than was shown.

A number is rounded as the decimal that it prints as: 0.7 stays 0.7, though its binary fraction lies a little below.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

__all__ = ["at_least", "at_most", "down", "down_to_digits", "up", "up_to_digits"]


def at_least(lower: float) -> str:
    """A lower bound on a share, in percent with one decimal; the sign stays on the number's line."""
    return f"{float(_rounded(100 * _decimal(lower), 1, ROUND_FLOOR)):g}\u00a0%"


def at_most(upper: float) -> str:
    """An upper bound on a share, in percent with one decimal."""
    return f"{float(_rounded(100 * _decimal(upper), 1, ROUND_CEILING)):g}\u00a0%"


def down(lower: float, places: int) -> str:
    """A lower bound with so many decimals."""
    return f"{_rounded(_decimal(lower), places, ROUND_FLOOR):f}"


def up(upper: float, places: int) -> str:
    """An upper bound with so many decimals."""
    return f"{_rounded(_decimal(upper), places, ROUND_CEILING):f}"


def down_to_digits(lower: float, digits: int) -> float:
    """A lower bound with so many significant digits."""
    number = _decimal(lower)
    return float(_rounded(number, digits - 1 - number.adjusted(), ROUND_FLOOR)) if number else 0.0


def up_to_digits(upper: float, digits: int) -> float:
    """An upper bound with so many significant digits."""
    number = _decimal(upper)
    return float(_rounded(number, digits - 1 - number.adjusted(), ROUND_CEILING)) if number else 0.0


def _decimal(number: float) -> Decimal:
    return Decimal(repr(float(number)))


def _rounded(number: Decimal, places: int, rounding: str) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding)
