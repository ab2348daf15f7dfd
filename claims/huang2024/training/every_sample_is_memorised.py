r"""Single-modal stage 1 ends with every sample memorised to order one.

At $T_1 = \log(20 / s) / \log(1 + 0.96 \kappa)$, with $s = \sigma_0 \sigma_\xi \sqrt d$ and
$\kappa = \eta \sigma_\xi^2 d / (n m \tau)$, with high probability,
$$ \max_r \rho_{ri}(T_1) = \Omega(1) \quad \text{for every } i \le n . $$
Operational: $\min_i \max_r \rho_{ri}(T_1) \ge 1$, the least that $\Omega(1)$ can mean where coefficients are compared
with 1 (the loss leaves its initial plateau once they reach it).
"""

from claims.huang2024.paper import TRUST, UNTRAINED, source
from claims.huang2024.training.trajectory import REGIMES, TRAININGS, observe_both, observe_single
from strategies.huang2024.training import two_patch_regimes
from theoremcheck import AtLeast, Claim, Control

CLAIM = Claim(
    name="huang2024.every-sample-is-memorised",
    statement=__doc__,
    source=source("Lemma 5.2"),
    kind="lemma",
    regimes=REGIMES,
    experiment=observe_both,
    prediction=AtLeast("single_noise_least", 1.0),
    required=0.95,
    controls=(
        Control(
            breaks="the encoder is wide (here: m = 10, so that some samples have no neuron)",
            regimes=two_patch_regimes(width=10),
            experiment=observe_single,
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    study=TRAININGS,
)
