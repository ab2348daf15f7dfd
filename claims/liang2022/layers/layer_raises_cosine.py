r"""Theorem 1: a random ReLU layer with biases raises the cosine of two vectors.

Suppose $u, v \in R^{d_{in}}$ with $\|u\| = r \|v\|$, $W_{k,l} \sim N(0, d_{out}^{-1})$ and $b_k \sim N(0,
d_{out}^{-1})$. If $\cos(u, v) < (\frac12(r + \frac1r))^{-1}$, then with probability at least $1 - O(1/d_{out})$
$$ \cos(\phi(Wu + b), \phi(Wv + b)) > \cos(u, v) . $$

As $d_{out} \to \infty$ the left-hand side tends to $\kappa_1(\rho)$, with $\rho = (\langle u, v\rangle + 1) /
\sqrt{(\|u\|^2 + 1)(\|v\|^2 + 1)}$ and $\kappa_1(\rho) = (\sqrt{1-\rho^2} + \rho(\pi - \arccos\rho))/\pi$ (derived), and
that exceeds $\cos(u, v)$ wherever the condition holds. How far it does decides the constant in $O(1/d_{out})$: no
constant serves all u and v, since the limit comes as near to $\cos(u, v)$ as one likes.

Operational: $d_{out} = 512$, and vectors whose cosine rises by 0.05 or more in the limit; for those 0.95 is what
$1 - c/d_{out}$ gives with c = 25. Measured before, in 250 pairs of vectors: the share of layers that fail is .08, .032,
.0087 and .0009 at $d_{out}$ = 8, 32, 128 and 512, whatever the limit; .28 to .016 where the limit rises by .01 to .05.

Neither half of "a ReLU with biases" is needed here: at these lengths a ReLU without biases raises the cosine in 0.99 of
the layers, and biases without a ReLU in 0.98. A layer without both is a coin.
"""

from collections.abc import Callable
from functools import partial

import torch

from claims.liang2022.paper import source
from models.liang2022.layers import RandomLayer, cosine_after, limit_cosine, linear
from strategies.liang2022.layers import beyond_the_limit, one_unit, within_the_condition
from theoremcheck import AtLeast, Claim, Control, Observables, Streams

After = Callable[[RandomLayer, Streams], torch.Tensor]
"""(vectors and width, streams) -> cosine after one layer, shape (trials,)."""


def experiment(layer: RandomLayer, streams: Streams, after: After = cosine_after) -> Observables:
    """Cosines before the layer, after it, and after a layer of infinite width; shape (trials,) each."""
    return Observables(cosine=layer.cosine, cosine_after=after(layer, streams), limit=limit_cosine(layer))


CLAIM = Claim(
    name="liang2022.layer-raises-cosine",
    statement=__doc__,
    source=source("Theorem 1"),
    regimes=within_the_condition(),
    experiment=experiment,
    prediction=AtLeast("cosine_after", "cosine"),
    required=0.95,
    controls=(
        Control(breaks="the layer is wide (here: one unit)", regimes=one_unit()),
        Control(
            breaks="the cosine is below the condition's bound (here: above it, and above its limit)",
            regimes=beyond_the_limit(),
        ),
    ),
    weakenings=(
        Control(
            breaks="the layer has a ReLU (here: it is linear, with its biases)",
            experiment=partial(experiment, after=partial(cosine_after, activation=linear)),
        ),
        Control(
            breaks="the layer has biases (here: none, with its ReLU)",
            experiment=partial(experiment, after=partial(cosine_after, bias=0.0)),
        ),
    ),
    dtype=torch.float64,
)
