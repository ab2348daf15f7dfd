"""What the evidence says of claims, as it was read before: reading and weighing all of it takes minutes.

An entry is known as long as neither the page nor the evidence nor the engine has changed. The kept entry is whatever a
report says of the claim, in JSON that is not looked into here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from theoremcheck.catalogue.located import Found
from theoremcheck.catalogue.memory import keep, kept, place_of
from theoremcheck.evidence.state import state_of, summed

__all__ = ["Displayed", "Settled", "Standing", "Verdicts"]

T = TypeVar("T", bound="Standing | Settled | Displayed")


class Standing(msgspec.Struct, frozen=True):
    """What the evidence says of a claim.

    Attributes:
        key: Of all that it follows from.
        verdict: The verdict; "none" where nobody ran the claim.
        words: Verdict, bound and draws.
        trusted: Whether the evidence could be read.
        entry: The claim's entry in the report.
    """

    key: str
    verdict: str
    words: str
    trusted: bool
    entry: msgspec.Raw


class Settled(msgspec.Struct, frozen=True):
    """A run found nothing to train, and would find nothing again.

    Attributes:
        key: Of all that it follows from.
        warnings: What it warned of.
    """

    key: str
    warnings: tuple[str, ...]


class Displayed(msgspec.Struct, frozen=True):
    """What `theoremcheck show` prints of a claim.

    Attributes:
        key: Of all that it follows from; where there is no evidence, of that as well.
        lines: The lines.
    """

    key: str
    lines: tuple[str, ...]


class Verdicts:
    """What this machine knows of the evidence in one folder, weighed at one budget."""

    def __init__(self, evidence: Path, budget: str) -> None:
        """No evidence is looked at yet; what is looked at once is taken to stay."""
        self._evidence, self._budget = evidence.resolve(), budget
        self._states: dict[tuple[str, str], Mapping[str, str] | None] = {}

    def key(self, item: Found) -> str | None:
        """Of all that a claim's entry follows from; None where there is no evidence, or no way to tell."""
        return self._key(item, self.left(item))

    def key_displayed(self, item: Found) -> str | None:
        """The same of what a claim declares and its evidence says, also where there is no evidence of it."""
        return self._key(item, "nothing" if self.nothing(item) else self.left(item))

    def _key(self, item: Found, left: str | None) -> str | None:
        facts = item.facts
        if not facts.origin or left is None:
            return None
        return hashlib.sha256(f"{facts.origin} {facts.name} {self._budget} {left}".encode()).hexdigest()

    def left(self, item: Found) -> str | None:
        """The state of a claim's evidence; None where there is none, or no way to tell."""
        state = self._state(item)
        return summed(state) if state else None

    def nothing(self, item: Found) -> bool:
        """Whether there is no evidence of a claim at all."""
        return self._state(item) == {}

    def _state(self, item: Found) -> Mapping[str, str] | None:
        where = (item.facts.owner, item.facts.specification)
        if where not in self._states:
            self._states[where] = state_of(self._evidence, *where) if all(where) else None
        return self._states[where]

    def standing(self, item: Found) -> Standing | None:
        """What the evidence says of a claim; None if somebody has to read it."""
        return self._kept("standing", item, Standing, self.key(item))

    def settled(self, item: Found) -> Settled | None:
        """What a run said that had nothing to train; None if a run may have something."""
        return self._kept("settled", item, Settled, self.key(item))

    def displayed(self, item: Found) -> Displayed | None:
        """What `theoremcheck show` prints; None if somebody has to read page and evidence."""
        return self._kept("displayed", item, Displayed, self.key_displayed(item))

    def keep(self, item: Found, what: Standing | Settled | Displayed) -> None:
        """Keep one of them."""
        keep(self._place(type(what).__name__.lower(), item), msgspec.json.encode(what))

    def _kept(self, kind: str, item: Found, form: type[T], key: str | None) -> T | None:
        try:
            found = msgspec.json.decode(kept(self._place(kind, item)) or b"", type=form)
        except msgspec.DecodeError:
            return None
        return found if found.key == key else None

    def _place(self, kind: str, item: Found) -> Path:
        return place_of(kind, str(self._evidence), item.name, self._budget)
