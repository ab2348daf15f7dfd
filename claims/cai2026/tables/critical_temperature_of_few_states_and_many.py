r"""The critical temperature is $1/a^*$ for few states and for many.

A reading of `cai2026.no-gap-above-the-critical-temperature` (ours) at 4, 6 and 12 states, with the inverse temperature
in units of $a^* = \frac{K-1}{K} \log(1 + K(1-\epsilon)/\epsilon)$: below 1 trained rows of mismatched pairs have the
least loss and no gap, whatever K and $\epsilon$, and above it they have one. Where along `critical_multiple` the
prediction stops holding is where the phase line lies.

Operational: as on that page, in dimension 13.
"""

import torch

from claims.cai2026.paper import source
from claims.cai2026.tables.trained_pairs import NO_GAP, trained
from models.cai2026.tables.pairs import ScaledPairs, twice_the_steps
from strategies.cai2026.tables import scaled
from theoremcheck import Claim, Control, Observables, Streams, Trust


def experiment(pairs: ScaledPairs, streams: Streams) -> Observables:
    """Loss and centroid distance of trained rows, and the least loss; shape (trials,) each."""
    return trained(pairs.free, streams)


CLAIM = Claim(
    name="cai2026.critical-temperature-of-few-states-and-many",
    statement=__doc__,
    source=source("section 4, on matched and mismatched pairs (ours: derived)"),
    kind="proposition",
    regimes=scaled(),
    experiment=experiment,
    prediction=NO_GAP,
    required=0.95,
    controls=(
        Control(
            breaks="the inverse temperature is at most a* (here: from 1.1 a* on)",
            regimes=scaled(least=1.1, largest=3.0),
        ),
    ),
    reading_of="cai2026.no-gap-above-the-critical-temperature",
    trust=Trust(refine=twice_the_steps),
    dtype=torch.float64,
)
