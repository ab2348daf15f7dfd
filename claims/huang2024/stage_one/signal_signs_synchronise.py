r"""In multi-modal stage 1 the r-th neurons of both networks come to agree about the signal.

Where $\langle w_r(0), \mu \rangle$ and $\langle \tilde w_r(0), \tilde\mu \rangle$ have one sign, both keep it; where
they have not, they have one after finitely many steps.

Sharper, and derived: it is the sign of $C_\mu \langle w_r(0), \mu \rangle + \langle \tilde w_r(0), \tilde\mu \rangle$,
for $C_\mu A_r + \tilde A_r$ grows by $1 + \frac{\kappa}{2} C_\mu c \frac{M}{M + 1}$ in a step, and
$C_\mu A_r - \tilde A_r$ decays by one minus the same.

Operational: at the end of stage 1, for all but one of 50 neurons at least; 0.97 lies between 48 and 49 of them. With
$u = \frac12 C_\mu c\, \kappa T$ a share $\frac2\pi \arctan e^{-2u}$ is still undecided, less than 0.1 % for the u of
3.6 and more that these regimes give, and cross-talk turns 0.3 % at most (Lemma C.3): 0.2 of 50 in the mean, two or more
in 2 % of the draws.
"""

import torch

from claims.huang2024.paper import TRUST, UNTRAINED, source
from claims.huang2024.stage_one.trajectory import MULTI_MODAL, STAGES, observe_multi_modal
from strategies.huang2024.stage_one import multi_modal_stages
from theoremcheck import AtLeast, Claim, Control, uniform

CLAIM = Claim(
    name="huang2024.signal-signs-synchronise",
    statement=__doc__,
    source=source("Lemma D.3, sharpened by the closed form of stage 1 (derived)", "reconstructed"),
    kind="lemma",
    regimes=MULTI_MODAL,
    experiment=observe_multi_modal,
    prediction=AtLeast("synchronised", 0.97),
    required=0.95,  # as for the other lemmas: a constant delta in place of the printed one
    controls=(
        Control(
            breaks="the second signal is stronger, C_mu >= 2.66 (here: 0.05 to 0.2; noise ends the stage too early)",
            regimes=multi_modal_stages(modality_ratio=uniform(0.05, 0.2), min_boosted=0.0),
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    dtype=torch.float64,
    study=STAGES,
)
