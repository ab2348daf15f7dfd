r"""It is the shared label that brings the r-th neurons of both networks to agree about the signal.

Where $\langle w_r(0), \mu \rangle$ and $\langle \tilde w_r(0), \tilde\mu \rangle$ have one sign, both keep it; where
they have not, they have one after finitely many steps. Derived, for classes of sizes $n_\pm$: it is the sign of
$$ \sqrt{k_{\tilde y}}\, C_\mu \langle w_r(0), \mu \rangle + \sqrt{k_y}\, \langle \tilde w_r(0), \tilde\mu \rangle ,
   \qquad k_y = \kappa c\, \frac{n_y}{n} \frac{M_y}{M_y + 1} , $$
$y$ and $\tilde y$ the signs at the start. Without shared labels the two signals are coupled by the chance imbalance of
the labels alone, which is of order $n^{-1/2}$ and of either sign.

Operational: at the end of stage 1, for all but one of 50 neurons at least; 0.97 lies between 48 and 49 of them. With
$u = \frac12 C_\mu c\, \kappa T \ge 4.6$ a share $\frac2\pi \arctan e^{-2u}$ is still undecided, less than 0.01 %. The
rest is cross-talk: n / 4 matched noises, grown to $\rho \le s\,(0.1 / s)^{2 / C_\mu c}$ beside the signal, move a
product with the signal by $(\rho / s) / (2 \sqrt{nK})$ of its spread. At the worst point (n = 50, K = 1e4, s = 1e-4,
$C_\mu c = 3.2$) that is 5 %, which turns 1.7 % of the neurons if all of it comes at once, and in the middle of the
regime a hundredth of it.
"""

import torch

from claims.huang2024.pairing.plateau import PLATEAUS, REGIMES, SHUFFLED, observe
from claims.huang2024.paper import UNTRAINED, source
from theoremcheck import AtLeast, Claim

CLAIM = Claim(
    name="huang2024.shared-labels-synchronise",
    statement=__doc__,
    source=source("Lemma D.3, sharpened by the closed form of stage 1 (derived)", "reconstructed"),
    kind="lemma",
    regimes=REGIMES,
    experiment=observe,
    prediction=AtLeast("synchronised", 0.97),
    required=0.95,  # as for the other lemmas: a constant delta in place of the printed one
    controls=(SHUFFLED,),
    baselines=(UNTRAINED,),
    reading_of="huang2024.signal-signs-synchronise",
    dtype=torch.float64,
    study=PLATEAUS,
)
