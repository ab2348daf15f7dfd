r"""In the end the multi-modal loss falls like $1/t$, at a rate in closed form.

The similarity over temperature $u = \sum_r \gamma_r \tilde\gamma_r / (m \tau)$ with $\tilde\gamma_r = C_\mu \gamma_r$
obeys $u' = \kappa C_\mu c\, u (1 - \ell_i)$, and the loss of both directions is $2 M e^{-u}$. So
$$ \frac{d}{dt} \frac{1}{L} = \kappa \frac{C_\mu c}{2} \log\frac{2M}{L} , \qquad
   \kappa = \frac{\eta \sigma_\xi^2 d}{n m \tau} , \quad c = n\,\mathrm{SNR}^2 . $$
This is the order $T^* = T_1 + \tilde O(m / (\eta \epsilon \|\mu\|^2))$ of Lemma D.15, with its constant.

Operational: from the first step with $L \le 0.1$ to the end, the growth of $1/L$ is within 2/7 of the law, taken at
the geometric mean of L: an order of one is neglected in u twice, and u is 7 midway.
"""

from functools import partial

import torch

from claims.huang2024.paper import TRUST, source
from claims.huang2024.stage_two.trajectory import LAW_TOLERANCE, PATHS, REGIMES, UNTRAINED, observe_both, observe_multi
from models.huang2024.patches import noisier_second_modality
from theoremcheck import Between, Claim, Control

CLAIM = Claim(
    name="huang2024.multi-modal-loss-law",
    statement=__doc__,
    source=source("Lemma D.15, second part, constant derived", "reconstructed"),
    kind="lemma",
    regimes=REGIMES,
    experiment=observe_both,
    prediction=Between("multi_law", 1 - LAW_TOLERANCE, 1 + LAW_TOLERANCE),
    required=0.95,
    controls=(
        Control(
            breaks="the noise of both modalities is of one size (here: the second's is 8 times as large)",
            experiment=partial(observe_multi, start=partial(noisier_second_modality, factor=8.0)),
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    dtype=torch.float64,
    study=PATHS,
)
