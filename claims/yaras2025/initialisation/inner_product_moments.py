r"""The exponential moments of the inner product of two random directions.

For $z = \langle x, y \rangle$ with $x, y$ independent and uniform on $S^{d-1}$, and $\rho = (d-2)/2$,
$$ E z = 0, \qquad \xi_2 = E e^{a z} = \Gamma(d/2) (2/a)^\rho I_\rho(a), \qquad
   \xi_1 = E z e^{a z} = \Gamma(d/2) (2/a)^\rho \bigl( I_{\rho - 1}(a) - \tfrac{2 \rho}{a} I_\rho(a) \bigr). $$
Their ratio $A_d(a) = \xi_1 / \xi_2$ is the mean that a softmax at inverse temperature a takes of random inner products.
A trial draws 20,000 pairs and measures the three sample means from these values, in their exact standard errors.
"""

from functools import partial

import torch
from scipy.special import ndtri

from claims.yaras2025.paper import source
from models.yaras2025.initialisation.inner_products import Draw, InnerProducts, one_dimension_more
from strategies.yaras2025.initialisation import inner_products
from theoremcheck import AtMost, Claim, Control, Observables, Streams

QUANTILE = float(ndtri(1 - 0.001 / 6))
"""Exceeded by one of three normal scores, on either side, with probability 0.001 at most (Bonferroni): 3.59."""


def experiment(products: InnerProducts, streams: Streams, draw: Draw = InnerProducts.draw) -> Observables:
    """One sample a trial; its three scores, shape (trials, 3), and the largest in absolute value."""
    scores = products.moment_scores(draw(products, streams))
    return Observables(scores=scores, largest_score=scores.abs().amax(dim=-1))


CLAIM = Claim(
    name="yaras2025.inner-product-moments",
    statement=__doc__,
    source=source("Lemma B.3"),
    kind="lemma",
    regimes=inner_products(),
    experiment=experiment,
    prediction=AtMost("largest_score", QUANTILE, unit="standard errors"),
    required=0.95,  # in the limit of large samples 0.999; the room lets a finite number of draws decide
    controls=(
        Control(breaks="the points lie in one dimension more", experiment=partial(experiment, draw=one_dimension_more)),
    ),
    reading_of="yaras2025.inner-product-density",
    dtype=torch.float64,
)
