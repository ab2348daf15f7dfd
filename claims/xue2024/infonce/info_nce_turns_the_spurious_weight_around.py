r"""Trained with InfoNCE, linear encoders give the spurious feature a negative weight.

Ours, not the paper's. The linear loss has the rule $C e_{core}$, with the weight 2p - 1 > 0 on the spurious feature.
InfoNCE whitens: its rule is roughly $C^{-1} e_{core}$, so that the weight is about $-(2p - 1) / (1 + \sigma_{spu}^2)$
times the core's (heuristic). The minority is then right more often than the majority, and Theorem 4.4 does not carry
over.

Operational: data model 1 with n = 4000, d = 50; encoders of width 4, batches of 128, 100 steps of Adam at 0.01
(600 show the same), temperature 1 and no normalisation: for the prompts $(\pm 1, 0)$, $f_0 > 0$ and $f_1 / f_0 \le 0$.
"""

from claims.xue2024.infonce.trainings import BEFORE, LINEAR, REGIMES, SOURCE, TRAININGS, observe
from claims.xue2024.paper import REQUIRED
from theoremcheck import AtMost, Claim

CLAIM = Claim(
    name="xue2024.info-nce-turns-the-spurious-weight-around",
    statement=__doc__,
    source=SOURCE,
    kind="empirical",
    regimes=REGIMES,
    experiment=observe,
    prediction=AtMost("ratio", 0.0),
    required=REQUIRED,
    controls=(LINEAR,),
    baselines=(BEFORE,),
    study=TRAININGS,
)
