r"""In single-modal stage 1 each sample is memorised by some neuron, at the rate of noise.

Until loss weights change, with the sum over the other class and but for the view's own noise, which does not grow,
$$ \Psi_{ri}(t + 1) = \Psi_{ri}(t) + \kappa \Big( \frac{M}{M + 1} \Psi_{ri}
   - \frac{1}{M + 1} \sum_j \mathrm{relu}\, \Psi_{rj} \Big) \quad \text{where } \Psi_{ri} > 0 . $$
So the pairs that start well above the mean of their opponents win. Each sample has one if m is large enough, and then
$$ \max_r \rho_{ri}(t) \propto \Big( 1 + \kappa \frac{M}{M + 1} \Big)^t \quad \text{for every } i . $$

Operational: between the middle and the end of stage 1 the mean rate is within 10 % of this for each sample. The band
leaves room for the pull of the mean, which dies out slowly: m = 400 and starts of 1e-6 and less are drawn. At m = 50,
n = 100 and s = 1e-4 nearly every draw has a sample whose best pair lags further behind.
"""

import torch

from claims.huang2024.paper import TRUST, source
from claims.huang2024.stage_one.trajectory import STAGES
from models.huang2024.patches import TwoPatches, two_modalities
from models.huang2024.recursion import single_modal
from models.huang2024.stage_one import RECORDS, recorded
from strategies.huang2024.stage_one import deep_stages
from theoremcheck import AtMost, Claim, Control, Observables, Streams

NEVER = 1e-30
"""Stands for a coefficient that is not positive: such a sample is off by any rate one may wish."""


def experiment(patches: TwoPatches, streams: Streams) -> Observables:
    """Largest deviation, over samples, of the rate in the second half of stage 1 from the predicted one; (trials,)."""
    states = [state for (state,) in recorded(single_modal, patches, two_modalities(patches, streams))]
    middle, end = (states[k].noise.amax(dim=1).clamp(min=NEVER).log() for k in (RECORDS // 2, RECORDS))
    share = patches.negatives / (1 + patches.negatives)
    rate = patches.steps / 2 * (share * patches.growth_rate).log1p()
    return Observables(deviation=((end - middle) / rate[:, None] - 1).abs().amax(dim=1))


CLAIM = Claim(
    name="huang2024.best-pairs-grow-with-noise",
    statement=__doc__,
    source=source("Lemma C.11, replaced (derived)", "reconstructed"),
    kind="proposition",
    regimes=deep_stages(),
    experiment=experiment,
    prediction=AtMost("deviation", 0.1),
    required=0.95,
    controls=(
        Control(
            breaks="m is large (here: 10, so that some samples have no pair above the mean)",
            regimes=deep_stages(width=10),
        ),
    ),
    repairs="huang2024.active-pairs-grow-as-printed",
    trust=TRUST,
    dtype=torch.float64,
    study=STAGES,
)
