"""theoremcheck: QuickCheck for theorems.

The names below are what a page of claims needs. They are loaded on first use: pytest imports this package in every
run of an environment that has it, and most of those runs check no theorem and should not wait for torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from theoremcheck.claim import Claim, ClaimError, Control, Scale, Source, Study, Trust
    from theoremcheck.evidence import load
    from theoremcheck.predictions import (
        AtLeast,
        AtMost,
        Between,
        Conserved,
        DecaysAtLeastAsFastAs,
        DecaysNoFasterThan,
        Equals,
        LessThan,
        Observables,
        Observed,
        Prediction,
        RisesThenFalls,
        StaysAbove,
        Vanishes,
    )
    from theoremcheck.regimes import (
        GivenRegimes,
        Law,
        RegimeError,
        Regimes,
        Size,
        Support,
        choice,
        derived,
        integers,
        interval,
        listed,
        log_interval,
        log_uniform,
        powers_of,
        uniform,
        whole_numbers,
    )
    from theoremcheck.streams import Streams
    from theoremcheck.vocabulary import Verdict

_HOMES = {
    "claim": ("Claim", "ClaimError", "Control", "Scale", "Source", "Study", "Trust"),
    "evidence": ("load",),
    "predictions": (
        "AtLeast", "AtMost", "Between", "Conserved", "DecaysAtLeastAsFastAs", "DecaysNoFasterThan", "Equals",
        "LessThan", "Observables", "Observed", "Prediction", "RisesThenFalls", "StaysAbove", "Vanishes",
    ),
    "regimes": (
        "GivenRegimes", "Law", "RegimeError", "Regimes", "Size", "Support", "choice", "derived", "integers",
        "interval", "listed", "log_interval", "log_uniform", "powers_of", "uniform", "whole_numbers",
    ),
    "streams": ("Streams",),
    "vocabulary": ("Verdict",),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "AtLeast", "AtMost", "Between", "Claim", "ClaimError", "Conserved", "Control", "DecaysAtLeastAsFastAs",
    "DecaysNoFasterThan", "Equals", "GivenRegimes", "Law", "LessThan", "Observables", "Observed", "Prediction",
    "RegimeError", "Regimes", "RisesThenFalls", "Scale", "Size", "Source", "StaysAbove", "Streams", "Study", "Support",
    "Trust", "Vanishes", "Verdict", "choice", "derived", "integers", "interval", "listed", "load", "log_interval",
    "log_uniform", "powers_of", "uniform", "whole_numbers",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'theoremcheck' has no attribute {name!r}")
    return getattr(import_module(f"theoremcheck.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted(__all__)
