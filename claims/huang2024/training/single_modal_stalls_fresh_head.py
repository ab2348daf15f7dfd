r"""Even a head that is fitted on fresh test data keeps a constant error on the single-modal embedding.

The other reading of "test error $\Theta(1)$": the logistic head without bias is fitted on 500 fresh labelled samples
$[y \nu; \zeta]$, $\nu = a \mu$, of the test distribution itself. Along n = 50, 100, 200 at the paper's own experiment
($d = 0.2 n^2$, $n\,\mathrm{SNR}^2 = 1.25$, m = 50, a = 0.4) its error stays above 0.1, while
$\Phi(-a \|\mu\| / \sigma_\xi)$ falls from 0.079 to 0.002.

The constant depends on the head: it falls with the number of samples that the head is given and with the width, and far
from this regime (n = 50, many neurons, $n\,\mathrm{SNR}^2$ near 1.4) it is below 0.1. For every linear head, without
such conditions, the statement does not stand. The floor, 0.1, is half of what 500 samples at n = 50 leave (0.18).
"""

from functools import partial

from claims.huang2024.paper import TRUST, UNTRAINED, source
from claims.huang2024.training.ladder import LADDER
from claims.huang2024.training.trajectory import TRAININGS, fit_on_fresh, observe_single
from strategies.huang2024.training import paper_experiments
from theoremcheck import Claim, Control, StaysAbove

CLAIM = Claim(
    name="huang2024.single-modal-stalls-fresh-head",
    statement=__doc__,
    source=source("Theorem 4.2, part 2, for a head fitted on 500 fresh test samples"),
    regimes=paper_experiments(),
    scale=LADDER,
    experiment=partial(observe_single, fit=fit_on_fresh),
    prediction=StaysAbove("single_error", floor=0.1),
    required=0.95,
    controls=(
        Control(
            breaks="n SNR^2 is of order one (here: 8)",
            regimes=paper_experiments(signal_strength=8.0),
        ),
    ),
    baselines=(UNTRAINED,),
    reading_of="huang2024.single-modal-stalls",
    trust=TRUST,
    study=TRAININGS,
)
