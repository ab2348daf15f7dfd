r"""Lemma 3.1, eq. 6, read at late times: $R = (d\gamma/dt)/(d\beta/dt) = \Theta(1/\beta)$ for $\beta = e^\nu$.

It does not hold in this reading: $1/\beta$ is right while $\gamma = \Theta(1)$, and an upper bound alone once the gap
closes. The surrogate of $\Theta(1/\beta)$ is that the slope of $\log|R|$ on $\log\beta$ at late times is $-1$, within
half a power. So it is where the temperature learns much faster than the rest: with $\kappa$ times the rate
$\gamma = \Theta(\beta^{-2/\kappa})$ hardly moves, and $R = \Theta(\beta^{-1-2/\kappa})$.
"""

from functools import partial

import torch

from claims.yaras2025.flows.ratio_decays_cubed import experiment
from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.temperature import EXPONENTIAL, Dynamics
from strategies.yaras2025.flows import exponential_losses
from theoremcheck import Between, Claim, Control, Flaw, PositiveControl, Verdict

CLAIM = Claim(
    name="yaras2025.ratio-decays-linearly",
    statement=__doc__,
    source=source("Lemma 3.1, eq. 6"),
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
            adds="gamma hardly moves: the temperature learns at sixteen times the rate of the other parameters",
            experiment=partial(experiment, dynamics=Dynamics(EXPONENTIAL, learning_rate_ratio=16.0)),
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.MISSING_CONDITION,
    reason="R = -2 gamma / (beta (1 - gamma^2)) is Theta(1 / beta) while gamma = Theta(1). At late times, as read "
    "here, gamma = Theta(beta^-2) by the second part, and R = Theta(beta^-3).",
    dtype=torch.float64,
    trust=TRUST,
)
