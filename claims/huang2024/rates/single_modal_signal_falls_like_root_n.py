r"""On the plateau of single-modal stage 1 the signal is of order $n^{-1/2}$.

While loss weights are even, $|\gamma_r(t)| = \tilde O(n^{-1/2})$ for every neuron if $n\,\mathrm{SNR}^2 = c$ is at most
a constant, 1.8 in the proof. In fact $\max_r |\gamma_r|$ is of that order: it starts at
$s\,\mathrm{SNR} = s \sqrt{c / n}$, $s = \sigma_0 \sigma_\xi \sqrt d$, and grows by a factor that depends on n through
M = n / 2 alone,
$$ \max_r |\gamma_r(t)| \propto s \sqrt{\frac cn} \Big( \Big( 1 + \kappa \frac c2 \frac{M}{M + 1} \Big)^t - 1 \Big) . $$
The lemma says so up to $T_1 = \log(20 / s) / \log(1 + 0.96 \kappa)$, which lies beyond the plateau. There the slope of
$\log \max_r |\gamma_r|$ on $\log n$ was -0.32 along n = 24, 48, 96 and -0.35 along 48, 96, 192, in the mean of 256 and
of 64 draws with c up to 1.4, each with a standard deviation of 0.06. On such ladders no band tells that from $n^{-1/4}$
or from $n^{-1/2}$ plus a constant, so nothing is claimed of it: a sample's loss weights fall when its similarity
reaches $\log M$, and a power of that logarithm, which the $\tilde O$ hides, is not small.

Operational: along n = 24, 48, 96 at the same $\kappa t$, until the largest coefficient is about 0.1, and with the same
neurons, the slope of the residual is within 0.1 of zero, and its spread at most 0.1. Neglected are cross-talk, which
moves a product by $0.1 / \sqrt{2 n K s^2}$ of itself, 1.4 % at most, and squares of coefficients, 1 %: 0.03 of a slope.
The closed form plus its last value has a residual slope of 0.13 and more, its square root one of 0.15 and more.
"""

from functools import partial

import torch

from claims.huang2024.paper import LADDER_TRUST, source
from claims.huang2024.rates.slopes import ladder, observe_single
from strategies.huang2024.rates import single_modal_rungs
from theoremcheck import Claim, Control, Vanishes

CLAIM = Claim(
    name="huang2024.single-modal-signal-falls-like-root-n",
    statement=__doc__,
    source=source("Lemma 5.2, its rate, on the plateau and with its closed form (derived)", "reconstructed"),
    kind="lemma",
    regimes=single_modal_rungs(),
    scale=ladder(start=0.0, dim_ratio=0.0),
    experiment=observe_single,
    prediction=Vanishes("signal", "samples", "closed_form", slope_band=0.1, log_spread=0.1),
    required=0.95,
    controls=(
        Control(
            breaks="n SNR^2 is at most a constant (here: it grows like n, and the SNR is fixed)",
            experiment=partial(observe_single, fixed_snr=True),
        ),
    ),
    trust=LADDER_TRUST,
    dtype=torch.float64,
)
