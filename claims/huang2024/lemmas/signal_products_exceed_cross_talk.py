r"""In enough dimensions no neuron starts so close to the boundary of the signal that noise could turn its sign.

If
$$ d \ge \frac{400 n}{\sigma_0 \sigma_\xi} \sqrt{ \frac{\log(6n/\delta)}{-\pi \log(1 - \delta^2 / 4m^2)} } , $$
then with probability at least $1 - \delta$, for all r,
$$ |\langle w_r(0), \mu \rangle| \ge 200\, n\, \mathrm{SNR} \sqrt{\tfrac2d \log\tfrac{6n}\delta} . $$
The condition is the lemma's; the bound is reconstructed from it. It is the one for which the condition is the union
bound over m neurons of the anticoncentration lemma B.1, and it is a hundred times what n coefficients of order one can
do through $\langle \xi_i, \mu \rangle$.

The condition is polynomial in $1/\delta$, of order $n m / (\delta \sigma_0 \sigma_\xi)$: the least of m Gaussians is of
order $1/m$, and below $\delta / m$ with probability $\delta$. Assumption 4.1 (1) asks for
$d \ge \tilde\Omega(n / (\sigma_0 \sigma_\xi))$ alone, and the main theorems hold with probability $1 - 1/d$. At
$\delta = 1/d$ the condition reads $\sigma_0 \sigma_\xi \ge 800\, n m \sqrt{\log(6nd) / \pi}$, while (3) has
$\sigma_0 \sigma_\xi \le \tilde O(d^{-1/2})$: no d meets both. That is an argument and needs no run; a constant $\delta$
takes a condition on d that the assumption does not name.

Lemma B.1 is lax by a factor of 2, so that at equality the probability of failure is $\delta / 2$.
"""

import torch

from claims.huang2024.paper import source
from models.huang2024.lemmas import Overlap
from models.huang2024.start.products import first_products
from strategies.huang2024.lemmas import assumed_dims, signal_dims
from theoremcheck import AtLeast, Claim, Control, Observables, Streams


def experiment(overlap: Overlap, streams: Streams) -> Observables:
    r"""The least $|\langle w_r(0), \mu \rangle|$ and its bound, in $\sigma_0 \|\mu\|$, shape (trials,)."""
    products = first_products(overlap.start(), streams)
    return Observables(least=products.signal.abs().amin(dim=1), cross_talk=overlap.on_signal())


CLAIM = Claim(
    name="huang2024.signal-products-exceed-cross-talk",
    statement=__doc__,
    source=source("Lemma B.2, its bound reconstructed from its condition", "reconstructed"),
    kind="lemma",
    regimes=signal_dims(),
    experiment=experiment,
    prediction=AtLeast("least", "cross_talk", unit="sigma_0 |mu|"),
    required=Overlap.confidence,
    controls=(
        Control(
            breaks="d is as large as the lemma asks (here: as Assumption 4.1 (1) asks, up to a factor of 10^4)",
            regimes=assumed_dims(),
        ),
    ),
    dtype=torch.float64,
)
