r"""In multi-modal stage 1 two neurons that agree learn the signal together, at the rate of the class they look at.

With independent labels, which the modalities share, and $k_y = \kappa c\, \frac{n_y}{n} \frac{M_y}{M_y + 1}$,
$M_y = n - n_y$, neurons with
$y = \mathrm{sign}\langle w_r(0), \mu \rangle = \mathrm{sign}\langle \tilde w_r(0), \tilde\mu \rangle$ obey
$$ (C_\mu A_r + \tilde A_r)(t + 1) = (1 + k_y C_\mu) (C_\mu A_r + \tilde A_r)(t) $$
while all coefficients are small; the paper bounds the rate by $0.48\, C_\mu \kappa c$ from below for classes of about
n / 2. A partner of another label pushes the other way, and so does a negative of the same one.

Operational: the median over neurons of the logarithmic growth over its closed form, within 1 % of 1. Neglected are
coefficients of up to about 0.1, squared, and the cross-talk $n / \sqrt d \le 10^{-2}$, averaged by the median.
"""

import torch

from claims.huang2024.pairing.plateau import PLATEAUS, REGIMES, SAME_LABEL, SHUFFLED, observe
from claims.huang2024.paper import source
from theoremcheck import Between, Claim

CLAIM = Claim(
    name="huang2024.multi-modal-signal-rate-by-class",
    statement=__doc__,
    source=source("Lemma D.4, with the rate in closed form for classes of any size (derived)", "reconstructed"),
    kind="lemma",
    regimes=REGIMES,
    experiment=observe,
    prediction=Between("growth", 0.99, 1.01, unit="of the closed form"),
    required=0.95,  # as for the other lemmas: a constant delta in place of the printed one
    controls=(SHUFFLED, SAME_LABEL),
    reading_of="huang2024.multi-modal-signal-rate",
    dtype=torch.float64,
    study=PLATEAUS,
)
