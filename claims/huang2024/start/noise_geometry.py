r"""Noises are nearly orthogonal to each other and to the signal, and of nearly equal length.

For independent $\xi_i \sim N(0, \sigma_\xi^2 I_d)$ and d large enough, with probability at least $1 - \delta$, for all
$i \ne j$,
$$ \tfrac12 \sigma_\xi^2 d \le \|\xi_i\|^2 \le \tfrac32 \sigma_\xi^2 d, \qquad
   |\langle \xi_i, \xi_j \rangle| \le 2 \sigma_\xi^2 \sqrt{d \log\tfrac{6n^2}\delta}, \qquad
   |\langle \xi_i, \mu \rangle| \le \|\mu\| \sigma_\xi \sqrt{2 \log\tfrac{6n}\delta}. $$
"""

from functools import partial

import torch

from claims.huang2024.paper import source
from models.huang2024.start.bounds import Start
from models.huang2024.start.products import noise_geometry
from models.huang2024.start.vectors import Vectors, cauchy, correlated, independent
from strategies.huang2024.start import noise_samples
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(start: Start, streams: Streams, noises: Vectors = independent) -> Observables:
    """The largest deviations as shares of what the lemma allows, shape (trials, 3); and the largest of the three."""
    geometry = noise_geometry(start, streams, noises)
    shares = torch.stack(
        [
            (geometry.squared_norms / start.dim[:, None] - 1).abs().amax(dim=1) / (1 / 2),
            geometry.overlaps.abs().amax(dim=(1, 2)) / start.noise_overlap_bound(),
            geometry.signal.abs().amax(dim=1) / start.noise_signal_bound(),
        ],
        dim=1,
    )
    return Observables(shares=shares, largest=shares.amax(dim=1))


CLAIM = Claim(
    name="huang2024.noise-geometry",
    statement=__doc__,
    source=source("Lemma B.5"),
    kind="lemma",
    regimes=noise_samples(),
    experiment=experiment,
    prediction=AtMost("largest", 1.0),
    required=Start.confidence,
    controls=(
        Control(
            breaks="the noises are not independent: their correlation is a quarter",
            experiment=partial(experiment, noises=partial(correlated, correlation=0.25)),
        ),
        Control(breaks="the noises are Cauchy, not Gaussian", experiment=partial(experiment, noises=cauchy)),
    ),
)
