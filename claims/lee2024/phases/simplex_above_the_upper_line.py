r"""Above the upper line the modalities coincide.

At t = b and $d \ge N$ the optimum of the sigmoid loss has matched scores of 1 where $t \ge \frac{N-1}N \log(N-3)$.
Derived, for any t and b: where $(N-2) / (1 + e^{t/(N-1) + b}) \le 2 / (1 + e^{t-b})$, and nowhere else.

Operational: N = 16, whose line is at t = 2.405, from 1.02 times that on: the matched scores have a mean of 0.999 at
least. `theoremcheck boundary lee2024.simplex-above-the-upper-line --along inverse_temperature=0.5:10` finds the line,
and with `--along bias_ratio=0:2` beside it the curve in t and b / t.
"""

import torch

from claims.lee2024.paper import AT_THE_END, FOUND, source
from models.lee2024.phases.closed_form import SigmoidPairs
from models.lee2024.phases.descent import settle
from strategies.lee2024.phases import above_the_upper_line
from theoremcheck import AtLeast, Claim, Control, Observables, Streams


def experiment(pairs: SigmoidPairs, streams: Streams) -> Observables:
    """Mean of the matched scores, shape (trials,)."""
    first, second = settle(pairs, streams)
    return Observables(matched_cosine=(first * second).sum(dim=-1).mean(dim=-1))


CLAIM = Claim(
    name="lee2024.simplex-above-the-upper-line",
    statement=__doc__,
    source=source("the upper line of the temperature (code)"),
    regimes=above_the_upper_line(),
    experiment=experiment,
    prediction=AtLeast("matched_cosine", AT_THE_END),
    required=FOUND,
    controls=(Control(breaks="t = b (here: b = 0)", regimes=above_the_upper_line(bias_ratio=0.0)),),
    reading_of="lee2024.two-phase-lines",
    dtype=torch.float64,
)
