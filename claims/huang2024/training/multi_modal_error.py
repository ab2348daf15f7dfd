r"""The multi-modal embedding learns the signal: its head errs as rarely as the signal direction itself would.

Test samples are $[y \nu; \zeta]$ with $\nu = a \mu$. If $n\,\mathrm{SNR}^2 = \Theta(1)$ and $C_\mu \ge 2.66$, a head on
the multi-modal embedding at the time of small loss has error
$$ \Phi\Big( -\frac{\langle \nu, \mu \rangle}{\sigma_\xi \|\mu\|} \Big) (1 + o(1)) ,$$
which vanishes if $\langle \nu, \mu \rangle \gg \sigma_\xi \|\mu\|$: the condition that the printed theorem lacks.

Derived: once the signal dominates all neurons, $f(x) \propto y \langle \nu, \mu \rangle + \langle \mu, \zeta \rangle$
for every sensible head; here the logistic head without bias on the n training features. Operational: the error is at
most $\Phi(-z) + 0.03$; the 0.03 are three standard deviations of the answers that it is counted in.

"Dominates" needs more than condition (3) on the start. A fresh noise also meets $w_r(0)$, of norm $s \sqrt d$ where
the learned part has $\gamma / \mathrm{SNR}$, $\gamma^2 \approx \tau \log(3 M T) \approx 8 \tau$; averaged over the
m / 2 neurons of a label, z shrinks by $\sqrt{1 + \delta}$ with $\delta \approx s^2 c K n / (4 m \tau)$. The regimes
have $\delta \le 0.06$, which moves $\Phi(-z)$ by less than 0.006. Without that, one draw in forty exceeds the bound.
"""

from claims.huang2024.paper import TRUST, UNTRAINED, source
from claims.huang2024.training.trajectory import TRAININGS, observe_multi
from strategies.huang2024.training import two_patch_regimes
from theoremcheck import AtMost, Claim, Control

CLAIM = Claim(
    name="huang2024.multi-modal-error",
    statement=__doc__,
    source=source("Theorem 4.3, part 2, with the condition on nu corrected (derived)", "reconstructed"),
    regimes=two_patch_regimes(max_start_share=0.25),
    experiment=observe_multi,
    prediction=AtMost("multi_error", "ceiling"),
    required=0.95,
    controls=(
        Control(
            breaks="the second modality's signal is stronger, C_mu >= 2.66 (here: 0.4 to 1)",
            regimes=two_patch_regimes(min_ratio=0.4, max_ratio=1.0, min_boosted=0.0, max_start_share=0.25),
        ),
    ),
    baselines=(UNTRAINED,),
    repairs="huang2024.multi-modal-error-as-printed",
    trust=TRUST,
    study=TRAININGS,
)
