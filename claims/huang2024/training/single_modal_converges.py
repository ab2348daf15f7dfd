r"""Single-modal contrastive training drives its loss to zero.

A sample is $[y \mu; \xi]$, its positive view $[y \mu; \xi + \epsilon]$, its negatives are the samples of the other
label; a one-layer ReLU encoder of m neurons is trained by gradient descent. If $n\,\mathrm{SNR}^2 = \Theta(1)$, then
after
$$ T^* = \tilde\Theta\Big( \frac{m n}{\eta \sigma_\xi^2 d} \big(1 + \tfrac{1}{\epsilon}\big) \Big) $$
steps, with high probability, $L(T^*) \le \epsilon$.

Operational: $L \le 0.1$, from $\log(1 + n / 2) \ge 3.2$ at the start, at
$\kappa T = 14 + 1.5 \log(1 / s)$ with $\kappa = \eta \sigma_\xi^2 d / (n m \tau)$, whatever n, m, d, $\tau$ and s.
The 0.1 is the theorem's $\epsilon$ for that time, with constant 1: stage 1 ends at
$\kappa T_1 = \kappa \log(20 / s) / \log(1 + 0.96 \kappa)$ (Lemma 5.2), for $\kappa = 0.2$ at
$3.4 + 1.14 \log(1 / s)$, and what is left is $11 = 1 + 1 / 0.1$ at s = 0.32 and more at a smaller s.
Both theorems are proved at once only for $1.7 \le n\,\mathrm{SNR}^2 \le 1.8$ and n beyond a million; these are their
orders at sizes that run.
"""

from claims.huang2024.paper import TRUST, source
from claims.huang2024.training.trajectory import REGIMES, TRAININGS, observe_both, observe_single
from strategies.huang2024.training import two_patch_regimes
from theoremcheck import AtMost, Claim, Control, uniform

CLAIM = Claim(
    name="huang2024.single-modal-converges",
    statement=__doc__,
    source=source("Theorem 4.2, part 1"),
    regimes=REGIMES,
    experiment=observe_both,
    prediction=AtMost("single_loss", 0.1, unit="nat"),
    required=0.95,  # the printed 1 - 1/d asks d >= n m d of Lemma B.2: a constant delta in its place
    controls=(
        Control(
            breaks="the encoder is wide (here: m = 10, so that some samples lose all of their neurons)",
            regimes=two_patch_regimes(width=10),
            experiment=observe_single,
        ),
        Control(
            breaks="the learning rate is at most n m / (sigma_xi^2 d) (here: 20 to 100 times that, over tau)",
            regimes=two_patch_regimes(horizon=uniform(1600.0, 8000.0)),
            experiment=observe_single,
        ),
    ),
    trust=TRUST,
    study=TRAININGS,
)
