r"""At a low temperature training leaves most of the gap of two cones, although the optimum has none.

The paper's third explanation of the gap: contrastive learning at CLIP's temperature keeps the modalities apart, and the
repulsion disappears as the temperature rises. For matched pairs of free unit vectors the optimum of the loss at *any*
fixed temperature is one simplex on which partners coincide (Yi et al. 2025 have it in the limit): no gap. Both are
right. From two cones, with centroids 1.2 to 1.5 apart, training ends with a loss near 0 long before the gap closes,
since the slope of the loss along the gap is as small as the loss: 0.8 and more of the gap is still there.

Operational (ours): eight pairs in dimension 9, Adam for 1,000 steps: from $1/\tau = 16$ on, the centroids end at least
0.8 apart, with a loss of at most a thousandth of that at chance. Measured before with 3,000 steps: a distance of 1.02
at 16 and 1.29 at 50, 0.92 at the worst of 24 starts; at $1/\tau \le 4$, the control, at most 3e-9. A third of the steps
is enough to show it, and the share of the loss was set together with them.
"""

from math import log

import torch

from claims.liang2022.paper import source
from models.liang2022.training import Cones, start
from models.unit_vectors import centroid_distance
from strategies.liang2022.training import cold_cones, mixed_starts, warm_cones
from theoremcheck import AllOf, AtLeast, AtMost, Baseline, Claim, Control, Observables, Streams


def experiment(cones: Cones, streams: Streams) -> Observables:
    """Centroid distances at the start and at the end, and the loss at the end over chance's; shape (trials,) each."""
    rows = start(cones, streams)
    return _seen(cones, rows, cones.train(rows))


def at_the_start(cones: Cones, streams: Streams) -> Observables:
    """The same of cones that are not trained."""
    rows = start(cones, streams)
    return _seen(cones, rows, rows)


def _seen(cones: Cones, before: tuple[torch.Tensor, ...], after: tuple[torch.Tensor, ...]) -> Observables:
    first, last = ([torch.nn.functional.normalize(side, dim=-1) for side in rows] for rows in (before, after))
    return Observables(
        distance_at_the_start=centroid_distance(*first),
        distance=centroid_distance(*last),
        share_of_chance=cones.loss(*last) / log(cones.pairs),
    )


CLAIM = Claim(
    name="liang2022.low-temperature-freezes-training",
    statement=__doc__,
    source=source("section 4: contrastive learning preserves the gap, and temperature"),
    kind="empirical",
    regimes=cold_cones(),
    experiment=experiment,
    prediction=AllOf((AtLeast("distance", 0.8), AtMost("share_of_chance", 1e-3))),
    required=0.9,
    controls=(
        Control(breaks="the temperature is low (here: a quarter to 1)", regimes=warm_cones()),
        Control(breaks="the modalities start in two cones (here: in none)", regimes=mixed_starts()),
    ),
    baselines=(Baseline(when="before training", experiment=at_the_start),),
    dtype=torch.float64,
)
