r"""A late-time reading of Lemma 3.1, eq. 6: $R = (d\gamma/dt)/(d\beta/dt) = \Theta(1/\beta)$ for $\beta = e^\nu$.

The equation was read; that it speaks of late times is a reading of ours, and what fails is this reading. While
$\gamma = \Theta(1)$ the printed order is right. Once the gap closes, $1/\beta$ is an upper bound alone.

The surrogate of $\Theta(1/\beta)$ is a trend: the slope of $\log|R|$ on $\log\beta$, from $t = 10^{15}$ to
$10^{240}$, is nearer to $-1$ than to the next whole power on either side. With any constants of a $\Theta$ that slope
tends to $-1$ as the stretch grows.

Along the stretch $\beta$ grows by a factor of 13 and $\gamma$ falls by one of 180. With a temperature that learns
16 times as fast $\gamma \sim \beta^{-1/8}$ keeps 0.7 of itself, as near to $\Theta(1)$ as a flow leaves it, and the
reading is right.
"""

from functools import partial

import torch

from claims.yaras2025.flows.ratio_decays_cubed import experiment
from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.temperature import EXPONENTIAL, Dynamics
from strategies.yaras2025.flows import exponential_losses
from theoremcheck import Between, Claim, Control, Flaw, PositiveControl, Verdict

CLAIM = Claim(
    name="yaras2025.ratio-decays-linearly-at-late-times",
    statement=__doc__,
    source=source("Lemma 3.1, eq. 6, read at late times (the reading is ours)", "reconstructed"),
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
            adds="the gap stays of order 1 (here: the temperature learns 16 times as fast)",
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
