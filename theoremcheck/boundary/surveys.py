"""What a map asks, and the series of trials that answers it.

Each survey has a series of its own: its map is a function of the survey and the seed, and of no survey that somebody
made before. One with another range or effort begins anew, and pays for its own places and replicates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from theoremcheck.boundary.axes import Axis, BoundaryError, axis_of
from theoremcheck.boundary.growths import factor_named
from theoremcheck.claim import Claim
from theoremcheck.series.dossier import part_of
from theoremcheck.series.specification import Series

__all__ = ["Survey", "survey_of"]

_KIND = "boundary"
_ASKED = re.compile(r"(?P<stretches>[^@]+)@(?P<effort>\w+)(?:@grown=(?P<grown>[\w.+-]+))?")
_STRETCH = re.compile(r"(?P<field>\w+)=(?P<low>[^:,]+):(?P<high>[^:,]+)")


@dataclass(frozen=True, order=True)
class Survey:
    """Over which stretches of which fields a map goes, and with which effort.

    Attributes:
        fields: One or two, in their order.
        stretches: Least and largest value of each, in digits.
        effort: Its name.
        grown: By which factor of the claim's growth every regime is grown; empty where they are as they were drawn.
    """

    fields: tuple[str, ...]
    stretches: tuple[tuple[str, str], ...]
    effort: str
    grown: str = ""

    @classmethod
    def of(cls, axes: Sequence[Axis], effort: str, grown: str = "") -> Survey:
        """The survey of some axes with an effort, of the regime as it is or grown by a factor."""
        stretches = tuple((repr(axis.low), repr(axis.high)) for axis in axes)
        return cls(tuple(axis.field for axis in axes), stretches, effort, grown)

    def axes(self, claim: Claim) -> list[Axis]:
        """The axes over its stretches.

        Raises:
            BoundaryError: If the claim has no such field, range or factor, or if the survey is not as `of` writes it.
        """
        if self.grown and factor_named(claim, self.grown) is None:
            raise BoundaryError(f"{claim.name}: its regime does not grow by {self.grown}")
        try:
            ends = [(float(low), float(high)) for low, high in self.stretches]
        except ValueError as error:
            raise BoundaryError(f"{claim.name}: a range goes from one number to another ({error})") from error
        axes = [axis_of(claim, field, *stretch) for field, stretch in zip(self.fields, ends, strict=True)]
        if Survey.of(axes, self.effort, self.grown) != self or len({axis.field for axis in axes}) < len(axes):
            raise BoundaryError(f"{claim.name}: nobody asks for a map in the words {self._name!r}")
        return axes

    def series(self, own: Series) -> Series:
        """The series that holds its trials."""
        return part_of(own, _KIND, self._name)

    @property
    def _name(self) -> str:
        asked = (f"{field}={low}:{high}" for field, (low, high) in zip(self.fields, self.stretches, strict=True))
        return f"{','.join(asked)}@{self.effort}" + (f"@grown={self.grown}" if self.grown else "")


def survey_of(own: Series, label: str) -> Survey | None:
    """The survey whose trials a series holds; None if it is none of a map."""
    start = part_of(own, _KIND, "").label
    name = label.removeprefix(start)
    if not label.startswith(start):
        return None
    asked = _ASKED.fullmatch(name)
    parts = [_STRETCH.fullmatch(part) for part in asked["stretches"].split(",")] if asked else []
    found = [part for part in parts if part is not None]
    if asked is None or len(found) != len(parts) or len(found) > 2:
        return None
    fields = tuple(part["field"] for part in found)
    return Survey(fields, tuple((part["low"], part["high"]) for part in found), asked["effort"], asked["grown"] or "")
