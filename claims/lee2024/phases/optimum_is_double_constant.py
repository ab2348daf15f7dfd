r"""The optimum of the sigmoid loss lies in a family of one parameter.

With $d \ge N$ the loss at inverse temperature t and bias b is least at $U = (\sqrt x\, W, \sqrt{1-x})$, $V = (\sqrt x\,
W, -\sqrt{1-x})$, W a regular simplex, where all matched scores are $2x - 1$, all others $-1 + x \frac{N-2}{N-1}$, and
the centres lie $2 \sqrt{1-x}$ apart. In x the loss is convex (derived), so its least value $x^*$ is found by bisection.

Operational: free unit vectors in d = N dimensions from one random start, t = b. Their loss ends within 1e-3 of the
closed form and the mean of the matched scores within 0.02 of $2 x^* - 1$: one per cent of its range, at a loss that is
flat in x near the lines.
"""

from functools import partial

import torch

from claims.lee2024.paper import FOUND, source
from models.lee2024.phases.closed_form import SigmoidPairs
from models.lee2024.phases.descent import Pull, infonce_pull, settle, sigmoid_pull
from models.unit_vectors import centroid_distance
from strategies.lee2024.phases import any_temperature
from theoremcheck import AllOf, Claim, Control, Equals, Observables, Streams, choice, derived, uniform
from theoremcheck.numerics import sigmoid


def experiment(pairs: SigmoidPairs, streams: Streams, pull: Pull = sigmoid_pull) -> Observables:
    """Loss, matched score and gap of the vectors, and of the closed form; shape (trials,) each."""
    first, second = settle(pairs, streams, pull)
    spread = pairs.best_spread()
    shifted = pairs.inverse_temperature[:, None, None] * (first @ second.mT) - pairs.bias[:, None, None]
    return Observables(
        loss=sigmoid(shifted),
        least_loss=pairs.loss_at(spread),
        matched_cosine=(first * second).sum(dim=-1).mean(dim=-1),
        best_matched_cosine=2 * spread - 1,
        gap=centroid_distance(first, second),
        best_gap=2 * (1 - spread).sqrt(),
    )


CLAIM = Claim(
    name="lee2024.optimum-is-double-constant",
    statement=__doc__,
    source=source("the optimum of the sigmoid loss (abstract, code)"),
    regimes=any_temperature(),
    experiment=experiment,
    prediction=AllOf(
        (
            Equals("loss", "least_loss", 1e-3, relative=False),
            Equals("matched_cosine", "best_matched_cosine", 0.02, relative=False),
        )
    ),
    required=FOUND,
    controls=(
        Control(
            breaks="the loss is the sigmoid loss (here: InfoNCE, below the lower line)",
            regimes=any_temperature(pairs=choice(8, 12, 24), inverse_temperature=uniform(0.05, 0.5)),
            experiment=partial(experiment, pull=infonce_pull),
        ),
        Control(
            breaks="there are as many dimensions as pairs (here: a quarter, above the upper line)",
            regimes=any_temperature(
                pairs=choice(8, 12, 24),
                dimension=derived(lambda r: r.pairs // 4),
                inverse_temperature=uniform(3.2, 5.0),
            ),
        ),
    ),
    dtype=torch.float64,
)
