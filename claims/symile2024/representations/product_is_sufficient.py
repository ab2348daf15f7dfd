r"""The product of Symile's optimal representations of all modalities but one says all about that one.

For representations that are optimal for the loss averaged over all anchors, and up to nothing but that modality's
prior,
$$ p(y \,|\, x, z) = \mathrm{softmax}_y\bigl( \langle f_x(x) \odot f_z(z), f_y(y) \rangle + \log p(y) \bigr), $$
and the same for x and z: $f_x \odot f_z$ is a sufficient statistic for y.

Reconstructed, in a calibrated form: that y and (x, z) are independent given the product is true of any injective
encoder. For one anchor x, $TC - B_\infty(g)$ is $E_x KL(p(y, z | x) \| q e^g / Z(x))$, and so 0 at $g = \log r +
\kappa(x)$ alone; all anchors together leave a constant. The optimum is the same for every number of candidates.

Operational: $KL / I(t; \text{others}) \le 10^{-3}$ for every modality t, $B_\infty \ge 0.999\, TC$, $g - \log r$ has
at most $10^{-4}$ of the variance of $\log r$, and deciding by score and prior is within $10^{-3}$ of Bayes. These are
readings of one statement; the thresholds stand above the error of the optimiser, and far below what the controls
leave.
"""

from functools import partial

import torch

from claims.symile2024.paper import source
from models.symile2024.population import symile_bound
from models.symile2024.representations import (
    CubicTable,
    Learner,
    accuracy_loss,
    clip_learner,
    divergence_shares,
    one_anchor_learner,
    residual_share,
    symile_learner,
)
from strategies.symile2024.representations import cubic_tables
from theoremcheck import AllOf, AtLeast, AtMost, Baseline, Claim, Control, Observables, Streams
from theoremcheck.numerics import total_correlation

OPTIMISER = 1e-3


def experiment(table: CubicTable, streams: Streams, learner: Learner = symile_learner) -> Observables:
    """How far trained scores are from what the law says of each modality; shares of 1, shape (trials,)."""
    joint = table.law(streams)
    scores = learner(table, joint, streams)
    return Observables(
        divergence=divergence_shares(joint, scores).amax(dim=1),
        bound=symile_bound(joint, scores) / total_correlation(joint, 3),
        residual=residual_share(joint, scores),
        accuracy_loss=accuracy_loss(joint, scores),
    )


def untrained(table: CubicTable) -> CubicTable:
    """No step."""
    return CubicTable(table.letters, table.concentration, table.dim, steps=0)


CLAIM = Claim(
    name="symile2024.product-is-sufficient",
    statement=__doc__,
    source=source("Theorem 3.2 (number recalled)"),
    regimes=cubic_tables(),
    experiment=experiment,
    prediction=AllOf(
        (
            AtMost("divergence", OPTIMISER),
            AtLeast("bound", 1 - OPTIMISER),
            AtMost("residual", 1e-4),
            AtMost("accuracy_loss", OPTIMISER),
        )
    ),
    required=0.99,  # the theorem says always
    controls=(
        Control(
            breaks="the loss is averaged over all anchors (here: one of them alone)",
            experiment=partial(experiment, learner=one_anchor_learner),
        ),
        Control(
            breaks="representations have as many coordinates as the scores' rank (here: one)",
            regimes=cubic_tables().with_(dim=1),
        ),
        Control(
            breaks="the loss sees all modalities at once (here: pairwise CLIP, and the sum of its scores)",
            experiment=partial(experiment, learner=clip_learner),
        ),
    ),
    baselines=(Baseline(when="before training", change=untrained),),
    dtype=torch.float64,
)
