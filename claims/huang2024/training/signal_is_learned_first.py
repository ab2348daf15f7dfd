r"""Multi-modal stage 1: the signal is learned while all noise stays small.

At $T_1 = \log(20 / (\sigma_0 \|\mu\|)) / \log(1 + 0.48\, C_\mu \eta \|\mu\|^2 / (m \tau))$, with high probability,
$\max_r \gamma_r = \Omega(1)$ and $\rho_{ri} = \tilde O(n^{-1/2})$ for all r and i.

Operational: $\max_r |\gamma_r| > \max_{ri} |\rho_{ri}|$ at $T_1$, where $4.5 \le C_\mu n\,\mathrm{SNR}^2 \le 7$ (the
proof uses 4.42) and $s \le 0.05$: the exponents, 1 for the noise and $C_\mu c / 2$ for the signal, need a start that is
small enough to tell them apart. The rate $n^{-1/2}$ itself is not claimed: at a fixed s the noise grows with n.
"""

from claims.huang2024.paper import TRUST, UNTRAINED, source
from claims.huang2024.training.trajectory import LEARNING, TRAININGS, observe_multi
from theoremcheck import Claim, Control, LessThan

CLAIM = Claim(
    name="huang2024.signal-is-learned-first",
    statement=__doc__,
    source=source("Lemma 5.4"),
    kind="lemma",
    regimes=LEARNING(),
    experiment=observe_multi,
    prediction=LessThan("multi_noise_most", "multi_signal"),
    required=0.95,
    controls=(
        Control(
            breaks="the second modality's signal is stronger, C_mu >= 2.66 (here: 0.4 to 1)",
            regimes=LEARNING(min_ratio=0.4, max_ratio=1.0, min_boosted=0.0),
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    study=TRAININGS,
)
