r"""In the theorem's own regime, K from 1e4 to 1e8, the single-modal error stays above a constant.

Along n = 24, 48, 96 the dimension grows like $n^{8.6}$, $\|\mu\|$ and $1/\sigma_0$ with it, at fixed
$c = n\,\mathrm{SNR}^2$, and each rung meets Assumption 4.1 with constants 1 (the folder's `trajectory` says which
numbers of the appendix it does not). A head without bias, fitted on the n training features, keeps an error of
$\Theta(1)$ on fresh noise, while its $z = a \|\mu\| / \sigma_\xi$ grows like $\sqrt n$.

Operational: 0.25, half of chance, at every rung: the floor of single-modal-stalls.

What is seen is chance itself, 0.47 to 0.52: by condition (1) a fresh noise meets the random start more than all that is
memorised, and nothing of the signal has been learned beside it.
"""

from claims.huang2024.ladder.trajectory import LADDER, REGIMES, TRAININGS, observe_both, observe_single
from claims.huang2024.paper import HALF_OF_CHANCE, LADDER_TRUST, UNTRAINED, source
from strategies.huang2024.ladder import first_rungs
from theoremcheck import Claim, Control, StaysAbove

CLAIM = Claim(
    name="huang2024.single-modal-stalls-in-its-regime",
    statement=__doc__,
    source=source("Theorem 4.2, part 2, for a head fitted on the training features"),
    regimes=REGIMES,
    scale=LADDER,
    experiment=observe_both,
    prediction=StaysAbove("single_error", floor=HALF_OF_CHANCE),
    required=0.95,  # 1 - delta with a constant delta
    controls=(
        Control(
            breaks="n SNR^2 is of order one (here: 4 to 10, beyond 2, where the signal outgrows the noise)",
            regimes=first_rungs(min_signal=4.0, max_signal=10.0, max_boosted=100.0),
            experiment=observe_single,
        ),
    ),
    baselines=(UNTRAINED,),
    reading_of="huang2024.single-modal-stalls",
    trust=LADDER_TRUST,
    study=TRAININGS,
)
