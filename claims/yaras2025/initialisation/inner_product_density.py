r"""The law of the inner product of two random directions.

For $x, y$ independent and uniform on $S^{d-1}$, $z = \langle x, y \rangle$ has the density
$$ \frac{\Gamma(d/2)}{\sqrt\pi\, \Gamma((d-1)/2)} (1 - z^2)^{(d-3)/2}, \qquad -1 < z < 1. $$
A trial draws 20,000 pairs and compares their distribution function with it. If the lemma is true, the
Kolmogorov-Smirnov statistic exceeds its 0.999 quantile in one trial of a thousand, whatever d is.
"""

from functools import partial

import torch
from scipy.special import kolmogi

from claims.yaras2025.paper import source
from models.yaras2025.initialisation.inner_products import Draw, InnerProducts, one_dimension_more
from strategies.yaras2025.initialisation import inner_products
from theoremcheck import AtMost, Claim, Control, Observables, Streams

QUANTILE = float(kolmogi(1 - 0.999))
"""0.999 quantile of Kolmogorov's limit law, 1.95; at N = 20,000 it is within 1 % (Stephens 1970: 0.12 / sqrt N)."""


def experiment(products: InnerProducts, streams: Streams, draw: Draw = InnerProducts.draw) -> Observables:
    """One sample a trial and its distance from the lemma's law, times root N; shape (trials,)."""
    return Observables(kolmogorov_smirnov=products.kolmogorov_smirnov(draw(products, streams)))


CLAIM = Claim(
    name="yaras2025.inner-product-density",
    statement=__doc__,
    source=source("Lemma B.2"),
    kind="lemma",
    regimes=inner_products(),
    experiment=experiment,
    prediction=AtMost("kolmogorov_smirnov", QUANTILE),
    required=0.95,  # under the lemma 0.999; the room lets a finite number of draws decide
    controls=(
        Control(breaks="the points lie in one dimension more", experiment=partial(experiment, draw=one_dimension_more)),
    ),
    dtype=torch.float64,
)
