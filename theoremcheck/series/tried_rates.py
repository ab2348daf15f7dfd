"""Whether a claim of a rate can fail at all: the engine tries it on curves without the rate, on its own ladder.

A band is easily so wide, or a ladder so short, that a constant passes for what vanishes. The engine tells
from the declaration alone where that fixes the ladder, and from the first draws where the experiment returns the
predicted curve; nothing random decides it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from theoremcheck.claim import Claim, Scale
from theoremcheck.evidence import Trial
from theoremcheck.predictions import AllOf, Observed, Prediction
from theoremcheck.predictions.base import Asymptotic
from theoremcheck.predictions.holding import EQUAL, read
from theoremcheck.regimes import batch_of
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import by_shape, draw_points

__all__ = ["draws_for_straw_men", "passing_straw_man"]

_LADDERS = 8
"""Draws whose ladders are looked at: every run makes as many. A straw man passes if it holds on all of them."""


def draws_for_straw_men(claim: Claim) -> int:
    """Draws that a run has to make before it can try a claim: none where the declaration fixes the ladder."""
    return 0 if all(_is_declared(claim, rate) for rate in _rates(claim.prediction)) else _LADDERS


def passing_straw_man(dossier: Dossier) -> str | None:
    """Curves without the claimed rate that the prediction takes for one with it, in words; None if none is known."""
    passing = [found for rate in _rates(dossier.claim.prediction) for found in _passing(dossier, rate)]
    return "; ".join(passing) or None


def _passing(dossier: Dossier, rate: Asymptotic) -> Iterator[str]:
    if (ladder := _ladder(dossier, rate)) is None:
        return
    round_off = np.full(len(ladder[rate.ladder[0]]), EQUAL)
    for name, observed in rate.straw_men(ladder).items():
        if read(rate, observed, round_off).holds.all():
            apart = rate.told_apart_by(observed)
            yield f"{name} passes for what is claimed: to tell them apart on this ladder takes {apart}"


def _rates(prediction: Prediction) -> Iterator[Asymptotic]:
    """The rates that a prediction states; of several each has to be told apart by itself."""
    if isinstance(prediction, AllOf):
        for part in prediction.predictions:
            yield from _rates(part)
    elif isinstance(prediction, Asymptotic):
        yield prediction


def _is_declared(claim: Claim, rate: Asymptotic) -> bool:
    return claim.scale is not None and set(rate.ladder) <= {claim.scale.field}


def _ladder(dossier: Dossier, rate: Asymptotic) -> Observed | None:
    """The observables of some draws that straw men are computed from; None while no draw has them."""
    claim = dossier.claim
    if claim.scale is not None and _is_declared(claim, rate):
        return {claim.scale.field: _abscissa(dossier, claim.scale)}
    seen = [trial for trial in dossier.draws(dossier.own)[:_LADDERS] if trial.error is None]
    alike = [trial for trial in seen if _shapes(trial, rate) == _shapes(seen[0], rate)]
    return {name: np.stack([trial.value(name) for trial in alike]) for name in rate.ladder} if alike else None


def _abscissa(dossier: Dossier, scale: Scale) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The rungs of the first draws, shape (draws, rungs)."""
    points = draw_points(dossier.own, range(_LADDERS))
    ladders = []
    for _, members in by_shape(points):
        batch = batch_of([points[index] for index in members], torch.float64, torch.device("cpu"))
        rungs = [getattr(scale.grow(batch, factor), scale.field) for factor in scale.factors]
        ladders.append(
            torch.stack([torch.as_tensor(rung, dtype=torch.float64).expand(len(members)) for rung in rungs], dim=1)
        )
    return torch.cat(ladders).numpy()


def _shapes(trial: Trial, rate: Asymptotic) -> list[tuple[int, ...]]:
    return [trial.value(name).shape for name in rate.ladder]
