"""Looking at a claim's parts before anything is decided: points of its regime, a batch of them, its first draws."""

from __future__ import annotations

from typing import Any

import pandas as pd
import torch

from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger
from theoremcheck.regimes import Sampler, batch_of, point_of
from theoremcheck.running import Recorder, use_one_thread
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import by_shape, draw_points, streams_of
from theoremcheck.series.readings import readings_of
from theoremcheck.streams import Streams, stream_key

__all__ = ["batch", "points", "sample"]

_CPU = torch.device("cpu")
_LOOKED_AT = 256
"""Draws among which a batch of one shape is looked for."""


def points(regimes: Sampler, count: int = 8) -> list[Any]:
    """Independent points of a regime, the same ones whenever one asks; each prints as the code that makes it.

    A function and no method of `Regimes`: the file of that class decides draws, so whoever adds to it gives every claim
    new ones.

    Args:
        regimes: As in a claim.
        count: How many.
    """
    columns = regimes.sample(Streams(stream_key("points", regimes.regime.__name__), torch.arange(count)))
    return [point_of(regimes.regime, columns, row) for row in range(count)]


def batch(claim: Claim, draws: int = 4) -> tuple[Any, Streams]:
    """A batch of the claim's regimes and its streams, to call the experiment by hand: `experiment(*batch(CLAIM))`.

    Args:
        claim: The claim.
        draws: How many of its first draws; they share the fields that are no numbers of one trial, as in a run.

    Raises:
        ValueError: If so many of the first draws have no shape in common.
    """
    own = Dossier.of(claim, Ledger()).own
    drawn = draw_points(own, range(max(draws, _LOOKED_AT)))
    shared = next((members for _, members in by_shape(drawn) if len(members) >= draws), None)
    if shared is None:
        fullest = max(len(members) for _, members in by_shape(drawn))
        raise ValueError(f"draws={draws} must be at most {fullest}: so many of the first {len(drawn)} share a shape")
    chosen = shared[:draws]
    return batch_of([drawn[index] for index in chosen], claim.dtype, _CPU), streams_of(own, chosen, claim.dtype)


def sample(claim: Claim, draws: int = 5) -> pd.DataFrame:
    """The first draws of a claim, made now and recorded nowhere: the same that a run makes.

    Args:
        claim: The claim.
        draws: How many.

    Returns:
        One row a draw: the fields of its regime, its observables (a curve as a list), margin, whether the predicted
        outcome was seen, and, where a draw raised, the error. An observable of a field's name gets `observable.` before
        it.
    """
    use_one_thread()
    dossier = Dossier.of(claim, Ledger())
    trials = list(Recorder.of(dossier, None, _CPU).draw(dossier.own, draws))
    drawn, seen = draw_points(dossier.own, range(draws)), readings_of(claim, trials)
    rows = []
    for trial, margin, holds in zip(trials, seen.margins, seen.holds, strict=True):
        row: dict[str, Any] = dict(vars(drawn[trial.index]))
        for name in trial.observables:
            value = trial.value(name)
            row[f"observable.{name}" if name in row else name] = value.tolist() if value.ndim else float(value)
        rows.append(row | {"margin": margin, "holds": bool(holds), "error": trial.error})
    table = pd.DataFrame(rows, index=pd.Index([trial.index for trial in trials], name="draw"))
    return table if table["error"].notna().any() else table.drop(columns="error")
