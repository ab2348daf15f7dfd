r"""Appendix C, reparametrised temperature $\beta = \nu$, rate corrected: the gap closes like $t^{-\log t}$ (derived).

In the scalar model $\ell(m) = e^{-m}$ the paper's own equation, with $L = \log(1/\gamma)$, is
$\dot L = 2\sqrt L\, e^{-\sqrt L}$; so $\sqrt L = \log t$ to leading order, and with the constants
$$ \gamma(t) = \gamma_0 \exp\bigl( \beta_0^2 - \gamma_0^2/2 - \log(t + e^{\beta_0})^2 \bigr)\,(1 + o(1))
   = t^{-\log t + O(1)}. $$
That is faster than any power of $t$: the slope of $\log\gamma$ on $\log t$ is $-2\log t$, where the printed rate
$1/(t \log t)$ has $-1$. The paper's comparison, that this is much faster than Theorem 3.2, stands.
"""

from functools import partial

import torch

from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.bounds import linear_temperature_law
from models.yaras2025.flows.reduced import ExponentialLoss, follow, log_times
from models.yaras2025.flows.temperature import EXPONENTIAL, FIXED, LINEAR, Dynamics
from strategies.yaras2025.flows import exponential_losses
from theoremcheck import Claim, Control, Equals, Observables, Streams

UNSCALED = Dynamics(LINEAR)


def experiment(regime: ExponentialLoss, streams: Streams, dynamics: Dynamics = UNSCALED) -> Observables:
    """Logarithm of the gap and its law at late times, shape (trials, 5)."""
    curve = follow(regime, log_times(1e8, 1e12, 5), dynamics)
    return Observables(log_gap=curve.log_gap, law=linear_temperature_law(regime, curve.time))


CLAIM = Claim(
    name="yaras2025.linear-temperature-rate",
    statement=__doc__,
    source=source("Appendix C, beta = nu, rate corrected (derived)", "reconstructed"),
    kind="proposition",
    regimes=exponential_losses(),
    experiment=experiment,
    # exp(beta) = t + K, where K is exp(beta_0) <= 55 and what the gap adds at first, at most 100 more. Leaving that out
    # costs 2 log(t) 100 / t, below 1e-4 from t = 1e8 on; ten times that is allowed.
    prediction=Equals("log_gap", "law", tolerance=1e-3, relative=False),
    required=0.99,
    controls=(
        Control(
            breaks="the inverse temperature is exp(nu), not nu",
            experiment=partial(experiment, dynamics=Dynamics(EXPONENTIAL)),
        ),
        Control(
            breaks="the temperature is not learned",
            experiment=partial(experiment, dynamics=Dynamics(FIXED)),
        ),
        Control(
            breaks="the two heights are free parameters, not one and its negative",
            experiment=partial(experiment, dynamics=Dynamics(LINEAR, tied=False)),
        ),
    ),
    repairs="yaras2025.linear-temperature-rate-as-printed",
    dtype=torch.float64,
    trust=TRUST,
)
