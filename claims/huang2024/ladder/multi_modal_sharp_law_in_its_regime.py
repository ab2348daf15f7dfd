r"""In the theorem's own regime the multi-modal error is $\Phi(-a \|\mu\| / \sigma_\xi)$, whatever the start (our law).

Once the signal dominates all neurons, $f(x) \propto y \langle \nu, \mu \rangle + \langle \mu, \zeta \rangle$, so the
error is $\Phi(-z)$ with $z = \langle \nu, \mu \rangle / \sigma_\xi \|\mu\|$. That is the law of multi-modal-error, for
starts that are small enough; here it is asked where Assumption 4.1 holds, along n = 24, 48, 96 with K from 1e4 to 1e8.

This formula is ours and stands nowhere in the paper: Theorem 4.3 says that the error is o(1). The refutation corrects
us, and says nothing against the theorem.

Operational: the z that the errors show is within 20 % of z at every rung (three standard deviations).
"""

from claims.huang2024.ladder.trajectory import LADDER, REGIMES, TOLERANCE, TRAININGS, observe_both, observe_multi
from claims.huang2024.paper import LADDER_TRUST, source
from strategies.huang2024.ladder import first_rungs
from theoremcheck import Claim, Control, Equals, Flaw, Verdict

CLAIM = Claim(
    name="huang2024.multi-modal-sharp-law-in-its-regime",
    statement=__doc__,
    source=source("Theorem 4.3, part 2, its limiting law at the assumption's own sizes (derived)", "reconstructed"),
    regimes=REGIMES,
    scale=LADDER,
    experiment=observe_both,
    prediction=Equals("seen_signal", "limit_signal", tolerance=TOLERANCE),
    required=0.95,
    controls=(
        Control(
            breaks="the second modality's signal is stronger, C_mu >= 2.66 (here: 0.4 to 1)",
            regimes=first_rungs(min_ratio=0.4, max_ratio=1.0, min_boosted=0.0),
            experiment=observe_multi,
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.MISSING_CONDITION,
    reason="the formula is ours, not the paper's, and forgets the start: by condition (1) K s^2 >= 1, and the start "
    "then has the share K s^2 n c C_mu / (m tau u) in what a fresh noise meets, small only where m >> n",
    trust=LADDER_TRUST,
    study=TRAININGS,
)
