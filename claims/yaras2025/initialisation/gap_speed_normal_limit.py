r"""At a random initialisation the speed of the gap parameter is normal about a known value.

With the rows of $H_X, H_Y$ independent and uniform on $S^{d-1}$, $a = \beta_0 (1 - \gamma_0^2)$ and
$A_d = \xi_1 / \xi_2 = I_{d/2} / I_{d/2-1}$,
$$ \frac{d\gamma}{dt} \Big|_0 = 2 \beta_0 \gamma_0 \bigl[ A_d(a) + b_n + \mathcal{N}(0, \tfrac{1}{n d}) \bigr], \qquad
   b_n = -\frac{\xi_2(2a)}{n\, \xi_2(a)^2} \bigl( A_d(2a) - A_d(a) \bigr). $$
$A_d(a) > 0$ is the limit that Theorem 3.3 names: unrelated pairs push the modalities apart. The fluctuation is that of
the mean cosine of the pairs, and the bias $b_n$ that of a ratio of two means; both are derived here.
A trial draws sixteen initialisations; the sum of their squared scores is chi-square.
"""

from functools import partial

import torch
from scipy.special import chdtri

from claims.yaras2025.paper import source
from models.yaras2025.initialisation.rows import Pairing, balanced_rows, unrelated_rows
from models.yaras2025.initialisation.speeds import softmax_excess
from models.yaras2025.initialisation.start import Initialisation
from strategies.yaras2025.initialisation import typical_starts
from theoremcheck import Between, Claim, Control, Observables, Streams

REPEATS = 16
LOW, HIGH = (float(chdtri(REPEATS, level)) for level in (1 - 0.0005, 0.0005))
"""The chi-square law with sixteen degrees of freedom leaves these bounds with probability 0.001."""


def experiment(start: Initialisation, streams: Streams, pairing: Pairing = unrelated_rows) -> Observables:
    r"""Scores of sixteen speeds $-g_a(Z) = \gamma' / (2 \beta \gamma)$ a trial, and the sum of their squares."""
    excess = softmax_excess(pairing(start, streams, (REPEATS,)), start.sharpness)
    expected = start.softmax_mean() + start.softmax_bias()
    scores = (start.pairs * start.dim) ** 0.5 * (excess - expected[:, None])
    return Observables(scores=scores, chi_square=scores.square().sum(dim=-1))


CLAIM = Claim(
    name="yaras2025.gap-speed-normal-limit",
    statement=__doc__,
    source=source("Theorem 3.3, limit law (derived)", "reconstructed"),
    kind="proposition",
    regimes=typical_starts(),
    experiment=experiment,
    prediction=Between("chi_square", LOW, HIGH),
    required=0.95,  # in the limit 0.999; the room lets a finite number of draws decide
    controls=(
        Control(
            breaks="the pairs are related: each has cosine A_d(a), where the gap parameter should stand still",
            experiment=partial(experiment, pairing=balanced_rows),
        ),
    ),
    dtype=torch.float64,
)
