r"""The largest score is never below its softmax mean.

For every $a \ge 0$ and every row $z \in R^n$ whose largest entry is $z_i$,
$$ \mu_i(z, a) = z_i - \langle z, \mathrm{softmax}(a z) \rangle \ge 0. $$
Hence $g_a(Z) \ge 0$ as soon as all pairs are matched, and from then on the gap parameter can only shrink.
"""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor

from claims.yaras2025.paper import source
from models.yaras2025.initialisation.softmax_gap import ScoreRow, softmax_gap
from strategies.yaras2025.initialisation import score_rows
from theoremcheck import AtLeast, Claim, Control, Observables, Streams


def largest_first(scores: Tensor) -> Tensor:
    """The winner at index 0."""
    return scores.sort(dim=-1, descending=True).values


def smallest_first(scores: Tensor) -> Tensor:
    """The loser at index 0."""
    return scores.sort(dim=-1).values


def experiment(row: ScoreRow, streams: Streams, order: Callable[[Tensor], Tensor] = largest_first) -> Observables:
    """One row a trial, uniform on [-1, 1]^n as cosines might be; mu of its first entry, once ordered."""
    scores = 2 * streams.uniform("scores", (row.entries,)) - 1
    return Observables(softmax_gap=softmax_gap(order(scores), row.sharpness))


CLAIM = Claim(
    name="yaras2025.winner-leads-its-softmax-mean",
    statement=__doc__,
    source=source("Lemma B.1 (a)"),
    kind="lemma",
    regimes=score_rows(),
    experiment=experiment,
    prediction=AtLeast("softmax_gap", 0.0),
    required=0.99,  # the lemma says 1; no finite number of draws supports that
    controls=(
        Control(
            breaks="the entry is the smallest, not the largest", experiment=partial(experiment, order=smallest_first)
        ),
    ),
    dtype=torch.float64,
)
