"""theoremcheck: QuickCheck for theorems.

The names below are what a page of claims needs, and what a notebook needs of one. They are loaded on first use: pytest
imports this package in every run of an environment that has it, and most of those runs check no theorem and should not
wait for torch.
"""

# ruff: noqa: F403, I001  # the modules of the predictions list them, and no other place does; one import a room

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # to a type checker a star makes names public, and so does importing one as itself
    from theoremcheck.claim import (
        Baseline as Baseline,
        Case as Case,
        Claim as Claim,
        ClaimError as ClaimError,
        Control as Control,
        MapShown as MapShown,
        Paper as Paper,
        PositiveControl as PositiveControl,
        Question as Question,
        Scale as Scale,
        Scatter as Scatter,
        Shown as Shown,
        Source as Source,
        Study as Study,
        Trust as Trust,
    )
    from theoremcheck.evidence.frame import load as load
    from theoremcheck.predictions.along import *
    from theoremcheck.predictions.base import (
        Observables as Observables,
        Observed as Observed,
        Prediction as Prediction,
        PredictionError as PredictionError,
    )
    from theoremcheck.predictions.rates import *
    from theoremcheck.predictions.several import *
    from theoremcheck.predictions.values import *
    from theoremcheck.regimes import (
        GivenRegimes as GivenRegimes,
        Law as Law,
        RegimeError as RegimeError,
        Regimes as Regimes,
        Size as Size,
        Support as Support,
        choice as choice,
        derived as derived,
        integers as integers,
        interval as interval,
        listed as listed,
        log_interval as log_interval,
        log_uniform as log_uniform,
        powers_of as powers_of,
        uniform as uniform,
        whole_numbers as whole_numbers,
    )
    from theoremcheck.reporting.checked import check as check
    from theoremcheck.streams import Streams as Streams
    from theoremcheck.testing.by_hand import batch as batch, points as points, sample as sample
    from theoremcheck.vocabulary import Flaw as Flaw, PerTrial as PerTrial, Verdict as Verdict

_HOMES = {
    "claim": (
        "Baseline", "Case", "Claim", "ClaimError", "Control", "MapShown", "Paper", "PositiveControl", "Question",
        "Scale", "Scatter", "Shown", "Source", "Study", "Trust",
    ),
    "evidence.frame": ("load",),
    "regimes": (
        "GivenRegimes", "Law", "RegimeError", "Regimes", "Size", "Support", "choice", "derived", "integers",
        "interval", "listed", "log_interval", "log_uniform", "powers_of", "uniform", "whole_numbers",
    ),
    "reporting.checked": ("check",),
    "streams": ("Streams",),
    "testing.by_hand": ("batch", "points", "sample"),
    "vocabulary": ("Flaw", "PerTrial", "Verdict"),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}
_PREDICTIONS = "theoremcheck.predictions"
"""Its modules list the predictions, and it is loaded to learn their names."""


def __getattr__(name: str) -> Any:
    """Load a public name from its room on first use (PEP 562)."""
    if name == "__all__":
        return __dir__()
    if name in _HOME:
        return getattr(import_module(f"theoremcheck.{_HOME[name]}"), name)
    if name.startswith("_") or name not in import_module(_PREDICTIONS).__all__:
        raise AttributeError(f"module 'theoremcheck' has no attribute {name!r}")
    return getattr(import_module(_PREDICTIONS), name)


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted([*_HOME, *import_module(_PREDICTIONS).__all__])
