r"""Two lines part three phases of the optimum: a simplex, antipodal modalities, and what lies between.

At t = b and $d \ge N$ the modalities coincide, in a simplex, where $t \ge \frac{N-1}N \log(N-3)$, and they are
antipodal, each in one point, where $t \le \frac12 \log \frac{N-2}2$. That these lines are sharp, and the optimum
strictly between the two phases strictly between the lines, is derived: they are where the slope of the loss changes its
sign at the ends of the family.

Operational: at 1.02 times the upper line and more the matched scores have a mean of 0.99 at least, at the lower line
divided by 1.02 and less of -0.99 at most, and at the geometric middle of both lines between the two. With b = 0 the
simplex is never the optimum, for N > 4 at any t (derived).
"""

import torch

from claims.lee2024.paper import FOUND, source
from models.lee2024.phases.closed_form import ZonedPairs
from models.lee2024.phases.descent import settle
from strategies.lee2024.phases import zones
from theoremcheck import AllOf, AtLeast, AtMost, Claim, Control, Observables, Streams

NEARLY = 0.99
"""A cosine that counts as 1: within half a per cent of the range from -1."""


def experiment(pairs: ZonedPairs, streams: Streams) -> Observables:
    """Mean of the matched scores, and between what it should lie in its zone; shape (trials,) each."""
    first, second = settle(pairs, streams)
    matched = (first * second).sum(dim=-1).mean(dim=-1)
    one = torch.ones_like(matched)
    return Observables(
        matched_cosine=matched,
        lowest=torch.where(pairs.zone > 0, NEARLY * one, torch.where(pairs.zone < 0, -one, -NEARLY * one)),
        highest=torch.where(pairs.zone < 0, -NEARLY * one, torch.where(pairs.zone > 0, one, NEARLY * one)),
    )


CLAIM = Claim(
    name="lee2024.two-phase-lines",
    statement=__doc__,
    source=source("the two lines of the temperature (code; sharpness derived)"),
    regimes=zones(),
    experiment=experiment,
    prediction=AllOf((AtLeast("matched_cosine", "lowest"), AtMost("matched_cosine", "highest"))),
    required=FOUND,
    controls=(Control(breaks="t = b (here: b = 0, above the upper line)", regimes=zones(bias_ratio=0.0, zone=1.0)),),
    dtype=torch.float64,
)
