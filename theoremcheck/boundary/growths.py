"""Maps of a grown regime: where the prediction stops holding farther along the theorem's asymptotics.

A map at the sizes of the regime cannot tell a boundary of the theorem from an effect of finite size. So a reader may
ask for the same map with every regime grown by a factor of the claim's growth, as the search grows a counterexample.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from theoremcheck.boundary.axes import BoundaryError, declaration_of
from theoremcheck.claim import Claim
from theoremcheck.falsifier.replicates import grown_by
from theoremcheck.regimes import Columns, points_of

__all__ = ["factor_named", "grown_columns", "grown_points", "in_words", "named_factor"]


def named_factor(claim: Claim, factor: float) -> str:
    """The name of a factor of the claim's growth, for a survey.

    Raises:
        BoundaryError: If the claim does not say how a regime grows, or not by this factor.
    """
    if claim.growth is None:
        raise BoundaryError(f"{claim.name} declares no growth: it does not say how a regime grows")
    factors = [f"{known:g}" for known in claim.growth.factors]
    if f"{factor:g}" not in factors:
        raise BoundaryError(f"{claim.name}: its regime grows by the factors {', '.join(factors)}, not by {factor:g}")
    return f"{factor:g}"


def factor_named(claim: Claim, name: str) -> int | None:
    """The position of a factor among those of the claim's growth; None if it is none of them."""
    known = claim.growth.factors if claim.growth else ()
    return next((place for place, factor in enumerate(known) if f"{factor:g}" == name), None)


def grown_points(claim: Claim, points: Mapping[int, Any], name: str, fields: Sequence[str]) -> dict[int, Any]:
    """Points of a map, grown by a factor.

    Raises:
        BoundaryError: If that changes a field which the map holds at a value.
    """
    position = factor_named(claim, name)
    assert position is not None  # somebody asked for it by `named_factor`
    found = {index: grown_by(claim.growth, point, position) for index, point in points.items()}
    for index, point in points.items():
        for field in fields:
            if getattr(found[index], field) != getattr(point, field):
                raise BoundaryError(
                    f"{claim.name}: {field!r} itself grows, from {getattr(point, field):g} to "
                    f"{getattr(found[index], field):g}: a map along it at {name} times its values is a map of another "
                    "range, which you ask for without growth"
                )
    return found


def grown_columns(claim: Claim, columns: Columns, name: str, fields: Sequence[str]) -> Columns:
    """The same of regimes in columns, as the claim's declaration draws them.

    Raises:
        BoundaryError: If that changes a field which the map holds at a value.
    """
    declared = declaration_of(claim)
    count = len(next(iter(columns.values())))
    drawn = dict(enumerate(points_of(declared.regime, columns, range(count))))
    grown = grown_points(claim, drawn, name, fields).values()
    return {field: declared.column(field, [getattr(point, field) for point in grown]) for field in columns}


def in_words(claim: Claim, name: str) -> str:
    """The claim and how far its regime is grown, as a sentence begins with them."""
    return f"{claim.name} (grown by {name} along {claim.growth.field})" if name and claim.growth else claim.name
