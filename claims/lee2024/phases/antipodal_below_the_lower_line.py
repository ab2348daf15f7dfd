r"""Below the lower line each modality is one point, and the two are antipodal.

At t = b the optimum of the sigmoid loss has matched scores of -1 where $t \le \frac12 \log \frac{N-2}2$. Derived, for
any t and b: where $t + b \le \log \frac{N-2}2$, and nowhere else. One dimension is enough for it.

Operational: N = 16, whose line is at t = 0.973, from that divided by 1.02 down: the matched scores have a mean of
-0.999 at most. `theoremcheck boundary lee2024.antipodal-below-the-lower-line --along inverse_temperature=0.2:4` finds
the line, and with `--along bias_ratio=0:2` beside it the curve in t and b / t.
"""

import torch

from claims.lee2024.paper import AT_THE_END, FOUND, source
from models.lee2024.phases.closed_form import SigmoidPairs
from models.lee2024.phases.descent import settle
from strategies.lee2024.phases import above_the_lower_line, below_the_lower_line
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(pairs: SigmoidPairs, streams: Streams) -> Observables:
    """Mean of the matched scores, shape (trials,)."""
    first, second = settle(pairs, streams)
    return Observables(matched_cosine=(first * second).sum(dim=-1).mean(dim=-1))


CLAIM = Claim(
    name="lee2024.antipodal-below-the-lower-line",
    statement=__doc__,
    source=source("the lower line of the temperature (code)"),
    regimes=below_the_lower_line(),
    experiment=experiment,
    prediction=AtMost("matched_cosine", -AT_THE_END),
    required=FOUND,
    controls=(Control(breaks="t is below the line (here: above it)", regimes=above_the_lower_line()),),
    reading_of="lee2024.two-phase-lines",
    dtype=torch.float64,
)
