"""How the pages on populations are checked: the integrator once more, at a hundredth of its tolerance."""

from dataclasses import replace
from typing import Any

from theoremcheck import Trust

__all__ = ["TRUST"]


def _refined(regime: Any) -> Any:
    return replace(regime, tolerance=regime.tolerance / 100)


TRUST = Trust(refine=_refined)
