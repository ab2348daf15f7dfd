r"""Lemma 3.1, second part: the temperature is a function of the gap alone.

With $\beta = e^\nu$ gradient flow keeps, for all times and through mismatched phases as well,
$$ \beta = \beta_0 \sqrt{\gamma_0 / \gamma}\; e^{(\gamma^2 - \gamma_0^2)/4}, \qquad\text{that is}\qquad
   Q = \log\beta + \tfrac12 \log\gamma - \tfrac14 \gamma^2 = \text{const}. $$

The full flow starts from unrelated features, so gap and temperature first rise, then fall. Some of the gaps
that open pass through 1, where the embedding ends (about one in seven); the flow of $\ell(\beta(1-\gamma^2)Z)$
goes on and $Q$ is checked there too: no draw is left out.

The loss's gradient in the scores of the embeddings gives every velocity by the chain rule, so that nothing of the
lemma's proof goes into the flow: under a loss in which the constant $-\beta\gamma^2$ does not cancel, $Q$ moves. A flow
that stood still would keep $Q$ too, so $\log\gamma$ has to move meanwhile (`gap_moved`).
"""

from functools import partial

import torch

from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.descent import Slope, descend
from models.yaras2025.flows.free_features import FreeFeatures
from models.yaras2025.flows.loss import gradient_in_columns, gradient_with_null
from models.yaras2025.flows.reduced import log_times
from models.yaras2025.flows.temperature import CLIP, EXPONENTIAL, Dynamics
from strategies.yaras2025.flows import mismatched_features
from theoremcheck import AllOf, AtLeast, Baseline, Claim, Conserved, Control, Observables, Streams


def experiment(
    regime: FreeFeatures, streams: Streams, dynamics: Dynamics = CLIP, slope: Slope = gradient_in_columns
) -> Observables:
    """The paper's invariant at time 0 and at 20 later times, shape (trials, 21); how far the gap moved, (trials,)."""
    times = log_times(0.01, 1e4, 20)
    curve = descend(regime.draw(streams), regime.beta, regime.gap, times, regime.tolerance, dynamics, slope)
    start = regime.gap.log()[:, None]
    invariant = [CLIP.invariant(regime.beta[:, None], start), CLIP.invariant(curve.beta, curve.log_gap)]
    return Observables(invariant=torch.cat(invariant, dim=1), gap_moved=(curve.log_gap - start).abs().max(dim=1).values)


def at_rest(regime: FreeFeatures, streams: Streams) -> Observables:
    """The invariant and the gap where nothing moves."""
    invariant = CLIP.invariant(regime.beta, regime.gap.log())
    return Observables(invariant=invariant[:, None].expand(-1, 21), gap_moved=torch.zeros_like(invariant))


CLAIM = Claim(
    name="yaras2025.temperature-invariant",
    statement=__doc__,
    source=source("Lemma 3.1, second part"),
    kind="lemma",
    regimes=mismatched_features(pairs=(8,)),
    experiment=experiment,
    # The lemma is exact; 1e-3 is what the integrator may err: a thousand steps of tolerance 1e-7, in each of which one
    # of up to 130 coordinates may take sqrt(130) = 11 tolerances, whose root mean square is controlled. Q holds half of
    # log gamma: where that moved by a hundred of these tolerances, Q had somewhere to go.
    prediction=AllOf((Conserved("invariant", tolerance=1e-3), AtLeast("gap_moved", 0.2))),
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
        Control(
            breaks="a constant in all scores cancels in the loss (here: not, beside a class of score 0)",
            experiment=partial(experiment, slope=gradient_with_null),
        ),
    ),
    baselines=(Baseline(when="where nothing moves", experiment=at_rest),),
    dtype=torch.float64,
    trust=TRUST,
)
