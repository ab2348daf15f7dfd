r"""In the end the single-modal loss falls like $1/t$, at a rate in closed form.

A sample's similarity over temperature $u = \sum_r \langle w_r, \xi_i \rangle^2 / (m \tau)$ obeys
$u' = 2 \kappa u (1 - \ell_i)$, and its loss is $M e^{-u}$ with $1 - \ell_i$ about as large. So
$$ \frac{d}{dt} \frac{1}{L} = 2 \kappa \log\frac{M}{L} , \qquad \kappa = \frac{\eta \sigma_\xi^2 d}{n m \tau} . $$
This is the order $T^* = \tilde\Theta(1/\epsilon)$ of Theorem 4.2 and Lemma C.18, with its constant.

Operational: from the first step with $L \le 0.1$ to the end, the growth of $1/L$ is within 2/7 of the law, taken at
the geometric mean of L. What negatives add to a sample's loss and that samples differ are neglected: each shifts u by
an order of one, and u is 7 midway.
"""

import torch

from claims.huang2024.paper import TRUST, source
from claims.huang2024.stage_two.trajectory import LAW_TOLERANCE, PATHS, REGIMES, UNTRAINED, observe_both, observe_single
from strategies.huang2024.stage_two import stage_two_regimes
from theoremcheck import Between, Claim, Control, uniform

CLAIM = Claim(
    name="huang2024.single-modal-loss-law",
    statement=__doc__,
    source=source("Lemma C.18, second part, constant derived", "reconstructed"),
    kind="lemma",
    regimes=REGIMES,
    experiment=observe_both,
    prediction=Between("single_law", 1 - LAW_TOLERANCE, 1 + LAW_TOLERANCE),
    required=0.95,
    controls=(
        Control(
            breaks="n SNR^2 is of order one and below 2 (here: 4 to 10, so that the signal serves the samples)",
            regimes=stage_two_regimes(max_boosted=100.0, signal_strength=uniform(4.0, 10.0)),
            experiment=observe_single,
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    dtype=torch.float64,
    study=PATHS,
)
