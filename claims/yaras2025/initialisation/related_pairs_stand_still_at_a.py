r"""Pairs of cosine s stand still at $s = A_d(a)$: less related ones open the gap, more related ones close it.

Let rows be uniform on $S^{d-1}$ and every pair have the cosine s. The gap parameter moves at
$\dot\gamma = -2\beta\gamma\, g_a(Z)$, and $g_a(Z)$ changes its sign at
$$ s_c = A_d(a) + b_n \pm \sigma_n, \qquad A_d = I_{d/2} / I_{d/2-1}, $$
with the bias $b_n$ of gap-speed-normal-limit and
$\sigma_n = \frac1n \sqrt{\xi_2(2a) [1 - (d-1) A_d(2a)/(2a) - 2 A_d(a) A_d(2a) + A_d(a)^2]}\, /\, \xi_2(a)$: of order
1/n, for with s fixed the pairs do not fluctuate and the softmax mean is a degenerate U-statistic. So Theorem 3.3's
opening is no matter of mismatch as such: pairs below this cosine open the gap.

Operational: $s_c$, bisected on one draw of rows and directions, is within $4\sigma_n$ of $A_d + b_n$. The statement is
about a network before training, so nothing trains. gap-speed-normal-limit has unrelated pairs, and reads the scatter.
Measured before: 252 of 252, mean score -0.17 to 0.2, standard deviation 0.64 to 1.10.
"""

from functools import partial

import torch

from claims.yaras2025.paper import source
from models.yaras2025.initialisation.related_pairs import Draw, critical_cosine, critical_scatter, rows_about_a_mean
from models.yaras2025.initialisation.rows import unrelated_rows
from models.yaras2025.initialisation.start import Initialisation
from strategies.yaras2025.initialisation import typical_starts
from theoremcheck import Between, Claim, Control, Observables, Streams, choice

STARTS = typical_starts().with_(pairs=choice(64, 256))
"""At n = 64 a term's mean share of its softmax sum is 0.04 at most."""


def experiment(start: Initialisation, streams: Streams, draw: Draw = unrelated_rows) -> Observables:
    """The critical cosine, what was predicted, and the score; shape (trials,)."""
    found, expected = critical_cosine(start, streams, draw), start.softmax_mean() + start.softmax_bias()
    return Observables(critical_cosine=found, expected=expected, score=(found - expected) / critical_scatter(start))


CLAIM = Claim(
    name="yaras2025.related-pairs-stand-still-at-a",
    statement=__doc__,
    source=source("Theorem 3.3, exact criterion for related pairs (derived)", "reconstructed"),
    kind="proposition",
    regimes=STARTS,
    experiment=experiment,
    prediction=Between("score", -4.0, 4.0),
    required=0.95,  # four standard deviations would leave 6e-5 of a normal law; a U-statistic's tail is longer
    controls=(
        Control(
            breaks="rows are uniform on the sphere (here: about a mean half as long as they are)",
            regimes=typical_starts().with_(pairs=256),
            experiment=partial(experiment, draw=rows_about_a_mean),
        ),
    ),
    dtype=torch.float64,
)
