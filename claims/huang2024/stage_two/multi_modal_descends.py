r"""Each step of multi-modal stage 2 comes closer to the reference by what the loss exceeds $2 \epsilon$.

With $w^*_r = w_r(0) + 2 \tau \log(2M/\epsilon)\, \sigma_r\, \mu / \|\mu\|^2$ and its like in the second modality,
$$ \|W(t) - W^*\|_F^2 + \|\tilde W(t) - \tilde W^*\|_F^2 - \|W(t+1) - W^*\|_F^2 - \|\tilde W(t+1) - \tilde W^*\|_F^2
   \ge \eta\, (L(t) - 2 \epsilon) \quad\text{for } t \ge T_1 . $$
In print $\sigma_r$ is the sign at the start, $\mathrm{sign}\langle w_r(0), \mu \rangle$, which the two networks of a
neuron need not share; with it 4 of 74 draws failed, all at $\tau \le 0.3$. That says nothing against the print for
large n, where $\log(3 M T)$ outgrows what the neurons of the wrong sign take away. Here it is the sign on which both
settle in stage 1, $\mathrm{sign}(C_\mu \langle w_r(0), \mu \rangle + \langle \tilde w_r(0), \tilde\mu \rangle)$.

Asked of every step from $T_1 = \log(20/\sigma_0\|\mu\|) / \log(1 + 0.48\, C_\mu c\, \kappa)$ on, at
$\epsilon = 0.01$; the loss is 0.05 at $T_1$ and 0.004 in the end.
"""

from functools import partial

import torch

from claims.huang2024.paper import TRUST, source
from claims.huang2024.stage_two.trajectory import PATHS, REGIMES, UNTRAINED, after_one_step, observe_both, observe_multi
from theoremcheck import AtLeast, Claim, Control

CLAIM = Claim(
    name="huang2024.multi-modal-descends",
    statement=__doc__,
    source=source("Lemma D.14, signs of W* corrected (derived)", "reconstructed"),
    kind="lemma",
    regimes=REGIMES,
    experiment=observe_both,
    prediction=AtLeast("multi_descent", 0.0, unit="nat"),
    required=0.95,
    controls=(
        Control(
            breaks="stage 1 is over (here: counted from the second step on)",
            experiment=partial(observe_multi, stage=after_one_step),
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    dtype=torch.float64,
    study=PATHS,
)
