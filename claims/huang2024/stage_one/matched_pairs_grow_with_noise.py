r"""In multi-modal stage 1 a pair that is active in both modalities grows no faster than noise does.

With $\Psi_{ri}(t) = \langle w_r(0), \xi_i \rangle + \rho_{ri}(t)$ and $\kappa = \eta \sigma_\xi^2 d / (n m \tau)$, for
all pairs with $\langle w_r(0), \xi_i \rangle > 0$ and $\langle \tilde w_r(0), \tilde\xi_i \rangle > 0$,
$$ \Psi_{ri}(t) \le (1 + 1.06 \kappa)^t \big( \Psi_{ri}(0) + \tilde\Psi_{ri}(0) \big) . $$
In print the right side is taken at t, where it says nothing; the proof needs the start. The bound is nearly attained in
the first steps by pairs whose partner is weak. It takes noises of one size in both modalities, as the paper has them: a
pair grows at the geometric mean of both rates, that is at $f \kappa$ where the second noise is f times the first.
Stage 1 has to take place: the largest coefficient reaches 0.025 at least, a quarter of what the regimes let it.
"""

from functools import partial

import torch

from claims.huang2024.paper import TRUST, UNTRAINED, source
from claims.huang2024.stage_one.trajectory import MULTI_MODAL, STAGE_IS_OVER, STAGES, observe_multi_modal
from theoremcheck import AllOf, AtMost, Claim, Control

CLAIM = Claim(
    name="huang2024.matched-pairs-grow-with-noise",
    statement=__doc__,
    source=source("Lemma D.9, (4), eq. 45 with the start on its right side (corrected)", "reconstructed"),
    kind="lemma",
    regimes=MULTI_MODAL,
    experiment=observe_multi_modal,
    prediction=AllOf((AtMost("pair_growth", 1.0), STAGE_IS_OVER)),
    required=0.95,  # as for the other lemmas: a constant delta in place of the printed one
    controls=(
        Control(
            breaks="the noise of both modalities is of one size (here: the second's is 4 times as large)",
            experiment=partial(observe_multi_modal, second_noise=4.0),
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    dtype=torch.float64,
    study=STAGES,
)
