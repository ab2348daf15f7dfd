r"""Lemma 3.1, second part: the temperature is a function of the gap alone.

With $\beta = e^\nu$ gradient flow keeps, for all times and through mismatched phases as well,
$$ \beta = \beta_0 \sqrt{\gamma_0 / \gamma}\; e^{(\gamma^2 - \gamma_0^2)/4}, \qquad\text{that is}\qquad
   Q = \log\beta + \tfrac12 \log\gamma - \tfrac14 \gamma^2 = \text{const}. $$

The full flow starts from unrelated features, so gap and temperature first rise, then fall. Some of the gaps
that open pass through 1, where the embedding ends (about one in seven); the flow of $\ell(\beta(1-\gamma^2)Z)$
goes on and $Q$ is checked there too: no draw is left out.
"""

from functools import partial

import torch

from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.free_features import FreeFeatures, follow_features
from models.yaras2025.flows.reduced import log_times
from models.yaras2025.flows.temperature import CLIP, EXPONENTIAL, Dynamics
from strategies.yaras2025.flows import mismatched_features
from theoremcheck import Claim, Conserved, Control, Observables, Streams


def experiment(regime: FreeFeatures, streams: Streams, dynamics: Dynamics = CLIP) -> Observables:
    """The paper's invariant at time 0 and at 20 later times, shape (trials, 21)."""
    curve = follow_features(
        regime.draw(streams), regime.beta, regime.gap, log_times(0.01, 1e4, 20), regime.tolerance, dynamics
    )
    start = CLIP.invariant(regime.beta, regime.gap.log())[:, None]
    return Observables(invariant=torch.cat([start, CLIP.invariant(curve.beta, curve.log_gap)], dim=1))


CLAIM = Claim(
    name="yaras2025.temperature-invariant",
    statement=__doc__,
    source=source("Lemma 3.1, second part"),
    kind="lemma",
    regimes=mismatched_features(pairs=(8,)),
    experiment=experiment,
    # The lemma is exact; 1e-3 is what the integrator may err: a thousand steps of tolerance 1e-7, in each of which one
    # of up to 130 coordinates may take sqrt(130) = 11 tolerances, whose root mean square is controlled.
    prediction=Conserved("invariant", tolerance=1e-3),
    required=0.95,
    controls=(
        Control(
            breaks="the two heights are free parameters, not one and its negative",
            experiment=partial(experiment, dynamics=Dynamics(EXPONENTIAL, tied=False)),
        ),
        Control(
            breaks="the temperature learns at half the rate of the other parameters",
            experiment=partial(experiment, dynamics=Dynamics(EXPONENTIAL, learning_rate_ratio=0.5)),
        ),
    ),
    dtype=torch.float64,
    trust=TRUST,
)
