r"""On aligned representations the contrastive loss has one minimum, the balanced one, for signals in $\{\pm 1\}^r$.

With shares $p_k = |a_k|^2 / N_A^2$ of the signals in the power of a feature, the loss
$$ l(p) = \log\Bigl(1 + K e^{-\tau^2 \sum_k p_k} \prod_k \cosh(\tau^2 p_k)\Bigr) $$
over $p \ge 0$, $\sum p \le 1$ is least at $p = 1/r$, whatever $\tau^2$ and K. With the sum fixed that is Jensen's
inequality, for Gaussian signals as well; with the sum free it tells the laws apart: Gaussian signals have their optimum
at a total similarity of $r / \tau^2$ once $\tau^2 > r$, and do not align.

Operational: none of 1,000 points, half of them inside, has a smaller loss. An encoder that is balanced and aligned
attains it; the statement is about the loss and not about training, so nothing trains. Derived; a part of
negatives-balance. Measured before: 400 of 400, Gaussian signals with $\tau^2 > r$ 0 of 400, and below 0.9 r 400 of 400.
"""

from functools import partial

import torch

from claims.ren2023.paper import SOURCE
from models.ren2023.population.landscape import Landscape, LogMoment, binary, draw_shares, gaussian, least_excess
from strategies.ren2023.population import landscapes, wide_landscapes
from theoremcheck import AtLeast, Claim, Control, Observables, Streams


def experiment(landscape: Landscape, streams: Streams, moment: LogMoment = binary) -> Observables:
    """Least loss of the points less that of the balanced one, shape (trials,)."""
    return Observables(excess=least_excess(landscape, draw_shares(landscape, streams), moment))


CLAIM = Claim(
    name="ren2023.balanced-is-the-minimum",
    statement=__doc__,
    source=SOURCE,
    kind="lemma",
    regimes=landscapes(),
    experiment=experiment,
    prediction=AtLeast(
        "excess", 0.0, unit="nat", slack=1e-13, because="a loss of a few nats in float64, twice, less itself"
    ),
    required=0.99,
    controls=(
        Control(
            breaks="signals are signs (here: Gaussian, where the inverse temperature is 2 r)",
            regimes=wide_landscapes(),
            experiment=partial(experiment, moment=gaussian),
        ),
    ),
    reading_of="ren2023.negatives-balance",
    dtype=torch.float64,
)
