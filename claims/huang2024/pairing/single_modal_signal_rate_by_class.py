r"""In single-modal stage 1 a neuron's signal grows at the rate of the class that it looks at.

With independent labels the classes have sizes $n_+$ and $n_-$, and a neuron with
$y = \mathrm{sign}\langle w_r(0), \mu \rangle$ is pushed by the samples of class y alone, each against $M_y = n - n_y$
negatives. While all coefficients are small, $A_r = \gamma_r + \langle w_r(0), \mu \rangle$ obeys
$$ A_r(t + 1) = \Big( 1 + \kappa c\, \frac{n_y}{n} \frac{M_y}{M_y + 1} \Big) A_r(t) , $$
$\kappa c = \eta \|\mu\|^2 / (m \tau)$; the paper bounds the rate by $0.52\, \kappa c$ for classes of about n / 2. It
rests on negatives of the other label: others would pull the same signal back.

Operational: the median over neurons of the logarithmic growth over its closed form, within 1 % of 1. Neglected are
coefficients of up to about 0.1, squared, and the cross-talk $n / \sqrt d \le 10^{-2}$, averaged by the median.
"""

from functools import partial

import torch

from claims.huang2024.paper import source
from models.huang2024.pairing.arms import single_modal, train
from models.huang2024.pairing.labels import Pair, fair_pairs, same_label_negatives
from models.huang2024.patches import TwoPatches, two_modalities
from strategies.huang2024.pairing import single_modal_plateaus
from theoremcheck import Between, Claim, Control, Observables, Streams


def experiment(patches: TwoPatches, streams: Streams, pair: Pair = fair_pairs) -> Observables:
    """Median growth of the signal's inner products in units of the closed form, shape (trials,)."""
    modalities, pairing = two_modalities(patches, streams), pair(patches, streams.child("pairing"))
    state = train(single_modal, patches, modalities, pairing)[0]
    start = modalities[0].weights[:, :, 0] * patches.snr[:, None]
    drive = (patches.growth_rate * torch.as_tensor(patches.signal_strength))[:, None]
    closed_form = patches.steps * (drive * pairing.class_share(start.sign())).log1p()
    growth = (1 + state.signal / start).abs().log() / closed_form
    return Observables(growth=growth.median(dim=1).values)


CLAIM = Claim(
    name="huang2024.single-modal-signal-rate-by-class",
    statement=__doc__,
    source=source("Lemma C.4, with the rate in closed form for classes of any size (derived)", "reconstructed"),
    kind="lemma",
    regimes=single_modal_plateaus(),
    experiment=experiment,
    prediction=Between("growth", 0.99, 1.01, unit="of the closed form"),
    required=0.95,  # as for the other lemmas: a constant delta in place of the printed one
    controls=(
        Control(
            breaks="negatives have the other label (here: all other samples are negatives)",
            experiment=partial(experiment, pair=same_label_negatives),
        ),
    ),
    reading_of="huang2024.single-modal-signal-rate",
    dtype=torch.float64,
)
