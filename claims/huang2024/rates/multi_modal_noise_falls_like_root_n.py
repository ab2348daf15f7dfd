r"""Multi-modal stage 1 leaves noises of order $n^{-1/2}$ from starts $s = \sigma_0 \sigma_\xi \sqrt d \le n^{-3/2}$.

Noise grows at rate $\kappa$ at most while the signal takes $\kappa t = \log(1 / s\,\mathrm{SNR}) / (C_\mu c / 2)$ steps
to reach order one, so that $\max_{ri} |\rho_{ri}|$ is of order $s^{1 - p} (n / c)^{p / 2}$, $p = 2 / (C_\mu c)$. In the
last display of the proof p = 1/2: $\sqrt s\, (n / c)^{1/4}$, where $\sqrt{\sigma_0 \sigma_\xi \sqrt d / \|\mu\|}$ is
printed. With $s = n^{-3/2}$ that is $n^{-1/2}$, or less for a smaller p; with condition (1), $K s^2 \ge 1$, it takes
$d \ge n^5$.

Operational: along n = 48, 96, 192 with $s \propto n^{-3/2}$ and $d \propto n^5$ the slope of
$\log \max_{ri} |\rho_{ri}|$ on $\log n$ is at most -1/2 + 0.2, which tells it from $n^{-1/4}$ and from $n^{-1/2}$ plus
its last value. What these sizes add fits in it: $-\frac32 (1 - p) + \frac p2 \le -0.60$ where $C_\mu c \ge 4.42$, the
largest of n m / 4 Gaussians grows like $n^{0.08}$ there, and the similarity $\log M$ at which the growth stops adds
$\frac p2 \cdot 0.26 \le 0.06$; that makes -0.46 at most. (Along n = 24, 48, 96 the scatter of that largest one is still
so large that one draw in thirty is above the band.)
"""

from typing import Any

from claims.huang2024.paper import LADDER_TRUST, source
from claims.huang2024.rates.slopes import SLACK, ladder, observe_multi
from strategies.huang2024.rates import multi_modal_rungs
from theoremcheck import Claim, Control, SlopeBetween, log_uniform

# s n^(3/2) between 0.5 and 1 at n = 48, and K s^2 at least 1.
SMALL_START: dict[str, Any] = dict(samples=48, start_size=log_uniform(0.0016, 0.003), dim_ratio=log_uniform(4e5, 4e6))

CLAIM = Claim(
    name="huang2024.multi-modal-noise-falls-like-root-n",
    statement=__doc__,
    source=source("Lemma 5.4, its rate, with the start that the algebra needs (derived)", "reconstructed"),
    kind="lemma",
    regimes=multi_modal_rungs(**SMALL_START),
    scale=ladder(start=-1.5, dim_ratio=3.0),
    experiment=observe_multi,
    prediction=SlopeBetween("noise", "samples", rate=-0.5, high=SLACK - 0.5),
    required=0.95,
    controls=(
        Control(
            breaks="the second modality's signal is stronger, C_mu >= 2.66 (here: 0.4 to 1)",
            regimes=multi_modal_rungs(modality_ratio=log_uniform(0.4, 1.0), min_boosted=0.0, **SMALL_START),
        ),
    ),
    repairs="huang2024.multi-modal-noise-falls-like-root-n-as-printed",
    trust=LADDER_TRUST,
)
