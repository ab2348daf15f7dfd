r"""Theorem 3.2, constants corrected: a learned temperature lets the gap close no faster than $1/\log(t)^2$.

Let pairs stay matched with margin at least $\alpha > 0$, let $\beta = e^\nu$ and
$\beta_0 \ge \frac{\log(4(n-1))}{\alpha(1-\gamma_0^2)}$. Then for all $t \ge 0$
$$ \tfrac12 \Delta(t) \ge \gamma(t) \ge \frac{c_4^2}{\log\bigl(c_3 c_4 t + e^{c_4/\sqrt{\gamma_0}}\bigr)^2},
   \qquad c_2 = \alpha\beta_0\sqrt{\gamma_0}\,(1-\gamma_0^2)\, e^{-\gamma_0^2/4}, $$
$c_3 = 55 (n-1) \alpha\beta_0\sqrt{\gamma_0}$ and $c_4 = c_2 - \frac1{10} > 0$. This is what the proof gives;
the printed end of it has $c_2$ in the numerator and $c_3 t$ in the logarithm.

The flow is that of the extremal pairs: by Lemma B.1 none of margin $\alpha$ close the gap faster than those
whose other cosines all lie exactly $\alpha$ below. It runs to $t = 10^{12}$.

A lower bound is all that the theorem gives, and a gap that never closed would keep it. So the gap has to fall as well;
how fast it does is derived in the claim late-time-clock.
"""

from functools import partial

import torch

from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.bounds import gap_lower_bound
from models.yaras2025.flows.reduced import UniformMargin, follow, log_times
from models.yaras2025.flows.temperature import CLIP, EXPONENTIAL, FIXED, LINEAR, SOFTPLUS, Dynamics, scaled_exponential
from strategies.yaras2025.flows import uniform_margins
from theoremcheck import AllOf, Baseline, Claim, Control, FallsByFactor, NeverBelow, Observables, Streams

TIMES = log_times(1e-2, 1e12, 29)
"""Two a decade."""


def experiment(regime: UniformMargin, streams: Streams, dynamics: Dynamics = CLIP) -> Observables:
    """The gap and its bound, shape (trials, 29)."""
    curve = follow(regime, TIMES, dynamics)
    return Observables(gap=curve.gap, bound=gap_lower_bound(regime, curve.time))


def at_rest(regime: UniformMargin, streams: Streams) -> Observables:
    """A gap that stays what it was, and the bound."""
    time = TIMES.to(regime.gap).expand(len(regime.gap), -1)
    return Observables(gap=regime.gap[:, None].expand_as(time), bound=gap_lower_bound(regime, time))


CLAIM = Claim(
    name="yaras2025.gap-closes-no-faster",
    statement=__doc__,
    source=source("Theorem 3.2, constants corrected (derived)", "reconstructed"),
    regimes=uniform_margins(),
    experiment=experiment,
    # The bound is gamma_0 itself at t = 0, and a gap at rest keeps it. So the gap has to fall: by a thousandth, ten
    # million tolerances of the integrator.
    prediction=AllOf(
        (
            NeverBelow("gap", "bound", slack=1e-6, because="ten thousand tolerances of the integrator"),
            FallsByFactor("gap", 1.001, resolution=1e-12),
        )
    ),
    required=0.99,
    controls=(
        Control(
            breaks="the temperature is not learned",
            experiment=partial(experiment, dynamics=Dynamics(FIXED)),
        ),
        Control(
            breaks="the inverse temperature is nu itself, not exp(nu)",
            experiment=partial(experiment, dynamics=Dynamics(LINEAR)),
        ),
        Control(
            breaks="the inverse temperature is log(1 + exp(nu)), not exp(nu)",
            experiment=partial(experiment, dynamics=Dynamics(SOFTPLUS)),
        ),
        Control(
            breaks="the inverse temperature is exp(nu / 2), not exp(nu)",
            experiment=partial(experiment, dynamics=Dynamics(scaled_exponential(2.0))),
        ),
        Control(
            breaks="the temperature learns at a tenth of the rate of the other parameters",
            experiment=partial(experiment, dynamics=Dynamics(EXPONENTIAL, learning_rate_ratio=0.1)),
        ),
    ),
    baselines=(Baseline(when="where nothing moves", experiment=at_rest),),
    repairs="yaras2025.gap-bound-as-printed",
    dtype=torch.float64,
    trust=TRUST,
)
