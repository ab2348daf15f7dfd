r"""Above a threshold, no row of a given margin is further from its softmax mean than the flat one.

For $\alpha > 0$, $a \ge \log(4n - 4) / \alpha$ and every $z \in R^n$ with $z_i - \max_{j \ne i} z_j \ge \alpha$,
$$ \mu_i(z, a) \le \mu_i(\alpha (e_i - 1), a) = \frac{\alpha}{1 + e^{a \alpha} / (n - 1)}. $$
The bound is attained where all other entries stand exactly $\alpha$ below the winner.
"""

import torch
from torch import Tensor

from claims.yaras2025.paper import source
from models.yaras2025.initialisation.softmax_gap import SeparatedRow, softmax_gap
from strategies.yaras2025.initialisation import separated_rows
from theoremcheck import Claim, Control, LessThan, Observables, Streams

CHALLENGERS = 12
"""Rows of each kind a trial. A random row would be no challenge: rows near a tie with the bound could break it."""


def challengers(row: SeparatedRow, streams: Streams) -> Tensor:
    r"""Rows that press against the bound, shape (trials, 3 CHALLENGERS, n): the winner at 0, others below $-\alpha$.

    All of the others are pushed further down together, or a random part of them, or each by its own amount; the sizes
    of the pushes run from 0.01/a to 10/a, the scale on which the softmax weights change. At least one entry is pushed:
    an exact tie with the bound would be decided by round-off.
    """
    shape = (CHALLENGERS, row.entries - 1)
    size = 0.01 * 1000 ** streams.uniform("size", (CHALLENGERS, 1)) / row.sharpness[:, None, None]
    part = (streams.uniform("part", shape) < streams.uniform("share", (CHALLENGERS, 1))).to(streams.dtype)
    part[..., 0] = 1
    own = -streams.uniform("own", shape).log()  # exponential with mean 1
    pushes = size[:, None] * torch.stack([torch.ones_like(own), part, own], dim=1)
    others = -row.margin[:, None, None] - pushes.flatten(1, 2)
    return torch.nn.functional.pad(others, (1, 0))


def experiment(row: SeparatedRow, streams: Streams) -> Observables:
    """The largest gap among the challengers of a trial, and the lemma's bound, shape (trials,)."""
    rows = challengers(row, streams)
    gaps = softmax_gap(rows, row.sharpness[:, None].expand(rows.shape[:-1]))
    return Observables(largest_gap=gaps.amax(dim=-1), bound=row.largest_gap())


CLAIM = Claim(
    name="yaras2025.softmax-gap-bound",
    statement=__doc__,
    source=source("Lemma B.1 (b)"),
    kind="lemma",
    regimes=separated_rows(),
    experiment=experiment,
    prediction=LessThan("largest_gap", "bound"),
    required=0.99,  # the lemma says 1; no finite number of draws supports that
    controls=(Control(breaks="the inverse temperature is half of the threshold", regimes=separated_rows(0.5, 0.5)),),
    dtype=torch.float64,
)
