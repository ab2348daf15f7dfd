r"""Appendix C, reparametrised temperature $\beta = \nu$, as printed: $\gamma(t) = \Theta(1 / (t \log t))$.

It does not hold. The surrogate of $\Theta$ is a trend: from $t = 10^4$ to $10^8$ and from there to $10^{12}$ the
slope of $\log\gamma$ on $\log t$ is that of $1/(t \log t)$, $-1.08$ and $-1.04$, within half a power of $t$. It is
below $-18$ on the first stretch and steeper on the second: no constants of a $\Theta$ mend that.

It is the rate of another loss, $\ell(m) = e^{-m^2}$: there $\beta^2 = \log(1/\gamma) + O(1)$ as well, so
$e^{-\beta^2}$ is of order $\gamma$, and $\dot\gamma = -4 \beta^2 \gamma\, e^{-\beta^2}$ of order
$-\gamma^2 \log(1/\gamma)$.
"""

from functools import partial

import torch

from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.reduced import ExponentialLoss, GaussianLoss, follow, log_times
from models.yaras2025.flows.temperature import EXPONENTIAL, LINEAR, Dynamics
from strategies.yaras2025.flows import exponential_losses
from theoremcheck import Claim, Control, Equals, Flaw, Observables, PositiveControl, Streams, Verdict

UNSCALED = Dynamics(LINEAR)


def experiment(regime: ExponentialLoss, streams: Streams, dynamics: Dynamics = UNSCALED) -> Observables:
    """Slopes of the gap and of the printed rate on the logarithm of time, on two stretches; shape (trials, 2)."""
    curve = follow(regime, log_times(1e4, 1e12, 3), dynamics)
    log_time = curve.time.log()
    rate = -log_time - log_time.log()
    stretch = log_time.diff()
    return Observables(slope=curve.log_gap.diff() / stretch, printed=rate.diff() / stretch)


def with_gaussian_loss(regime: ExponentialLoss, streams: Streams) -> Observables:
    """The same slopes under the loss exp(-m^2), shape (trials, 2)."""
    return experiment(GaussianLoss(regime.gap, regime.beta, regime.tolerance), streams)


CLAIM = Claim(
    name="yaras2025.linear-temperature-rate-as-printed",
    statement=__doc__,
    source=source("Appendix C, beta = nu"),
    kind="proposition",
    regimes=exponential_losses(),
    experiment=experiment,
    # A Theta fixes the power of t. Half a power is generous to the print: the derived slope is below -18.
    prediction=Equals("slope", "printed", tolerance=0.5, relative=False),
    required=0.99,
    controls=(
        Control(
            breaks="the inverse temperature is exp(nu), not nu",
            experiment=partial(experiment, dynamics=Dynamics(EXPONENTIAL)),
        ),
    ),
    positive_controls=(PositiveControl(adds="the loss is exp(-m^2), not exp(-m)", experiment=with_gaussian_loss),),
    known=Verdict.REFUTED,
    flaw=Flaw.RATE,
    reason="With L = log(1/gamma) the printed equation gives sqrt(L) = log t, so gamma = t^(-log t): slope -2 log t.",
    dtype=torch.float64,
    trust=TRUST,
)
