r"""Multi-modal stage 1 ends with a signal of order one.

At $T_1 = \log(20 / (\sigma_0 \|\mu\|)) / \log(1 + 0.48\, C_\mu \eta \|\mu\|^2 / (m \tau))$, with high probability,
$$ \max_r \gamma_r(T_1) = \Omega(1) . $$
Operational: $\max_r |\gamma_r(T_1)| \ge \sqrt\tau$, the least that $\Omega(1)$ can mean: the loss sees coefficients in
units of $\sqrt\tau$ and leaves its initial plateau once they are of that order. (Neurons of both signs learn, and by
symmetry either may be ahead.) In the proof $(1 + 0.48\, C_\mu \kappa c)^{T_1}$ takes $\sigma_0 \|\mu\|$ to 20.
"""

from claims.huang2024.paper import TRUST, UNTRAINED, source
from claims.huang2024.training.trajectory import LEARNING, TRAININGS, observe_multi
from theoremcheck import AtLeast, Claim, Control

CLAIM = Claim(
    name="huang2024.signal-reaches-order-one",
    statement=__doc__,
    source=source("Lemma 5.4, its signal"),
    kind="lemma",
    regimes=LEARNING(),
    experiment=observe_multi,
    prediction=AtLeast("multi_signal", "unit"),
    required=0.95,  # 1 - delta with a constant delta
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
