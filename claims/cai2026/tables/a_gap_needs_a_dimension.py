r"""With fewer dimensions than states the optimum of mismatched pairs has no gap, whatever the mismatch.

Ours, beside `cai2026.gap-and-cone-are-equal`: below the critical temperature a gap costs nothing there, since its
offset stands on a dimension of its own, orthogonal to the simplex of K - 1. In a dimension $D < K$ there is none to
spare, and an offset takes one from the code. What pairs gain from a shorter shared part they then get otherwise:
partners part, to a cosine of 0.4 at $\epsilon = 0.6$, about one centre, 0.

No theorem, and not of every temperature: at $\beta = 8$ and D = 5 descents were seen to end, at the least loss of many,
with centroids up to 0.15 apart. Here $\beta = 4$, as in `yi2025.matched-gap-vanishes` the highest at which descents
find the optimum; K = 8, D from 4 to 7 and $\epsilon$ from 2 % to 60 %, of which all above 8 % lie beyond $\beta = a^*$.
All of this was seen before it was asked (K = 6 and 12, too); in D = 3 every other descent ends elsewhere.

Operational: four descents from random starts, 300 steps each; where the loss is least, the centroids' distance is 0.03
at most. With D from 8 on, and beyond the line, the control, the distance is what the start makes it.
"""

import torch

from claims.cai2026.paper import source
from models.cai2026.tables.pairs import FreePairs, twice_the_steps
from models.pair_tables import population_loss
from models.unit_vectors import centroid_distance, random_rows
from strategies.cai2026.tables import narrow, roomy
from theoremcheck import AtMost, Baseline, Claim, Control, Observables, Streams, Trust

STARTS = 4


def experiment(pairs: FreePairs, streams: Streams) -> Observables:
    """Centroid distance and loss where several descents have the least, and minus the information; (trials,) each."""
    return _seen(pairs, *pairs.best_of(STARTS, streams))


def at_the_start(pairs: FreePairs, streams: Streams) -> Observables:
    """The same of a random start."""
    return _seen(pairs, *(random_rows(streams, side, pairs.states, pairs.dimension) for side in ("x", "y")))


def _seen(pairs: FreePairs, first: torch.Tensor, second: torch.Tensor) -> Observables:
    beta = torch.as_tensor(pairs.inverse_temperature)[:, None, None]
    return Observables(
        centroid_distance=centroid_distance(first, second),
        loss=population_loss(pairs.joint, beta * first @ second.mT),
        least_loss_of_a_simplex=pairs.least_loss,
    )


CLAIM = Claim(
    name="cai2026.a-gap-needs-a-dimension",
    statement=__doc__,
    source=source("section 4, on matched and mismatched pairs (ours: seen)"),
    kind="empirical",
    regimes=narrow(),
    experiment=experiment,
    prediction=AtMost("centroid_distance", 0.03),
    required=0.9,  # four descents may all end in local minima
    controls=(
        Control(breaks="there are fewer dimensions than states (here: as many, to twice as many)", regimes=roomy()),
    ),
    baselines=(Baseline(when="before training", experiment=at_the_start),),
    trust=Trust(refine=twice_the_steps),
    dtype=torch.float64,
)
