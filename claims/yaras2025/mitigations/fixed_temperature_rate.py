r"""At a fixed temperature the gap closes exponentially, at the rate of a simplex.

Let the temperature be frozen, pairs be matched at the start, and $d \ge n - 1$, so that features can spread to a
simplex, of margin $\alpha^* = n/(n-1)$. Then
$$ -\frac{d}{dt} \log\gamma \to r(\beta) = \frac{2\beta\alpha^*}{1 + e^{\beta\alpha^*}/(n-1)} . $$
It is largest at $\beta^* = x^*/\alpha^*$ with $x^* = 1 + (n-1)e^{-x^*}$.

Operational: the slope of $\log\gamma$ over the last 30 % of
$T = 10 n^2 (1 + e^{\beta\alpha^*}/(n-1)) / \beta^2$ is within 0.1 % of it. Features move at $\beta/n$ times the softmax
weight off the pair, and the slowest mode of the spread is another n times slower; with a T that grew more slowly the
law looked wrong at n = 8 and $\beta = 8$ by up to 55 %: the horizon was. The slope is not there by construction: the
simplex has to be found, and frozen random features have another rate.
"""

from functools import partial

import torch

from claims.yaras2025.mitigations.arms import TRUST
from claims.yaras2025.paper import source
from models.yaras2025.flows.free_features import follow_features
from models.yaras2025.flows.temperature import CLIP
from models.yaras2025.mitigations.parallel import (
    Spread,
    closing_rate,
    follow_frozen,
    matched_start,
    simplex_margin,
)
from strategies.yaras2025.mitigations import frozen_temperatures
from theoremcheck import Baseline, Claim, Control, Equals, Observables, Streams


def experiment(spread: Spread, streams: Streams, learned: bool = False) -> Observables:
    """Mean rate over the last 30 % of the horizon and that of a simplex, shape (trials,)."""
    beta, gap = torch.as_tensor(spread.beta), torch.as_tensor(spread.gap)
    margin, tolerance = simplex_margin(spread.pairs), torch.as_tensor(spread.tolerance)
    horizon = spread.duration * spread.pairs**2 * (1 + (beta * margin).exp() / (spread.pairs - 1)) / beta.square()
    times = torch.stack([0.7 * horizon, horizon], dim=1)
    start = matched_start(spread, streams)
    if learned:
        curve = follow_features(start, beta, gap, times, tolerance, CLIP)
    else:
        curve = follow_frozen(start, beta[:, None], gap, times, tolerance)
    rate = (curve.log_gap[:, 0] - curve.log_gap[:, 1]) / (0.3 * horizon)
    return Observables(rate=rate, rate_of_a_simplex=closing_rate(beta, margin, spread.pairs))


def untrained(spread: Spread, streams: Streams) -> Observables:
    """Features that stay where they start, with the rate of their least margin."""
    x, _ = matched_start(spread, streams)
    off = 1 - torch.eye(spread.pairs, dtype=x.dtype, device=x.device)
    least = 1 - ((x @ x.mT) * off - 2 * (1 - off)).amax(dim=(1, 2))
    beta = torch.as_tensor(spread.beta)
    return Observables(
        rate=closing_rate(beta, least, spread.pairs),
        rate_of_a_simplex=closing_rate(beta, simplex_margin(spread.pairs), spread.pairs),
    )


CLAIM = Claim(
    name="yaras2025.fixed-temperature-rate",
    statement=__doc__,
    source=source("Appendix C, constant beta, under cross-entropy (derived)", "reconstructed"),
    kind="proposition",
    regimes=frozen_temperatures(),
    experiment=experiment,
    # Measured before: 1e-4 at n = 4 and 1e-6 at n = 8 at the worst. The first control is off by 1.5 % at the least.
    prediction=Equals("rate", "rate_of_a_simplex", tolerance=1e-3),
    required=0.95,
    controls=(
        Control(breaks="d >= n - 1, so that a simplex has room (here: d = n / 2)", regimes=frozen_temperatures(0.5)),
        Control(breaks="the temperature is frozen (here: learned)", experiment=partial(experiment, learned=True)),
    ),
    baselines=(Baseline(when="before training", experiment=untrained),),
    dtype=torch.float64,
    trust=TRUST,
)
