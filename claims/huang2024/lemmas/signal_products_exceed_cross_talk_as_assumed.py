r"""As the main theorems need it: the dimension of their assumption keeps all neurons away from the signal's boundary.

Assumption 4.1 (1) asks for $d \ge \tilde\Omega(\max\{ n^2, n / (\sigma_0 \sigma_\xi) \})$, and the theorems hold with
probability $1 - 1/d$. Their proofs use, for all r,
$$ |\langle w_r(0), \mu \rangle| \ge 200\, n\, \mathrm{SNR} \sqrt{\tfrac2d \log\tfrac{6n}\delta} , \qquad
   \delta = \tfrac1d . $$
Nobody here read this bound: it is reconstructed from Lemma B.2's condition on d.

Asked for less: with a $\delta$ of 0.02 to 0.2 in the bound, with probability 0.95, at $\sqrt d$ up to a hundred times
$n / s$, $s = \sigma_0 \sigma_\xi \sqrt d$.
"""

import torch

from claims.huang2024.lemmas.signal_products_exceed_cross_talk import experiment
from claims.huang2024.paper import source
from strategies.huang2024.lemmas import assumed_dims
from theoremcheck import AtLeast, Claim, Control, Flaw, Verdict

CLAIM = Claim(
    name="huang2024.signal-products-exceed-cross-talk-as-assumed",
    statement=__doc__,
    source=source("Assumption 4.1 (1) with Lemma B.2, its bound reconstructed from its condition", "reconstructed"),
    kind="lemma",
    regimes=assumed_dims(),
    experiment=experiment,
    prediction=AtLeast("least", "cross_talk", unit="sigma_0 |mu|"),
    required=0.95,
    controls=(
        Control(
            breaks="d is at least n / (sigma_0 sigma_xi) (here: sqrt(d) a hundredth to a tenth of n / s)",
            regimes=assumed_dims(0.01, 0.1, max_start=0.005),
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.MISSING_CONDITION,
    reason="the least of m Gaussians is of order 1 / m, and below delta / m with probability delta: the bound holds "
    "from d of order n m / (delta sigma_0 sigma_xi) on, which is more than the assumption asks and which no d meets at "
    "delta = 1 / d",
    dtype=torch.float64,
)
