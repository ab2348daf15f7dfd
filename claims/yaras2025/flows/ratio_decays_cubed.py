r"""Lemma 3.1, eq. 6, at late times: per movement of $\beta$ the gap moves like $\beta^{-3}$ (derived).

With $\beta = e^\nu$ the ratio $R = d\gamma/d\beta = -2\gamma / (\beta(1-\gamma^2))$ is $\Theta(1/\beta)$, as printed,
at a given $\gamma$. Along a flow $\gamma$ itself is $\Theta(\beta^{-2})$ by the lemma's own second part, so
$$ R\, \beta^3 \to -2 \gamma_0 \beta_0^2 e^{-\gamma_0^2/2}, \qquad \frac{d \log |R|}{d \log\beta} = -3 - O(\gamma^2). $$

The scalar model of section 3.1, where $\ell(m) = e^{-m}$, is followed to $t = 10^{240}$; the slope is that of
the secant from $t = 10^{15}$ on, along which $\beta$ grows by a factor of 13, measured by the velocities of gap and
inverse temperature.
"""

from functools import partial

import torch
from torch import Tensor

from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.reduced import ExponentialLoss, GapCurve, follow, log_times
from models.yaras2025.flows.temperature import CLIP, EXPONENTIAL, Dynamics, narrowing_of
from strategies.yaras2025.flows import exponential_losses
from theoremcheck import Between, Claim, Control, Observables, Streams


def experiment(regime: ExponentialLoss, streams: Streams, dynamics: Dynamics = CLIP) -> Observables:
    """Slope of log|R| on log(beta) over late times, shape (trials,)."""
    curve = follow(regime, log_times(1e15, 1e240, 2), dynamics)
    return Observables(slope=log_ratio(curve, dynamics).diff()[:, 0] / curve.beta.log().diff()[:, 0])


def log_ratio(curve: GapCurve, dynamics: Dynamics) -> Tensor:
    """log|R| at the recorded times by the velocities of gap and inverse temperature, shape (trials, times)."""
    beta_velocity, log_gap_velocity = dynamics.velocity(
        curve.beta, narrowing_of(curve.log_gap), torch.ones_like(curve.beta)
    )
    return curve.log_gap + (log_gap_velocity / beta_velocity).abs().log()


CLAIM = Claim(
    name="yaras2025.ratio-decays-cubed",
    statement=__doc__,
    source=source("Lemma 3.1, eq. 6, order at late times (derived)", "reconstructed"),
    kind="lemma",
    regimes=exponential_losses(),
    experiment=experiment,
    # By the invariant the slope is -3 - 6 gamma^2 to leading order, and from t = 1e15 on, where beta > 34, the gap is
    # below gamma_0 (4 / 34)^2 = 0.0125: 6 gamma^2 < 1e-3.
    prediction=Between("slope", -3.001, -2.999),
    required=0.99,
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
    repairs="yaras2025.ratio-decays-linearly-at-late-times",
    dtype=torch.float64,
    trust=TRUST,
)
