r"""Single-modal contrastive training drives its loss to zero.

A sample is $[y \mu; \xi]$, its positive view $[y \mu; \xi + \epsilon]$, its negatives are the samples of the other
label; a one-layer ReLU encoder of m neurons is trained by gradient descent. If $n\,\mathrm{SNR}^2 = \Theta(1)$, then
after
$$ T^* = \tilde\Theta\Big( \frac{m n}{\eta \sigma_\xi^2 d} \big(1 + \tfrac{1}{\epsilon}\big) \Big) $$
steps, with high probability, $L(T^*) \le \epsilon$.

Operational: $L \le 0.1$, from $\log(1 + n / 2) \ge 3.2$ at the start, at
$\kappa T = 14 + 1.5 \log(1 / s)$ with $\kappa = \eta \sigma_\xi^2 d / (n m \tau)$, whatever n, m, d, $\tau$ and s.
This is the $\epsilon$ of that time with constants 1: stage 1 takes $\kappa T_1 = \log(20 / s)$ (Lemma 5.2), and
$1 + 1 / \epsilon = 11$ more make $14 + \log(1 / s)$. The control trains for a tenth of it. (A learning rate beyond
condition (2) diverges in some draws and not in others, so it is no control.)
Both theorems are proved at once only for $1.7 \le n\,\mathrm{SNR}^2 \le 1.8$ and n beyond a million; these are their
orders at sizes that run.
"""

from claims.huang2024.paper import TRUST, UNTRAINED, source
from claims.huang2024.training.trajectory import (
    FAST,
    FAST_HORIZON,
    REGIMES,
    SINGLE_CONVERGES,
    TENTH,
    TRAININGS,
    observe_both,
    observe_single,
)
from strategies.huang2024.training import two_patch_regimes
from theoremcheck import Claim, Control

CLAIM = Claim(
    name="huang2024.single-modal-converges",
    statement=__doc__,
    source=source("Theorem 4.2, part 1"),
    regimes=REGIMES,
    experiment=observe_both,
    prediction=SINGLE_CONVERGES,
    required=0.95,  # the printed 1 - 1/d asks d >= n m d of Lemma B.2: a constant delta in its place
    controls=(
        Control(
            breaks="the encoder is wide (here: m = 10, so that some samples lose all of their neurons)",
            regimes=two_patch_regimes(width=10),
            experiment=observe_single,
        ),
        Control(breaks="training lasts T* (here: a tenth of it)", regimes=TENTH, experiment=observe_single),
    ),
    weakenings=(Control(breaks=FAST, regimes=two_patch_regimes(horizon=FAST_HORIZON), experiment=observe_single),),
    baselines=(UNTRAINED,),
    trust=TRUST,
    study=TRAININGS,
)
