r"""Supervised learning is wrong about the minority, whose spurious attribute contradicts the class.

Theorem 1 of Sagawa et al. 2020, with its constants: if $p_{maj} \ge 1 - \frac{1}{2001}$, $\sigma_{core}^2 \ge 1$,
$\sigma_{spu}^2 \le \frac{1}{16 \log(100\, n_{maj})}$, $\sigma_\xi^2 \le n_{maj} / 600^2$ and $n_{min} \ge 100$, then
with enough noise dimensions and with high probability the minimum-norm separator has a worst-group error of at least
2/3.

Linear, without intercept, on images alone. Without intercept y -> -y is a symmetry, so both minority groups have one
error, and the accuracy under P* is at most 2/3. The constants are far from sharp. (With groups of equal weight, or
without noise dimensions, the theorem says the opposite; plain training in two dimensions fails as well.)

Operational: in the limit of infinitely many noise dimensions, where the separator is a squared hinge in the plane of
the latents; accuracies are exact given its weights. Besides, the accuracy on the majority is at least 0.95: a direction
of noise is at chance on both, and would keep the bound.
"""

import torch

from claims.xue2024.intra_class.groups import AS_MANY_CONTRADICT, at_random, minority_error
from claims.xue2024.paper import LEARNED, REQUIRED, source
from strategies.xue2024.intra_class import worst_group
from theoremcheck import AllOf, AtLeast, Baseline, Claim, Control

CLAIM = Claim(
    name="xue2024.supervised-learning-fails-in-the-minority",
    statement=__doc__,
    source=source("Theorem 4.3, which is Theorem 1 of Sagawa et al. 2020 (constants recalled)"),
    regimes=worst_group(),
    experiment=minority_error,
    prediction=AllOf((AtLeast("minority_error", 2 / 3), AtLeast("majority_accuracy", LEARNED))),
    required=REQUIRED,
    controls=(
        Control(breaks=AS_MANY_CONTRADICT, regimes=worst_group(odds=1)),
        Control(
            breaks="the core feature varies as much as the classes differ, sigma_core >= 1 (here: 0.3)",
            regimes=worst_group(core_spread=0.3),
        ),
    ),
    baselines=(Baseline(when="for a random direction", experiment=at_random),),
    dtype=torch.float64,
)
