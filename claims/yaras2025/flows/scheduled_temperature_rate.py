r"""Appendix C, prescribed temperature, factor corrected: $\gamma$ falls like $\exp(-2\int\beta e^{-\beta})$ (derived).

In the scalar model $\ell(m) = e^{-m}$ with a prescribed $\beta(t)$ the paper's own equation is
$\dot\gamma = -2\beta\gamma\, e^{-\beta(1-\gamma^2)}$. Once $\gamma^2 \ll 1/\beta$,
$$ -\log\gamma(t) = 2 \int_0^t \beta e^{-\beta} ds + O(1): $$
$2\beta_0 e^{-\beta_0} t$ at a constant temperature,
$2t\,\frac{(\beta_0+1)e^{-\beta_0} - (\beta_1+1)e^{-\beta_1}}{\beta_1-\beta_0}$ if $\beta$ goes linearly from
$\beta_0$ to $\beta_1$. The paper's temperature schedules are linear in $1/\beta$. The printed exponent lacks
the factor 2.
"""

from functools import partial

import torch

from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.reduced import follow
from models.yaras2025.flows.schedules import PrescribedTemperature, follow_schedule
from models.yaras2025.flows.temperature import CLIP
from strategies.yaras2025.flows import prescribed_temperatures
from theoremcheck import Claim, Control, Equals, Observables, Streams


def experiment(regime: PrescribedTemperature, streams: Streams, learned: bool = False) -> Observables:
    """Closing of the gap over the horizon in nats, measured and twice the integral; shape (trials,)."""
    end = follow(regime, regime.horizon[:, None], CLIP).log_gap[:, 0] if learned else follow_schedule(regime)
    return Observables(
        closing=regime.gap.log() - end, twice_the_integral=regime.closing, the_integral=regime.closing / 2
    )


CLAIM = Claim(
    name="yaras2025.scheduled-temperature-rate",
    statement=__doc__,
    source=source("Appendix C, prescribed beta, factor corrected (derived)", "reconstructed"),
    kind="proposition",
    regimes=prescribed_temperatures(),
    experiment=experiment,
    # What the gap adds while it is large: int (exp(beta gamma^2) - 1) dlog(gamma), which is
    # (Ei(x) - log(x) - 0.577) / 2 <= 9.2 at x = beta gamma_0^2 <= 5 (0.9)^2: under 1 % of a closing of 1,000.
    prediction=Equals("closing", "twice_the_integral", tolerance=0.01),
    required=0.99,
    controls=(
        Control(
            breaks="the temperature is learned, not prescribed",
            experiment=partial(experiment, learned=True),
        ),
    ),
    repairs="yaras2025.scheduled-temperature-rate-as-printed",
    dtype=torch.float64,
    trust=TRUST,
)
