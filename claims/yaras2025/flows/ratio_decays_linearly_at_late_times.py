r"""Lemma 3.1, end of eq. 6: $R = (d\gamma/dt)/(d\beta/dt) = \Theta(1/\beta)$ for $\beta = e^\nu$, as $\beta$ grows.

The paper reads the equation so: R decays to zero as $\beta$ grows to infinity, and the growth of $\beta$ dominates the
fall of $\gamma$. Both are true, for $1/\beta$ is an upper bound. The order is another, and no condition on $\gamma$
mends it: by the first half of eq. 6 $\beta$ is bounded where $\gamma$ is bounded below, and along a flow on which
$\beta$ grows to infinity $d\gamma = -\Theta(1/\beta)\, d\beta$ would take $\gamma$ below 0.

The surrogate of $\Theta(1/\beta)$ (ours) is a trend: the slope of $\log|R|$ on $\log\beta$, from $t = 10^{15}$ to
$10^{240}$, is nearer to $-1$ than to the next whole power on either side. With any constants of a $\Theta$ that slope
tends to $-1$ as the stretch grows. Along the stretch $\beta$ grows by a factor of 13 and $\gamma$ falls by one of 180.

At a given gap the print is right: of two flows with the same $\gamma_0$, whose $\beta_0$ differ by that factor of 13,
R differs by its inverse while $\gamma$ keeps 0.95 of itself, and the more exactly the larger $\beta_0$ is.
"""

from dataclasses import replace
from functools import partial

import torch

from claims.yaras2025.flows.ratio_decays_cubed import experiment, log_ratio
from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.reduced import ExponentialLoss, follow
from models.yaras2025.flows.temperature import CLIP, EXPONENTIAL, Dynamics
from strategies.yaras2025.flows import exponential_losses
from theoremcheck import Between, Claim, Control, Flaw, Observables, PositiveControl, Streams, Verdict, uniform

GROWTH = 13.0
"""Of the inverse temperature along the stretch."""


def between_two_starts(regime: ExponentialLoss, streams: Streams) -> Observables:
    """Slope of log|R| on log(beta) at t = 1 from one flow to a colder one; the share of the gap that the first kept."""
    starts = (regime, replace(regime, beta=GROWTH * regime.beta))
    warm, cold = (follow(start, torch.ones(1, dtype=torch.float64)) for start in starts)
    rise = log_ratio(cold, CLIP) - log_ratio(warm, CLIP)
    kept = warm.gap[:, 0] / torch.as_tensor(regime.gap)
    return Observables(slope=(rise / (cold.beta / warm.beta).log())[:, 0], kept=kept)


CLAIM = Claim(
    name="yaras2025.ratio-decays-linearly-at-late-times",
    statement=__doc__,
    source=source("Lemma 3.1, eq. 6, as beta grows", "reconstructed"),
    kind="lemma",
    regimes=exponential_losses(),
    experiment=experiment,
    prediction=Between("slope", -1.5, -0.5),
    required=0.99,
    controls=(
        Control(
            breaks="the temperature learns at half the rate of the other parameters",
            experiment=partial(experiment, dynamics=Dynamics(EXPONENTIAL, learning_rate_ratio=0.5)),
        ),
    ),
    positive_controls=(
        PositiveControl(
            adds="the gap is the same at both inverse temperatures (here: of two flows, at t = 1)",
            # Its logarithm falls at 2 beta exp(-beta (1 - gamma^2)), by 80 exp(-7.6) = 0.04 until t = 1 at most.
            regimes=exponential_losses().with_(beta=uniform(40.0, 60.0)),
            experiment=between_two_starts,
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.RATE,
    reason="R = -2 gamma / (beta (1 - gamma^2)) is Theta(1 / beta) at a given gamma. As beta grows, gamma = "
    "Theta(beta^-2) by the first half of eq. 6, and R = Theta(beta^-3).",
    dtype=torch.float64,
    trust=TRUST,
)
