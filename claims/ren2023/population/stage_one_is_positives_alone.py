r"""To lowest order in the inverse temperature, contrastive training is training on positives alone.

For centred signals $\nabla L / 2 q_0 \tau^2 = \nabla L_{NC} + O(\tau^2)$ with $L_{NC} = -E f_A \cdot f_B$ and
$q_0 = K / (1 + K)$, at any weights. So the first stage of training is that of positives alone: negatives act at the
next order.

Operational, as a trend: at a random start, with the same positive pairs and negatives in closed form, the slope of the
logarithm of the relative difference on $\log\tau^2$ along $\tau^2$ = 0.01, 0.03, 0.1, 0.3 is between 0.95 and 1.05.
In-batch negatives would leave a floor of 1/n. An expansion of a formula: a failure would mean a wrong gradient, in
half of the cases ours; and nothing trains. Derived. Measured before: 1.00 in 16 of 16; with signals of mean 1/2, the
control, the difference is 0.2 to 0.3 at every $\tau^2$.
"""

import torch

from claims.ren2023.paper import SOURCE
from models.ren2023.population.expansion import contrastive_slope, positive_slope, relative_difference
from models.ren2023.training.pairs import LinearPairs, positive_pairs, start
from strategies.ren2023.population import random_starts
from theoremcheck import Claim, Control, Observables, SlopeBetween, Streams

LADDER = (0.01, 0.03, 0.1, 0.3)
NEGATIVES = 8.0
"""K; it enters through q_0, which is divided out, and otherwise at the next order alone."""


def experiment(pairs: LinearPairs, streams: Streams) -> Observables:
    """Relative differences of the slopes along the ladder, shape (trials, 4)."""
    weights = start(pairs, pairs.column_powers(pairs.powers(streams)), streams).unbind(0)
    first, second = positive_pairs(pairs, 1, streams)[:, :, 0].unbind(1)
    negatives = torch.full((streams.trials,), NEGATIVES, dtype=first.dtype, device=first.device)
    alone = positive_slope(weights, (first, second))
    slopes = [contrastive_slope(weights, (first, second), pairs, negatives, level) for level in LADDER]
    difference = torch.stack([relative_difference(slope, alone) for slope in slopes], dim=1)
    return Observables(difference=difference, inverse_temperature=torch.tensor(LADDER).to(first).expand_as(difference))


CLAIM = Claim(
    name="ren2023.stage-one-is-positives-alone",
    statement=__doc__,
    source=SOURCE,
    kind="lemma",
    regimes=random_starts(),
    experiment=experiment,
    prediction=SlopeBetween("difference", "inverse_temperature", rate=1.0, low=0.95, high=1.05),
    required=0.95,
    controls=(
        Control(
            breaks="the signals are centred (here: of mean 1/2)",
            regimes=random_starts(latent_mean=0.5),
        ),
    ),
    dtype=torch.float64,
)
