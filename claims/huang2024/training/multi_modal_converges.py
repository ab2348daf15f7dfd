r"""Multi-modal contrastive training drives its loss to zero in a time of the same order.

Samples $[y \mu; \xi]$ are paired with $[y \tilde\mu; \tilde\xi]$ of the same label and independent noise,
$\|\tilde\mu\| = C_\mu \|\mu\|$; each modality has an encoder of its own, and positives and negatives are the other
modality's samples. If $n\,\mathrm{SNR}^2 = \Theta(1)$ and $C_\mu \ge 2.66$, then after
$T^* = \tilde\Theta( \frac{m n}{\eta \sigma_\xi^2 d} (1 + \frac{1}{\epsilon}) )$ steps, with high probability,
$L(T^*) \le \epsilon$ for the sum of both losses.

Operational: $L \le 0.1$, from $2 \log(1 + n / 2) \ge 6.5$ at the start, at $\kappa T = 14 + 1.5 \log(1 / s)$, the time
that the single-modal loss is given; its page says why 0.1 goes with that time. (The theorem's text says "single-modal
set-up", a slip.)
"""

from claims.huang2024.paper import TRUST, UNTRAINED, source
from claims.huang2024.training.trajectory import (
    FAST,
    FAST_HORIZON,
    REGIMES,
    TENTH,
    TRAININGS,
    observe_both,
    observe_multi,
)
from strategies.huang2024.training import two_patch_regimes
from theoremcheck import AtMost, Claim, Control

CLAIM = Claim(
    name="huang2024.multi-modal-converges",
    statement=__doc__,
    source=source("Theorem 4.3, part 1"),
    regimes=REGIMES,
    experiment=observe_both,
    prediction=AtMost("multi_loss", 0.1, unit="nat"),
    required=0.95,  # the printed 1 - 1/d asks d >= n m d of Lemma B.2: a constant delta in its place
    controls=(Control(breaks="training lasts T* (here: a tenth of it)", regimes=TENTH, experiment=observe_multi),),
    weakenings=(Control(breaks=FAST, regimes=two_patch_regimes(horizon=FAST_HORIZON), experiment=observe_multi),),
    baselines=(UNTRAINED,),
    trust=TRUST,
    study=TRAININGS,
)
