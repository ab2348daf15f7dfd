r"""What the neurons see at the start is bounded, and some neuron responds to each input.

For $w_r \sim N(0, \sigma_0^2 I)$, $s = \sigma_0 \sigma_\xi \sqrt d$, and $m, d$ large enough, with probability at least
$1 - \delta$, for all r and i,
$$ |\langle w_r, \mu \rangle| \le \sqrt{2 \log\tfrac{8m}\delta}\; \sigma_0 \|\mu\|, \qquad
   |\langle w_r, \xi_i \rangle| \le 2 \sqrt{\log\tfrac{8mn}\delta}\; s, $$
$$ \max_r \langle w_r, \mu \rangle \ge \tfrac12 \sigma_0 \|\mu\|, \qquad
   \max_r \langle w_r, \xi_i \rangle \ge \tfrac14 s. $$
"""

from functools import partial

import torch

from claims.huang2024.paper import source
from models.huang2024.start.bounds import Start
from models.huang2024.start.products import first_products
from models.huang2024.start.vectors import Vectors, cauchy, independent
from strategies.huang2024.start import starts
from theoremcheck import AtLeast, Claim, Control, Observables, Streams


def experiment(start: Start, streams: Streams, weights: Vectors = independent) -> Observables:
    """How far each of the four bounds is kept, as a share of it, shape (trials, 4); and the least of them."""
    products = first_products(start, streams, weights)
    kept = torch.stack(
        [
            1 - products.signal.abs().amax(dim=1) / start.signal_product_bound(),
            1 - products.noise.abs().amax(dim=(1, 2)) / start.noise_product_bound(),
            products.signal.amax(dim=1) / (1 / 2) - 1,
            products.noise.amax(dim=1).amin(dim=1) / (1 / 4) - 1,
        ],
        dim=1,
    )
    return Observables(kept=kept, least=kept.amin(dim=1))


CLAIM = Claim(
    name="huang2024.first-products",
    statement=__doc__,
    source=source("Lemma B.4"),
    kind="lemma",
    regimes=starts(),
    experiment=experiment,
    prediction=AtLeast("least", 0.0),
    required=Start.confidence,
    controls=(
        Control(breaks="the weights are Cauchy, not Gaussian", experiment=partial(experiment, weights=cauchy)),
        Control(breaks="there are too few neurons: four to eight", regimes=starts(neurons=(4, 8))),
    ),
)
