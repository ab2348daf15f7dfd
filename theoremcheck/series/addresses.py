"""Numbers of trials that no draw made: replicates at points which a search, a map or a reader chose.

A trial's random streams belong to its number. So a number says for which point and to which end the replicate is made:
two replicates that serve two ends never share their randomness, whichever series records them. That is what lets a
search choose a point by some replicates and weigh it by others that no choice has read.

    bits 62..23   digest of (claim, point)
    bits 22..16   stage: the end that the replicate serves, and the factor by which the search grew the point
    bits 15..0    replicate, counted from 1; 0 is the first look

Draws have the numbers 0, 1, 2, ... below all of these: a digest of 0 comes once in 2^40 points.
"""

from __future__ import annotations

import hashlib
from enum import IntEnum
from typing import Any

from theoremcheck.evidence.forms import encode, key_of

__all__ = ["MOST_FACTORS", "MOST_REPLICATES", "AddressError", "End", "address", "grouped_by"]

_REPLICATE, _STAGE, _DIGEST = 16, 7, 40
MOST_REPLICATES = (1 << _REPLICATE) - 1
"""Replicates of one point to one end."""


class End(IntEnum):
    """What a replicate is for."""

    LOOK = 0
    """A look at a candidate."""

    CHOOSE = 1
    """To choose among points that failed: those that fail most often, or the simplest that still fail."""

    WEIGH = 2
    """To weigh a point once it is chosen: a verdict rests on these."""

    MAP = 3
    """To decide a place of a map."""


MOST_FACTORS = (1 << _STAGE) // len(End) - 1
"""Factors by which one point may be grown."""


class AddressError(ValueError):
    """A replicate for which there is no number."""


def address(point: Any, end: End, replicate: int, claim: str = "", factor: int | None = None) -> int:
    """The number of a replicate.

    Args:
        point: The point that somebody chose, or any value that evidence can keep.
        end: What the replicate is for.
        replicate: 0 for a look, 1, 2, ... for replicates.
        claim: Whose search or map chose it; looks at candidates of no claim in particular are shared within a study.
        factor: Position among the factors by which the search grows the point; None for the point itself.

    Raises:
        AddressError: If there are more replicates or factors than numbers.
    """
    grown = 0 if factor is None else factor + 1
    if not 0 <= replicate <= MOST_REPLICATES:
        raise AddressError(f"replicate={replicate} must lie between 0 and {MOST_REPLICATES}")
    if not 0 <= grown <= MOST_FACTORS:
        raise AddressError(f"factor={factor} must lie between 0 and {MOST_FACTORS - 1}")
    text = f"{claim} {key_of(encode(point))}"
    digest = hashlib.blake2b(text.encode(), digest_size=_DIGEST // 8).digest()
    stage = grown * len(End) + end
    return (int.from_bytes(digest, "little") << _STAGE | stage) << _REPLICATE | replicate


def grouped_by(number: int) -> tuple[int, int | None, int]:
    """What a replicate's number says: digest of (claim, point), position of the factor (None: not grown), replicate."""
    grown = (number >> _REPLICATE & (1 << _STAGE) - 1) // len(End)
    return number >> _REPLICATE + _STAGE, grown - 1 if grown else None, number & MOST_REPLICATES
