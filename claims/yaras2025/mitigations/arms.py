"""What the pages on temperatures read off their arms, and the learner that stands still."""

from functools import partial

import torch
from torch import Tensor

from claims.yaras2025.paper import TRUST
from models.yaras2025.flows.free_features import FeatureCurve
from models.yaras2025.mitigations.parallel import Spread
from theoremcheck import Baseline, Observables, Streams

__all__ = ["TRUST", "before_training", "closings"]


def closings(spread: Spread, curve: FeatureCurve, names: tuple[str, ...]) -> dict[str, Tensor]:
    r"""$\log \gamma_0 - \log\gamma(T)$ of each arm in nats, shape (trials,); matched pairs have the gap $2\gamma$."""
    start = torch.as_tensor(spread.gap).log()
    return dict(zip(names, (start - end for end in curve.log_gap[:, -1].chunk(len(names))), strict=True))


def before_training(names: tuple[str, ...]) -> Baseline:
    """Arms of these names, none of which has closed its gap yet."""
    return Baseline(when="before training", experiment=partial(_at_rest, names=names))


def _at_rest(spread: Spread, streams: Streams, names: tuple[str, ...]) -> Observables:
    return Observables(**dict.fromkeys(names, torch.zeros(streams.trials, dtype=streams.dtype, device=streams.device)))
