"""Which fields to map where nobody says."""

from __future__ import annotations

from theoremcheck.boundary.axes import BoundaryError, axis_of, changed_laws, declaration_of, declared_range
from theoremcheck.claim import Claim

__all__ = ["fields_to_map"]


def fields_to_map(claim: Claim) -> tuple[list[str], list[str]]:
    """The fields whose range the controls change, and all others with a range of their own.

    Raises:
        BoundaryError: If the claim declares no fields, or none with a range.
    """
    laws = declaration_of(claim).laws
    changed = dict.fromkeys(name for control in claim.controls for name in changed_laws(claim, control))
    first = [name for name in changed if _can_be_mapped(claim, name)]
    rest = [name for name in laws if name not in first and declared_range(claim, name)]
    if not first and not rest:
        raise BoundaryError(
            f"{claim.name}: its regime is a single point, and no control changes a field: say what to vary and where, "
            "as in --along FIELD=LOW:HIGH"
        )
    return first, [name for name in rest if _can_be_mapped(claim, name)]


def _can_be_mapped(claim: Claim, field: str) -> bool:
    try:
        axis_of(claim, field)
    except BoundaryError:
        return False
    return True
