r"""In the theorem's own regime the multi-modal error follows $\Phi(-z)$ with the random start in it.

A fresh noise meets not only the learned signal but also $w_r(0)$, of norm $s \sqrt d$. With
$S = \sum_{\gamma_r > 0} \gamma_r^2 / \mathrm{SNR}^2$ the error of a head $v_r \propto \gamma_r$ is
$$ E_g\, \Phi\Big( - \frac{z + g}{\sqrt{\delta\, q(g)}} \Big) \approx \Phi\Big( - \frac{z}{\sqrt{1 + q \delta}} \Big) ,
   \qquad \delta = \frac{s^2 d}{S} = \frac{K s^2 n c\, C_\mu}{m \tau u} , \qquad 1 - \tfrac1\pi \le q \le 1 , $$
for standard normal g, where $u \approx \log(M C_\mu c\, \kappa T u)$ is what a sample's similarity over temperature has
grown to. Condition (1) is $K s^2 \ge 1$, so the limit $\Phi(-z)$ takes $m \gg n$, of which the theorem says nothing;
that formula is ours too, and here it misses by more than the tolerance in half of the draws. The whole curve is known
before training; models/huang2024/shifted_law derives it.

Operational: the z that the errors show is within 20 % of the predicted one at every rung of n = 24, 48, 96, K from 1e4
to 1e8 (three standard deviations of 2,000 answers and 48 starts).
"""

from functools import partial

from claims.huang2024.ladder.trajectory import LADDER, REGIMES, TOLERANCE, TRAININGS, observe_both, observe_multi
from claims.huang2024.paper import LADDER_TRUST, source
from theoremcheck import Claim, Control, Equals

CLAIM = Claim(
    name="huang2024.multi-modal-law-with-start",
    statement=__doc__,
    source=source("Theorem 4.3, part 2, its law at a finite width (derived)", "reconstructed"),
    regimes=REGIMES,
    scale=LADDER,
    experiment=observe_both,
    prediction=Equals("seen_signal", "predicted_signal", tolerance=TOLERANCE),
    required=0.95,
    controls=(
        Control(
            breaks="the noise of both modalities is of one size (here: the second's is 8 times as large)",
            experiment=partial(observe_multi, second_noise=8.0),
        ),
    ),
    trust=LADDER_TRUST,
    study=TRAININGS,
)
