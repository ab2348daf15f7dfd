"""What a claim read in this process that its specification does not cover."""

from __future__ import annotations

from theoremcheck.claim import Claim
from theoremcheck.series.specification import files_left_out

__all__ = ["not_pinned"]


def not_pinned(claim: Claim) -> list[str]:
    """A sentence for each such file."""
    return [
        f"the claim read {path.name}, which its specification does not cover: when it changes, draws of before still "
        "count; name it in `reads`"
        for path in files_left_out(claim)
    ]
