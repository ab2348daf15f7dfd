r"""Along the theorem's asymptotics the multi-modal test error vanishes, for $\nu = a \mu$ with fixed a.

With $n\,\mathrm{SNR}^2 = c$ and $d = K n^2$, $\|\mu\| / \sigma_\xi = \sqrt{c K n}$ grows, and the error
$\Phi(-a \sqrt{c K n})$ of multi-modal-error is $o(1)$. At the paper's own experiment (c = 1.25, K = 0.2, a = 0.4) it is
0.079, 0.023 and 0.0023 at n = 50, 100 and 200.

Operational: from n = 50 to n = 200 the error falls by a factor of 6, the geometric mean of 1 and of the predicted 34,
so that the answers' scatter at the last rung (2 of 1,000 wrong in the mean, none to 8 in practice) cannot undo it.
"""

from claims.huang2024.paper import LEAST_ERROR, TRUST, UNTRAINED, source
from claims.huang2024.training.ladder import LADDER
from claims.huang2024.training.trajectory import TRAININGS, observe_multi
from strategies.huang2024.training import paper_experiments
from theoremcheck import Claim, Control, FallsByFactor

CLAIM = Claim(
    name="huang2024.multi-modal-error-vanishes",
    statement=__doc__,
    source=source("Theorem 4.3, part 2, with the condition on nu corrected (derived)", "reconstructed"),
    regimes=paper_experiments(),
    scale=LADDER,
    experiment=observe_multi,
    prediction=FallsByFactor("multi_error", 6.0, resolution=LEAST_ERROR),
    required=0.95,
    controls=(
        Control(
            breaks="the second modality's signal is stronger, C_mu >= 2.66 (here: 1)",
            regimes=paper_experiments(modality_ratio=1.0),
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    study=TRAININGS,
)
