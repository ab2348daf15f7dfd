r"""In multi-modal stage 1 the two signals grow together, $C_\mu$ times as fast as one alone.

While all coefficients are small, $A_r = \gamma_r + \langle w_r(0), \mu \rangle$ and its second modality's
$\tilde A_r$ obey $A' = k \tilde A$, $\tilde A' = k C_\mu^2 A$ in every quadrant of signs, with
$k = \frac{\eta \|\mu\|^2}{2 m \tau} \frac{M}{M + 1}$. So
$$ (C_\mu A_r + \tilde A_r)(t + 1) = (1 + k C_\mu) (C_\mu A_r + \tilde A_r)(t) ;$$
the paper bounds the rate by 0.48 from below in place of the half. Noise, which grows at $\kappa$ at most, is outgrown
exactly if $C_\mu c > 2$.

Operational: the median over neurons of the logarithmic growth a step, within 1 % of the closed form. Neglected are
coefficients of up to about 0.1, squared, and the cross-talk $n / \sqrt d \le 10^{-2}$, averaged by the median.
"""

import numpy as np
import torch

from claims.huang2024.paper import source
from models.huang2024.patches import TwoPatches, two_modalities
from models.huang2024.recursion import multi_modal, train
from strategies.huang2024.training import plateau_starts
from theoremcheck import Claim, Control, Equals, Observables, Streams, derived


def experiment(patches: TwoPatches, streams: Streams) -> Observables:
    r"""Median growth a step of $C_\mu A + \tilde A$, and the closed form; shape (trials,)."""
    modalities = two_modalities(patches, streams)
    first, second = train(multi_modal, patches, modalities)
    ratio, snr = torch.as_tensor(patches.modality_ratio)[:, None], patches.snr[:, None]
    start = ratio * snr * (modalities[0].weights[:, :, 0] + modalities[1].weights[:, :, 0])
    grown = (1 + (ratio * first.signal + second.signal) / start).abs().log() / patches.steps
    share = patches.negatives / (patches.negatives + 1)
    boosted = torch.as_tensor(patches.signal_strength * patches.modality_ratio)
    return Observables(
        growth=grown.median(dim=1).values,
        closed_form=(patches.growth_rate * boosted / 2 * share).log1p(),
    )


CLAIM = Claim(
    name="huang2024.multi-modal-signal-rate",
    statement=__doc__,
    source=source("Lemma D.4, with the rate in closed form (derived)", "reconstructed"),
    kind="lemma",
    # The signal grows like e^(C_mu c kappa t / 2), from about s times a third.
    regimes=plateau_starts(derived(lambda r: 2 * np.log(0.1 / r.start_size) / (r.modality_ratio * r.signal_strength))),
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
