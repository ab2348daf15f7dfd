r"""In single-modal stage 1 the signal grows by $\frac12 \eta \|\mu\|^2 / (m \tau)$ a step.

While all coefficients are small the loss weights are $1 / (1 + M)$, and $A_r = \gamma_r + \langle w_r(0), \mu \rangle$
obeys, for either sign,
$$ A_r(t + 1) = \Big( 1 + \frac{\eta \|\mu\|^2}{2 m \tau} \cdot \frac{M}{M + 1} \Big) A_r(t) ;$$
the paper bounds the rate by 0.52 in place of the half (with the power t missing in print). In units of
$\kappa = \eta \sigma_\xi^2 d / (n m \tau)$ it is $\kappa c / 2$, and noise outgrows it, at $\kappa$, exactly if c < 2.

Operational: the median over neurons of $\log (A_r(T) / A_r(0)) / T$, within 1 % of the closed form. Neglected are
coefficients of up to about 0.1, squared, and the cross-talk $n / \sqrt d \le 10^{-2}$, averaged by the median.
"""

import numpy as np
import torch

from claims.huang2024.paper import source
from models.huang2024.patches import TwoPatches, two_modalities
from models.huang2024.recursion import single_modal, train
from strategies.huang2024.training import plateau_starts
from theoremcheck import Claim, Control, Equals, Observables, Streams, derived


def experiment(patches: TwoPatches, streams: Streams) -> Observables:
    """Median growth a step of the signal's inner products, and the closed form; shape (trials,)."""
    modalities = two_modalities(patches, streams)
    state = train(single_modal, patches, modalities)[0]
    start = modalities[0].weights[:, :, 0] * patches.snr[:, None]
    grown = (1 + state.signal / start).abs().log() / patches.steps
    share = patches.negatives / (patches.negatives + 1)
    return Observables(
        growth=grown.median(dim=1).values,
        closed_form=(patches.growth_rate * torch.as_tensor(patches.signal_strength) / 2 * share).log1p(),
    )


CLAIM = Claim(
    name="huang2024.single-modal-signal-rate",
    statement=__doc__,
    source=source("Lemma C.4, with the rate in closed form (derived)", "reconstructed"),
    kind="lemma",
    # The largest of m n Gaussians starts at 4.5 s, and noise grows like e^(kappa t).
    regimes=plateau_starts(derived(lambda r: np.log(0.1 / (4.5 * r.start_size)))),
    experiment=experiment,
    prediction=Equals("growth", "closed_form", tolerance=0.01),
    required=0.95,
    controls=(
        Control(
            breaks="the start is small (here: s of 3 to 10, so that no sample's loss is on the plateau)",
            regimes=plateau_starts(5.0, min_start=3.0, max_start=10.0),
        ),
    ),
    dtype=torch.float64,
)
