r"""No configuration of N matched pairs has a lower contrastive loss than the paired uniform law: Theorem 1, at every N.

For all unit vectors $x_1, \dots, x_N, y_1, \dots, y_N$ of $\mathbb R^h$ and $\tau > 0$, with $\nu = h/2 - 1$,
$$ L_{MCL} - 2 \log N \ge -\frac2\tau + 2 \log\bigl( \Gamma(\nu + 1) (2\tau)^\nu I_\nu(1/\tau) \bigr) . $$
The paper states it of the limit $N \to \infty$ of independent samples. Its right-hand side bounds a functional of the
law of a pair, and the left-hand side is that functional at the empirical law; so the bound holds at every N, and is
attained by none.

Random configurations lie far above it. Operational: the loss is descended from random rows for 200 steps, and what that
leaves is compared: 64 pairs on a circle come within $10^{-4}$ of the bound.
"""

from functools import partial

import torch

from claims.yi2025.paper import source
from models.yi2025.contrast import others_alone
from models.yi2025.matched_pairs import Candidates, MatchedPairs, twice_the_steps
from strategies.yi2025.matched_pairs import bounded_pairs
from theoremcheck import AtLeast, Baseline, Claim, Control, Observables, Streams, Trust, choice


def experiment(
    regime: MatchedPairs, streams: Streams, length: float = 1.0, candidates: Candidates = lambda ones: ones
) -> Observables:
    """The loss, less what chance gives, at the end of a descent, and its bound; shape (trials,)."""
    contrast = regime.contrast(length, candidates)
    return Observables(loss=contrast.loss(*regime.trained(contrast, streams)), bound=regime.bound())


CLAIM = Claim(
    name="yi2025.matched-loss-bound",
    statement=__doc__,
    source=source("Theorem 1, eq. 7, read at finite N"),
    regimes=bounded_pairs(),
    experiment=experiment,
    prediction=AtLeast("loss", "bound", unit="nat"),
    required=0.99,  # always
    controls=(
        Control(
            breaks="all vectors have length 1 (here: 1.2, for 64 pairs in two or three dimensions)",
            regimes=bounded_pairs(pairs=64, dimension=choice(2, 3)),
            experiment=partial(experiment, length=1.2),
        ),
        Control(
            breaks="the positive is one of the candidates (here: it is left out of the denominator)",
            experiment=partial(experiment, candidates=others_alone),
        ),
    ),
    baselines=(Baseline(when="before training", change=partial(MatchedPairs.after, steps=0)),),
    dtype=torch.float64,
    trust=Trust(refine=twice_the_steps),
)
