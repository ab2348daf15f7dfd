r"""Theorem 3.2, with the constants at the end of its proof as printed.

Under the theorem's conditions, for all $t \ge 0$,
$$ \gamma(t) \ge \frac{c_2}{\log\bigl(c_3 t + e^{c_4/\sqrt{\gamma_0}}\bigr)^2}. $$

At $t = 0$ this says $c_2 \le c_4^2$, with $c_4 = c_2 - \frac1{10}$, which is false for $c_2 < 1.19$: for few
pairs or a small initial gap. The theorem allows every $n \ge 2$ and every $\gamma_0 \in (0, 1)$; the regime
does so up to $n = 16$, for $c_2$ grows with $\log n$ and beyond it only gaps near 0 are left to tell the two
bounds apart. A slip of the pen: the proof's line before, $\tilde\omega(t) = \log(\dots) / c_4$ for a bound of
$\gamma^{-1/2}$, gives $c_4^2$. The order $\Omega(1/\log(t)^2)$, which is what the theorem itself states, stands.

For $c_2 \ge 2$ the print is right. With $u = \log(c_3 t + e^{c_4/\sqrt{\gamma_0}}) \ge c_4 \ge 1$ the logarithm of the
corrected bound is at most $u + \log c_4 \le u\, (1 + \log c_4 / c_4)$, so the printed bound lies below the corrected
one if $c_2 (1 + \log c_4 / c_4)^2 \le c_4^2$: from $c_2 = 1.99$ on.
"""

from functools import partial

import torch

from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.bounds import gap_lower_bound_as_printed
from models.yaras2025.flows.reduced import UniformMargin, follow, log_times
from models.yaras2025.flows.temperature import CLIP, FIXED, Dynamics
from strategies.yaras2025.flows import uniform_margins
from theoremcheck import Claim, Control, Flaw, NeverBelow, Observables, PositiveControl, Streams, Verdict


def experiment(regime: UniformMargin, streams: Streams, dynamics: Dynamics = CLIP) -> Observables:
    """The gap and the printed bound once a decade, shape (trials, 19)."""
    curve = follow(regime, log_times(1e-6, 1e12, 19), dynamics)
    return Observables(gap=curve.gap, bound=gap_lower_bound_as_printed(regime, curve.time))


CLAIM = Claim(
    name="yaras2025.gap-bound-as-printed",
    statement=__doc__,
    source=source("Theorem 3.2, end of the proof"),
    regimes=uniform_margins(max_pairs=16),
    experiment=experiment,
    prediction=NeverBelow("gap", "bound", slack=1e-6, because="ten thousand tolerances of the integrator"),
    # A bound for all times and all regimes: the theorem leaves no probability open.
    required=0.99,
    controls=(
        Control(
            breaks="the temperature is not learned",
            experiment=partial(experiment, dynamics=Dynamics(FIXED)),
        ),
    ),
    positive_controls=(
        PositiveControl(
            adds="c_2 is at least 2: many pairs, or a large initial gap",
            regimes=uniform_margins(max_pairs=16, least_strength=2.0),
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.MISPRINT,
    reason="The line before it gives c_4^2 as the numerator, and the equation solved there c_3 c_4 t in the argument: "
    "where c_4^2 < c_2 the printed bound starts above gamma_0.",
    dtype=torch.float64,
    trust=TRUST,
)
