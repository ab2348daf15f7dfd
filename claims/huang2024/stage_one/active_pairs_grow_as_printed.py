r"""In single-modal stage 1 every active pair memorises at the rate of noise, as printed.

If $y_i = 1$ and $\langle w_r(0), \xi_i \rangle > 0$, then for $\Psi_{ri} = \langle w_r(0), \xi_i \rangle + \rho_{ri}$
$$ \Psi_{ri}(t) \ge (1 + 0.96 \kappa)^t \Psi_{ri}(0) \quad (22) , \qquad \rho_{ri}(t) \ge 0 \quad (24) . $$

The lemma asks for $M \ge 100\, C_\ell - 1$ negatives with a $C_\ell$ of 1.01 and more: n = 2M is 202 here, the least
that this admits. (At n = 400 it fails as it does here, in 16 of 16 draws.)

Operational: at the end of stage 1, in all but 2 % of the pairs, which is what cross-talk may do (Lemma C.7). The margin
is that of whichever inequality is broken in fewer pairs. It is kept by the pairs that have what the proof takes from
Lemma C.10, $\langle w_r(0), \xi_i \rangle > \frac Cn \sum_{y_j = -1} \mathrm{relu} \langle w_r(0), \xi_j \rangle$,
at C = 10: from 2 s on, one active pair in twenty. (At the paper's C = 101 it would be 20 s.)
"""

from functools import partial

import torch

from claims.huang2024.paper import TRUST, source
from claims.huang2024.stage_one.trajectory import STAGES, observe_single_modal
from strategies.huang2024.stage_one import single_modal_stages
from theoremcheck import AtMost, Claim, Control, Flaw, PositiveControl, Verdict, log_uniform

SAMPLES = 202

CLAIM = Claim(
    name="huang2024.active-pairs-grow-as-printed",
    statement=__doc__,
    source=source("Lemma C.11, eqs. 22 and 24"),
    kind="lemma",
    regimes=single_modal_stages(samples=SAMPLES),
    experiment=observe_single_modal,
    prediction=AtMost("least_broken", 0.02),
    required=0.95,  # 1 - delta with a constant delta
    controls=(
        Control(
            breaks="the dimension is at least n / (sigma_0 sigma_xi) (here: n^2 to 1.5 n^2, which is far less)",
            regimes=single_modal_stages(least_dim=0.0, samples=SAMPLES, dim_ratio=log_uniform(1.0, 1.5)),
        ),
    ),
    positive_controls=(
        PositiveControl(
            adds="the pair's product exceeds C times its neuron's class mean, Lemma C.10 (here: C = 10)",
            experiment=partial(observe_single_modal, excess=10.0),
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.PROOF_STEP,
    reason=(
        "It rests on Lemma C.10, which does not hold: a pair is pushed by its product less the mean of those of the "
        "other class, so that pairs below this mean shrink, and none keeps up with the full rate from the start."
    ),
    trust=TRUST,
    dtype=torch.float64,
    study=STAGES,
)
