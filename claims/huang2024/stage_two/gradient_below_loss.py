r"""The gradient is small where the loss is, in both arms.

$$ \|\nabla L\|_F^2 \le O(\max\{\|\mu\|^2, \sigma_\xi^2 d\})\, L . $$

Operational, with the constant derived: a sample's gradient is at most
$\frac{2}{m \tau} (1 - \ell_i) \max_j \|h(x_j)\|\, \|x_i\|$, where $(1 - \ell_i)^2 \le L_i$ and
$\|h\|^2 \le m \tau \alpha$ with $\alpha = \log(3 M T)$. Noises are nearly orthogonal, so that the mean over n samples
has a square smaller by n, while $\|\mu\|^2 = c\, \sigma_\xi^2 d / n$ is smaller itself:
$$ \|\nabla L\|_F^2 \le \frac{4 \alpha \max\{1, C_\mu c\}}{n m \tau}\, \sigma_\xi^2 d\, L \quad\text{at every step,} $$
with $C_\mu$ of the multi-modal arm. Sharper than the printed order by n; the bound is kept by a factor of 30 and
more, since samples seldom meet it at the same step. Training of both arms has to end at $L \le 0.01$, the precision of
stage 2.
"""

from dataclasses import replace
from functools import partial

import torch

from claims.huang2024.paper import TRUST, UNTRAINED_WITH_GRADIENTS, source
from claims.huang2024.stage_two.trajectory import MULTI_IS_TRAINED, PATHS, REGIMES, SINGLE_IS_TRAINED, observe_both
from models.huang2024.patches import Modality
from theoremcheck import AllOf, AtMost, Claim, Control


def strong_second_start(modalities: tuple[Modality, Modality], factor: float) -> tuple[Modality, Modality]:
    """The second network starts with weights that many times as large: condition (3) is broken in one modality."""
    first, second = modalities
    return first, replace(second, weights=factor * second.weights)


CLAIM = Claim(
    name="huang2024.gradient-below-loss",
    statement=__doc__,
    source=source("Lemmas C.14 and D.11, constant derived", "reconstructed"),
    kind="lemma",
    regimes=REGIMES,
    experiment=observe_both,
    prediction=AllOf((AtMost("gradient", 1.0), SINGLE_IS_TRAINED, MULTI_IS_TRAINED)),
    required=0.95,
    controls=(
        Control(
            breaks="weights start small (here: those of the second network start 10,000 times as large)",
            experiment=partial(observe_both, start=partial(strong_second_start, factor=1e4)),
        ),
    ),
    baselines=(UNTRAINED_WITH_GRADIENTS,),
    trust=TRUST,
    dtype=torch.float64,
    study=PATHS,
)
