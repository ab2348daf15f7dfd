r"""Single-modal stage 1 leaves a signal of order $n^{-1/2}$.

At $T_1 = \log(20 / s) / \log(1 + 0.96 \kappa)$, $s = \sigma_0 \sigma_\xi \sqrt d$, and before,
$|\gamma_r| = \tilde O(n^{-1/2})$ for every neuron, if $n\,\mathrm{SNR}^2$ is at most a constant. In fact
$\max_r |\gamma_r|$ is of that order: it starts at $s\,\mathrm{SNR} = s \sqrt{c / n}$ and grows by a factor that does
not depend on n.

Operational: along n = 24, 48, 96, at $d \ge 10^4 n^2$ and with the same neurons at all rungs, the slope of
$\log \max_r |\gamma_r|$ on $\log n$ is within 0.35 of -1/2, a logarithm's worth and the $M / (M + 1)$ of the rates.
"""

from claims.huang2024.paper import LADDER_TRUST, source
from claims.huang2024.rates.slopes import SLACK, ladder, observe_single
from strategies.huang2024.rates import single_modal_rungs
from theoremcheck import Claim, Control, SlopeBetween

CLAIM = Claim(
    name="huang2024.single-modal-signal-falls-like-root-n",
    statement=__doc__,
    source=source("Lemma 5.2, its rate"),
    kind="lemma",
    regimes=single_modal_rungs(),
    scale=ladder(start=0.0, dim_ratio=0.0),
    experiment=observe_single,
    prediction=SlopeBetween("signal", "samples", rate=-0.5, high=SLACK - 0.5, low=-SLACK - 0.5),
    required=0.95,
    controls=(
        Control(
            breaks="n SNR^2 is at most a constant (here: 4 to 10, where the proof has 1.8)",
            regimes=single_modal_rungs(min_signal=4.0, max_signal=10.0),
        ),
    ),
    trust=LADDER_TRUST,
)
