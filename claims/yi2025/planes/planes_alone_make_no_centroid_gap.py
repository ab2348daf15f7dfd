r"""Two hyperplanes alone make no distance between the modalities' means: the points have to stay in cones.

Points of N pairs are free on two hyperplanes of $\mathbb R^h$ at the angle $\varphi$, and the loss is descended. Its
optimum spreads them over either sphere, and $\Delta_\mu = \|\mu_x - \mu_y\|$ (eq. 3) ends near 0, whatever $\varphi$
is. So dimension collapse, which the paper calls the origin of the gap, makes one together with the cone effect alone,
as Theorem 3 has it: its hypotheses hold both.

Ours. Both means are near 0 then, and the angle between them, by which the paper measures the gap (eq. 4), is that of
two small random vectors. Operational: 32 or 64 pairs, from uniform points, whose means are 0.15 to 0.25 apart; 300
steps of descent leave at most 0.1 (the number stood before these draws). In the control every point keeps a cosine of
0.7 with its modality's centre, and the centres' common orientation is free.
"""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor

from claims.yi2025.paper import source
from models.yi2025.planes.points import PointsOnPlanes, in_cones, spread_out, twice_the_steps
from strategies.yi2025.planes import free_points
from theoremcheck import AtMost, Baseline, Claim, Control, Observables, Streams, Trust

Training = Callable[[PointsOnPlanes, Streams], tuple[Tensor, Tensor]]


def experiment(regime: PointsOnPlanes, streams: Streams, training: Training = spread_out) -> Observables:
    """Distance of the two means after training, shape (trials,)."""
    return Observables(centroid_distance=regime.centroid_distance(*training(regime, streams)))


CLAIM = Claim(
    name="yi2025.planes-alone-make-no-centroid-gap",
    statement=__doc__,
    source=source("Theorem 3 without its cones (ours)", "reconstructed"),
    kind="proposition",
    regimes=free_points(),
    experiment=experiment,
    prediction=AtMost("centroid_distance", 0.1),
    required=0.9,  # the rest is for descents that end elsewhere
    controls=(
        Control(
            breaks="the points are free (here: they keep their cosine with their centre)",
            experiment=partial(experiment, training=partial(in_cones, height=0.7)),
        ),
    ),
    baselines=(Baseline(when="before training", change=partial(PointsOnPlanes.after, steps=0)),),
    dtype=torch.float64,
    trust=Trust(refine=twice_the_steps),
)
