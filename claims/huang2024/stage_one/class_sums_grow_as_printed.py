r"""In multi-modal stage 1 what a neuron sees of a class grows slowly, as printed.

Let $B_{++}(t)$ be the sum of $\Psi_{ri}(t)$ over the samples with $y_i = 1$ that are active in both modalities at the
start, $B_{+-}(t)$ that over those active in the first alone. For every neuron
$$ B_{++}(t) \le \Big( 1 + \frac{1.05\, \eta}{n m \tau} \Big)^t B_{++}(0) , $$
and $B_{+-}(t)$ does not increase. (The bound has a dimension; it is read at $\sigma_\xi = 1$, as in the paper's
experiment, where $\eta / (n m \tau) = \kappa / d$. Read at $\sigma_\xi^2 d = 1$, where nothing is lost, it is true.)
"""

from functools import partial

import torch

from claims.huang2024.paper import TRUST, source
from claims.huang2024.stage_one.trajectory import MANY_SAMPLES, STAGES, observe_class_sums, unit_length
from strategies.huang2024.stage_one import many_sample_stages
from theoremcheck import AtMost, Claim, Control, Flaw, PositiveControl, Verdict

CLAIM = Claim(
    name="huang2024.class-sums-grow-as-printed",
    statement=__doc__,
    source=source("Lemma D.8"),
    kind="lemma",
    regimes=MANY_SAMPLES,
    experiment=observe_class_sums,
    prediction=AtMost("printed", 1.0),
    required=0.95,  # 1 - delta with a constant delta
    controls=(
        Control(breaks="n is large, 1,280,000 log(4 / delta) in print (here: 20)", regimes=many_sample_stages(20)),
    ),
    positive_controls=(
        PositiveControl(
            adds="sigma_xi^2 d = 1, so that the lost factor is 1",
            experiment=partial(observe_class_sums, unit_noise=unit_length),
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.MISPRINT,
    reason="A factor sigma_xi^2 d is lost: noise grows at a rate near kappa, not kappa / d.",
    trust=TRUST,
    dtype=torch.float64,
    study=STAGES,
)
