"""What rests on what in a paper, and what falls with a refuted lemma: a theorem may stand where its proof does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from theoremcheck.reporting.entry import Entry
from theoremcheck.vocabulary import Verdict

__all__ = ["Resting", "resting_in"]


@dataclass(frozen=True)
class Resting:
    """A claim and what its proof uses.

    Attributes:
        entry: The claim.
        uses: The claims that its proof uses, those of the report.
        fallen: Those that the evidence refutes, among these and among what they rest on in their turn.
        repairs: What repairs one of the fallen ones, and is supported.
        undecided: Those that have no finding.
    """

    entry: Entry
    uses: tuple[Entry, ...]
    fallen: tuple[Entry, ...]
    repairs: tuple[Entry, ...]
    undecided: tuple[Entry, ...]

    @property
    def standing(self) -> str:
        """How the claim stands, in words."""
        if self.fallen and self.entry.verdict is Verdict.SUPPORTED:
            return "stands on evidence; its proof as printed does not"
        if self.fallen:
            return "its proof as printed does not stand"
        if self.undecided:
            return "its proof rests on what is not decided"
        own = "is refuted itself; " if self.entry.verdict is Verdict.REFUTED else ""
        return f"{own}what its proof uses, as far as it is asked here, stands"


def resting_in(rests_on: Mapping[str, Sequence[str]], entries: Mapping[str, Entry]) -> list[Resting]:
    """Each claim of the report that is said to rest on others, in the order in which they are named."""
    return [
        _resting(entries[name], rests_on, entries)
        for name in rests_on
        if name in entries and any(used in entries for used in rests_on[name])
    ]


def _resting(entry: Entry, rests_on: Mapping[str, Sequence[str]], entries: Mapping[str, Entry]) -> Resting:
    below = [entries[name] for name in _below(entry.name, rests_on) if name in entries]
    fallen = tuple(used for used in below if used.verdict is Verdict.REFUTED)
    names = {used.name for used in fallen}
    return Resting(
        entry=entry,
        uses=tuple(entries[name] for name in rests_on[entry.name] if name in entries),
        fallen=fallen,
        repairs=tuple(
            other for other in entries.values() if other.repairs in names and other.verdict is Verdict.SUPPORTED
        ),
        undecided=tuple(used for used in below if used.verdict not in (Verdict.SUPPORTED, Verdict.REFUTED)),
    )


def _below(name: str, rests_on: Mapping[str, Sequence[str]]) -> list[str]:
    """All that a claim rests on, directly or not; each once, and a circle ends where it closes."""
    found: dict[str, None] = {}
    pending = list(rests_on.get(name, ()))
    while pending:
        used = pending.pop(0)
        if used not in found and used != name:
            found[used] = None
            pending.extend(rests_on.get(used, ()))
    return list(found)
