"""What a search or a map was going to do, as evidence writes it down before it begins.

A search is a function of its plan and of the trials that it has recorded: whoever has both can go through it again and
see whether evidence holds every trial that it asked for. A second line, after the search, says that it came to its end:
whoever does not go through it takes no search for made that a run was stopped in.

A map is such a function too, of its survey, which the label of its series says, and of the draws that there were when
it began.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

__all__ = ["Plan"]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The plan of one claim's search, or of one of its maps.

    Attributes:
        series: Label of the claim's own series; of a map that of its survey.
        claim: The claim.
        budget: Name of the budget, which says how far the search may go.
        draws: How many of the claim's draws are candidates.
        examples: Regimes that Hypothesis generated, in the forms of `evidence.forms`: it takes some values from the
            modules that are loaded, so another run may generate others.
        open_points: Regimes, in the same forms, whose fate other searches had left open when this one began, or when a
            merge brought theirs: a verdict rests on them too, so this one goes on with their replicates.
        done: Whether the search that it planned has come to its end.
        informed: Of a map, how many draws of each series tell it where to look, by label.
    """

    series: str
    claim: str
    budget: str
    draws: Annotated[int, msgspec.Meta(ge=0)]
    examples: tuple[dict[str, Any], ...]
    open_points: tuple[dict[str, Any], ...] = ()
    done: bool = False
    informed: dict[str, Annotated[int, msgspec.Meta(ge=0)]] = {}

    def ended(self) -> Plan:
        """The line that stands behind the plan once its search has come to its end."""
        return msgspec.structs.replace(self, done=True)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {name: getattr(self, name) for name in self.__struct_fields__}
