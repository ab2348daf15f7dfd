r"""A loss near zero forces a constellation, and retrieves every pair.

The paper: where the loss tends to zero, the limit satisfies $S_{ii} \ge b \ge S_{ij}$, and matched vectors are nearest
neighbours. Derived, the finite form: all terms of the loss are positive, and one with its score on the wrong side of
the bias is at least log 2; so $N L < \log 2$ implies $\min_i S_{ii} > b > \max_{i \ne j} S_{ij}$ for the relative bias
b, hence unique nearest neighbours in both directions.

Operational: of random constellations the bias moves off its best until $N L$ is a given share of log 2, up to 0.999,
towards the matched scores or towards the others. `reserve` is what is left between the bias and the nearest score, in
units of the margin.
"""

from math import log

import torch

from claims.bangachev2025.paper import ALWAYS, source
from models.bangachev2025.zero_loss.biases import loss_at
from models.bangachev2025.zero_loss.losses import SmallLoss, retrieved
from models.constellations import extreme
from strategies.bangachev2025.zero_loss import small_losses, small_means
from theoremcheck import AllOf, AtLeast, AtMost, Claim, Control, Observables, Streams


def experiment(small: SmallLoss, streams: Streams) -> Observables:
    """The bias, the scores next to it, and what is retrieved; shape (trials,) each."""
    scores, inverse_temperature, bias = small.draw_at_level(streams)
    found = extreme(scores)
    least, largest = found.bias + found.margin, found.bias - found.margin
    return Observables(
        least_matched=least,
        bias=bias,
        largest_other=largest,
        retrieved=retrieved(scores),
        level=small.pairs * loss_at(scores, inverse_temperature, bias) / log(2),
        reserve=torch.minimum(least - bias, bias - largest) / found.margin,
    )


CLAIM = Claim(
    name="bangachev2025.small-loss-separates",
    statement=__doc__,
    source=source("Theorem 3.1 and Corollary 1 (finite form derived)"),
    regimes=small_losses(),
    experiment=experiment,
    # Every one is retrieved: a single miss would take 1/32 or more.
    prediction=AllOf(
        (AtLeast("least_matched", "bias"), AtMost("largest_other", "bias"), AtLeast("retrieved", 0.99)),
    ),
    required=ALWAYS,
    controls=(
        Control(
            breaks="the sum N L is below log 2 (here: only the mean L is at log 2 or more)",
            regimes=small_means(),
        ),
    ),
    dtype=torch.float64,
)
