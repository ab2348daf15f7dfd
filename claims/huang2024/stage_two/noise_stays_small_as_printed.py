r"""As printed, multi-modal training memorises no more noise than it started with.

For $t \ge T_1 = \log(20/\sigma_0\|\mu\|) / \log(1 + 0.48\, C_\mu c\, \kappa)$,
$$ \max_{r, i} |\rho_{ri}(t)| \le s = \sigma_0 \sigma_\xi \sqrt d . $$

True where $\kappa T_1$ is small, that is for $C_\mu c$ of 200 and more.
"""

import torch

from claims.huang2024.paper import TRUST, source
from claims.huang2024.stage_two.trajectory import PATHS, REGIMES, observe_both, observe_multi
from strategies.huang2024.stage_two import stage_two_regimes, strong_modalities
from theoremcheck import AtMost, Claim, Control, Flaw, PositiveControl, Verdict, uniform

CLAIM = Claim(
    name="huang2024.noise-stays-small-as-printed",
    statement=__doc__,
    source=source("Lemma D.15, first part"),
    kind="lemma",
    regimes=REGIMES,
    experiment=observe_both,
    prediction=AtMost("multi_noise_after", "multi_start"),
    required=0.95,
    controls=(
        Control(
            breaks="the second modality's signal is stronger, C_mu >= 2.66 (here: C_mu c from 0.3 to 1.2)",
            regimes=stage_two_regimes(min_boosted=0.3, max_boosted=1.2, modality_ratio=uniform(0.3, 1.0)),
            experiment=observe_multi,
        ),
    ),
    positive_controls=(
        PositiveControl(
            adds="C_mu c is large (here: 200 to 400), deep in conditions (1) and (3)",
            regimes=strong_modalities(),
            experiment=observe_multi,
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.RATE,
    reason="noise of the strongest pairs grows by the factor e^(kappa T1) in stage 1, from 2 s and more, and goes on "
    "growing in stage 2: at the end of stage 1 its size is s^(1 - 2 / (C_mu c)) up to constants, not s",
    trust=TRUST,
    dtype=torch.float64,
    study=PATHS,
)
