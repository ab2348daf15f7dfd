r"""How fast a matched flow runs at late times: the law behind $\gamma = \Theta(1/\log(t)^2)$, two-sided (derived).

Let the margin be $\alpha$ and $b = \alpha\beta$ with $\beta = e^\nu$. Late, $\dot b = b^2 (n-1) e^{-b}$, so
$$ F(t) = b - 2\log b + \log\Bigl(1 + \frac2b + \frac6{b^2}\Bigr) - \log((n-1)t) \to 0, $$
that is $b = \log t + 2\log\log t + O(1)$, and by the invariant $\gamma \sim C^2/b^2$ with
$C = \alpha\beta_0\sqrt{\gamma_0}\, e^{-\gamma_0^2/4}$. The paper proves the lower bound on the gap only.

The extremal pairs of Theorem 3.2 are followed to $t = 10^8$, from the least $\beta_0$ that it allows: from a
larger one, or with more pairs, the clock starts later.
"""

from functools import partial

import torch

from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.bounds import late_clock, neglected_by_the_clock
from models.yaras2025.flows.reduced import UniformMargin, follow, log_times
from models.yaras2025.flows.temperature import CLIP, EXPONENTIAL, Dynamics, scaled_exponential
from strategies.yaras2025.flows import uniform_margins
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(regime: UniformMargin, streams: Streams, dynamics: Dynamics = CLIP) -> Observables:
    """The clock's error at the end, and twice the terms that it neglects; shape (trials,)."""
    curve = follow(regime, log_times(1e7, 1e8, 2), dynamics)
    error = late_clock(regime, curve.time, curve.beta).abs()[:, -1]
    return Observables(error=error, neglected=2 * neglected_by_the_clock(regime, curve.beta)[:, -1])


CLAIM = Claim(
    name="yaras2025.late-time-clock",
    statement=__doc__,
    source=source("Theorem 3.2 and section 3.1, two-sided late-time law (derived)", "reconstructed"),
    kind="proposition",
    regimes=uniform_margins(max_pairs=64, max_gap=0.6, max_threshold_multiple=1.0),
    experiment=experiment,
    # The next terms are (24 + C^4) / b^3 with b above 20. Twice that: each later term of the asymptotic series is
    # 5/b, a quarter, of the one before.
    prediction=AtMost("error", "neglected"),
    required=0.99,
    controls=(
        Control(
            breaks="the two heights are free parameters, not one and its negative",
            experiment=partial(experiment, dynamics=Dynamics(EXPONENTIAL, tied=False)),
        ),
        Control(
            breaks="the inverse temperature is exp(nu / 2), not exp(nu)",
            experiment=partial(experiment, dynamics=Dynamics(scaled_exponential(2.0))),
        ),
    ),
    dtype=torch.float64,
    trust=TRUST,
)
