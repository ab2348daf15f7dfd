r"""Training free matched pairs closes the modality gap.

Convergence 1 of the paper, from Theorem 1: without constraint $x_i = y_i$ at the optimum, and so the means agree. The
paper measures the gap by the angle of the means, which vanish at that optimum; their distance
$\Delta_\mu = \|\mu_x - \mu_y\|$ (eq. 3) is what is asked here.

Operational, at a finite N and after a finite training: from uniform unit rows, whose means are $\sqrt{2/N}$ apart, 600
steps of descent leave $\Delta_\mu \le 0.03$. That number stood before these draws; a pilot of ours had seen 100 % below
$1/\tau = 4$. At a higher inverse temperature training need not reach the optimum, which is another question.
"""

from functools import partial

import torch

from claims.yi2025.paper import source
from models.unit_vectors import centroid_distance
from models.yi2025.matched_pairs import MatchedPairs, twice_the_steps
from strategies.yi2025.matched_pairs import closing_pairs
from theoremcheck import AtMost, Baseline, Claim, Control, Observables, Streams, Trust, uniform


def experiment(regime: MatchedPairs, streams: Streams) -> Observables:
    """Distance of the two means after training, shape (trials,)."""
    return Observables(centroid_distance=centroid_distance(*regime.trained(regime.contrast(), streams)))


CLAIM = Claim(
    name="yi2025.matched-gap-vanishes",
    statement=__doc__,
    source=source("Theorem 1 and Convergence 1, after training at finite N"),
    kind="corollary",
    regimes=closing_pairs(),
    experiment=experiment,
    prediction=AtMost("centroid_distance", 0.03),
    required=0.9,  # the optimum has no gap; the rest is for descents that end elsewhere
    controls=(
        Control(
            # The largest useful inverse temperature is then 1.2, and what exceeds it leaves the gap to the start.
            breaks="pairs are matched (here: half of their probability is spread over all)",
            regimes=closing_pairs(pairs=4, dimension=8, inverse_temperature=uniform(3.0, 4.0), mismatch=0.5),
        ),
    ),
    baselines=(Baseline(when="before training", change=partial(MatchedPairs.after, steps=0)),),
    dtype=torch.float64,
    trust=Trust(refine=twice_the_steps),
)
