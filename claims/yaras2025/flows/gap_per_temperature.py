r"""Lemma 3.1, first part: how much the gap moves for a movement of the temperature does not depend on the data.

For every parametrisation $\beta(\nu)$ of the inverse temperature, and all along a gradient flow,
$$ \frac{d\gamma}{d\beta} = \frac{d\gamma/dt}{d\beta/dt} = - \frac{2 \beta \gamma}{\beta'(\nu)^2 (1 - \gamma^2)}, $$
whatever the encoders, the features and their match.

Features start at random and follow the flow; at seven states the loss of the (d+1)-dimensional embeddings is
differentiated by autograd in $\nu$ and in $\gamma$, for four parametrisations. Where a gap that opens passes
through 1 the embedding ends: later states are replaced by the last one before.
"""

from functools import partial

import torch

from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.free_features import FreeFeatures, follow_features, gap_per_beta
from models.yaras2025.flows.reduced import log_times
from models.yaras2025.flows.temperature import EXPONENTIAL, LINEAR, SOFTPLUS, Dynamics, scaled_exponential
from strategies.yaras2025.flows import mismatched_features
from theoremcheck import Claim, Control, Equals, Observables, Streams

PARAMETRISATIONS = (EXPONENTIAL, scaled_exponential(2.0), LINEAR, SOFTPLUS)


def experiment(
    regime: FreeFeatures, streams: Streams, learning_rate_ratio: float = 1.0, tied: bool = True
) -> Observables:
    """Measured and predicted slopes, shape (trials, parametrisations times states)."""
    curve = follow_features(
        regime.draw(streams), regime.beta, regime.gap, log_times(0.01, 1e3, 7), regime.tolerance
    ).inside()
    measured, predicted = [], []
    for temperature in PARAMETRISATIONS:
        dynamics = Dynamics(temperature, learning_rate_ratio, tied)
        measured.append(gap_per_beta(curve, dynamics))
        squared_slope = temperature.squared_slope(curve.beta)
        predicted.append(-2 * curve.beta * curve.gap / (squared_slope * (1 - curve.gap.square())))
    return Observables(slope=torch.cat(measured, dim=1), law=torch.cat(predicted, dim=1))


CLAIM = Claim(
    name="yaras2025.gap-per-temperature",
    statement=__doc__,
    source=source("Lemma 3.1, first part"),
    kind="lemma",
    regimes=mismatched_features(pairs=(8,)),
    experiment=experiment,
    # The identity is exact. Both derivatives are of the order of the force g, and autograd sums terms of order
    # beta: their relative round-off is 1e-15 beta / g, which is 1e-6 where the force has fallen to 1e-8.
    prediction=Equals("slope", "law", tolerance=1e-6),
    required=0.95,
    controls=(
        Control(
            breaks="the temperature learns at half the rate of the other parameters",
            experiment=partial(experiment, learning_rate_ratio=0.5),
        ),
        Control(
            breaks="the two heights are free parameters, not one and its negative",
            experiment=partial(experiment, tied=False),
        ),
    ),
    dtype=torch.float64,
    trust=TRUST,
)
