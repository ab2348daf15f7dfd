r"""In enough dimensions no pair starts so close to the boundary of a noise that cross-talk could switch it.

With probability at least $1 - \delta$, for all r and i,
$$ |\langle w_r(0), \xi_i \rangle| \ge 100 \max\Big\{ 4 n \sqrt{\tfrac1d \log\tfrac{6n^2}\delta} , \;
   \frac1{\mathrm{SNR}} \sqrt{\tfrac2d \log\tfrac{6n}\delta} \Big\} , $$
a hundred times what n noise coefficients and a signal coefficient of order one can do, provided that d is so large that
the right side is at most
$$ s \sqrt{ -\tfrac\pi2 \log\Big( 1 - \frac{\delta^2}{4 m^2 n^2} \Big) } , \qquad s = \sigma_0 \sigma_\xi \sqrt d : $$
$d$ of order $(n^2 m / \delta s)^2$. Derived: Lemma B.1 with a union bound over the m n pairs. The form of the two
lemmas is reconstructed; that they ask for the least of Gaussians to be large, at a price polynomial in $1/\delta$, is
read.
"""

import torch

from claims.huang2024.paper import source
from models.huang2024.lemmas import Overlap
from models.huang2024.start.products import first_products
from strategies.huang2024.lemmas import assumed_dims, noise_dims
from theoremcheck import AtLeast, Claim, Control, Observables, Streams


def experiment(overlap: Overlap, streams: Streams) -> Observables:
    r"""The least $|\langle w_r(0), \xi_i \rangle|$ and its bound, in units of s, shape (trials,)."""
    products = first_products(overlap.start(), streams)
    return Observables(least=products.noise.abs().amin(dim=(1, 2)), cross_talk=overlap.on_noise())


CLAIM = Claim(
    name="huang2024.noise-products-exceed-cross-talk",
    statement=__doc__,
    source=source("Lemmas C.5 and C.6, reconstructed; condition derived", "reconstructed"),
    kind="lemma",
    regimes=noise_dims(),
    experiment=experiment,
    prediction=AtLeast("least", "cross_talk", unit="s"),
    required=Overlap.confidence,
    controls=(
        Control(
            breaks="d is as large as the lemmas ask (here: as Assumption 4.1 (1) asks, up to a factor of 10^4)",
            regimes=assumed_dims(),
        ),
    ),
    dtype=torch.float64,
)
