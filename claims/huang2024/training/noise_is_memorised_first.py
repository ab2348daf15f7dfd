r"""Single-modal stage 1: every sample's noise is memorised while the signal stays small.

With $w_r(t) = w_r(0) + \gamma_r(t) \mu / \|\mu\|^2 + \sum_i \rho_{ri}(t) \xi_i / \|\xi_i\|^2$ and
$T_1 = \log(20 / s) / \log(1 + 0.96 \kappa)$, $s = \sigma_0 \sigma_\xi \sqrt d$,
$\kappa = \eta \sigma_\xi^2 d / (n m \tau)$: if $n\,\mathrm{SNR}^2$ is at most a constant (1.8 in the proof), then at
$T_1$, with high probability, $\max_r \rho_{ri} = \Omega(1)$ for every i, and $\gamma_r = \tilde O(n^{-1/2})$ for all r.

Operational: at $T_1$ the least memorised sample is ahead of the signal,
$\max_r |\gamma_r| < \min_i \max_r \rho_{ri}$.
"""

from claims.huang2024.paper import TRUST, UNTRAINED, source
from claims.huang2024.training.trajectory import REGIMES, TRAININGS, observe_both, observe_single
from strategies.huang2024.training import two_patch_regimes
from theoremcheck import Claim, Control, LessThan

CLAIM = Claim(
    name="huang2024.noise-is-memorised-first",
    statement=__doc__,
    source=source("Lemma 5.2"),
    kind="lemma",
    regimes=REGIMES,
    experiment=observe_both,
    prediction=LessThan("single_signal", "single_noise_least"),
    required=0.95,
    controls=(
        Control(
            breaks="n SNR^2 is at most a constant (here: 4 to 10, where the proof has 1.8)",
            regimes=two_patch_regimes(min_signal=4.0, max_signal=10.0, max_boosted=100.0),
            experiment=observe_single,
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    study=TRAININGS,
)
