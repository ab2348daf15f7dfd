r"""A constellation's loss vanishes like $e^{-t m^*}$ in the inverse temperature t, at the bias $b^* t$.

With $m^* = (\min_i S_{ii} - \max_{i \ne j} S_{ij}) / 2 > 0$ and $b^*$ half the sum of the two,
$\inf_b L = \exp(-t m^* + o(t))$, reached at $b = b^* t + o(t)$.

Derived: one term of at least $e^{-t m^*} / 2$ below, and N(N - 1) + N of at most $e^{-t m^*}$ above, over N, so that
$$ | \log \inf_b L + t m^* | \le \log N + \log 2 \quad \text{from } t m^* = 20 \text{ on} . $$

Operational: at $t m^*$ = 20, 80 and 320, for every draw in units of its own margin; the largest deviation counts.
`rate` is the slope of $-\log \inf_b L$ over $t m^*$ from 80 to 320. At another bias it is $1 - |b - b^*| / m^*$.
"""

from collections.abc import Callable
from functools import partial
from math import log

import torch
from torch import Tensor

from claims.bangachev2025.paper import ALWAYS, source
from models.bangachev2025.zero_loss.biases import best_bias, loss_at
from models.bangachev2025.zero_loss.codes import NoisyCode
from models.constellations import extreme
from strategies.bangachev2025.zero_loss import noisy_codes
from theoremcheck import AtMost, Claim, Control, Observables, Streams

SHARPNESS = (20.0, 80.0, 320.0)


def half_a_margin_off(scores: Tensor, inverse_temperature: Tensor) -> Tensor:
    """A relative bias half a margin above the middle."""
    found = extreme(scores)
    return found.bias + found.margin / 2


def experiment(
    code: NoisyCode, streams: Streams, bias: Callable[[Tensor, Tensor], Tensor] = best_bias, partner: int = 0
) -> Observables:
    """The largest deviation over three temperatures, what is allowed, and the rate; shape (trials,) each.

    Args:
        code: Regimes.
        streams: One stream a trial.
        bias: Relative bias of given scores at a given inverse temperature.
        partner: By how many pairs the captions are moved.
    """
    first, second = code.draw(streams)
    scores = first @ second.roll(partner, dims=1).mT
    margin = extreme(scores).margin
    logs = []
    for sharpness in SHARPNESS:
        inverse_temperature = sharpness / margin.abs()
        logs.append(loss_at(scores, inverse_temperature, bias(scores, inverse_temperature)).log())
    found, exponents = torch.stack(logs, dim=1), margin.sign()[:, None] * torch.tensor(SHARPNESS).to(scores)
    return Observables(
        deviation=(found + exponents).abs().amax(dim=1),
        allowed=torch.full_like(margin, log(2 * code.pairs)),
        rate=-(found[:, 2] - found[:, 1]) / (SHARPNESS[2] - SHARPNESS[1]),
        margin=margin,
    )


CLAIM = Claim(
    name="bangachev2025.loss-decays-at-the-margin",
    statement=__doc__,
    source=source("Theorem 3.2 (two-sided bound derived)"),
    regimes=noisy_codes(),
    experiment=experiment,
    prediction=AtMost("deviation", "allowed", "nat"),
    required=ALWAYS,
    controls=(
        Control(
            breaks="the bias is the best one (here: half a margin above the middle)",
            experiment=partial(experiment, bias=half_a_margin_off),
        ),
        Control(
            breaks="the margin is positive (here: captions are moved by one pair)",
            experiment=partial(experiment, partner=1),
        ),
    ),
    dtype=torch.float64,
)
