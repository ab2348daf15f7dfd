r"""For all unit vectors the mean margin is bounded by the mean bias, from both sides.

With N pairs, P the mean of $\langle U_i, V_i \rangle$, Q that of $\langle U_i, V_j \rangle$ over $i \ne j$,
$m = (P - Q)/2$ and $b = (P + Q)/2$,
$$ m + b \le 1, \qquad \Bigl(3 - \frac4N\Bigr) m \le 1 + b . $$
It is the paper's bound on the margin of a constellation, whose means are all that it needs.

Derived: the room that the second one leaves is
$\frac1{2 N^2} \bigl[ |\sum_i (U_i + V_i)|^2 + N \sum_i |D_i|^2 - |\sum_i D_i|^2 \bigr]$ with $D_i = U_i - V_i$. So it
is tight for exactly those configurations that have one constant modality gap, $D_i = D$, about the origin.

Operational: random vectors leave a room of about 1, and would pass with any constant. So the vectors go down the room,
by thirty exact answers of each modality to the other: to round-off in most draws, and to 1e-4 in the worst that was
seen. `room` is what remains. `python -m benchmarks.constellations` does the same for a million configurations.
"""

from functools import partial

import torch

from claims.bangachev2025.paper import ALWAYS, source
from models.bangachev2025.margins import FreePairs, descend
from models.constellations import mean_of
from strategies.bangachev2025.margins import free_pairs
from theoremcheck import AllOf, AtMost, Baseline, Claim, Control, Observables, Streams

SWEEPS = 30
"""Effort of the descent; no draw is asked how far it came."""


def experiment(sizes: FreePairs, streams: Streams, length: float = 1.0, sweeps: int = SWEEPS) -> Observables:
    """Both sides of both inequalities, and the room that the second one leaves; shape (trials,) each."""
    first, second = descend(sizes.draw(streams, "U"), sizes.draw(streams, "V"), sweeps)
    found = mean_of(length * first, length * second, sizes.pairs)
    scaled = (3 - 4 / sizes.pairs) * found.margin
    return Observables(
        margin=found.margin,
        at_most=1 - found.bias,
        scaled_margin=scaled,
        scaled_at_most=1 + found.bias,
        room=1 + found.bias - scaled,
    )


CLAIM = Claim(
    name="bangachev2025.margin-against-bias",
    statement=__doc__,
    source=source("Theorem 3.4"),
    regimes=free_pairs(),
    experiment=experiment,
    prediction=AllOf((AtMost("scaled_margin", "scaled_at_most"), AtMost("margin", "at_most"))),
    required=ALWAYS,
    controls=(
        Control(
            breaks="the vectors have length 1 (here: 1.05)",
            experiment=partial(experiment, length=1.05),
        ),
    ),
    baselines=(Baseline(when="at random vectors", experiment=partial(experiment, sweeps=0)),),
    dtype=torch.float64,
)
