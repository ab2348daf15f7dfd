r"""A small expected loss of random batches bounds the share of wrong nearest neighbours.

If the plain sum of the losses of a random batch of size B, $\sqrt N < B \le N$, is at most $\xi \log 2$ in expectation,
$\xi \in [0, 1]$, then at most a share $N \xi / (B (B - 1))$ of the points has a wrong nearest neighbour.

Reconstructed: the display is missing in what was read, and was rebuilt from appendix A.2.

Operational: the expectation is exact, without a batch being drawn. Ordinary configurations miss nothing below the
bound. So pairs are doubled, with each other's captions, at the scores at which a miss costs least, as many of them as
nearly all of log 2 affords; `share_of_bound` says how near the misses come to what is allowed. With $w_1 = B / N$ and
$w_2 = B (B - 1) / (N (N - 1))$, the shares of batches that hold a pair and two given ones, a miss costs about $w_2
\log(e w_1 / w_2)$ there. The bound counts $w_2 \log 2$, and so it is not tight. (Where $B (B - 1) < N$, as at N = 32
and B = 6, it can exceed 1.)
"""

from math import log

import torch

from claims.bangachev2025.paper import ALWAYS, source
from models.bangachev2025.zero_loss.misses import DoubledCaptions, expected_batch_loss, missed
from strategies.bangachev2025.zero_loss import doubled_captions, doubled_throughout
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(pairs: DoubledCaptions, streams: Streams) -> Observables:
    """Share of misses, the bound on it, and the loss in units of log 2; shape (trials,) each."""
    scores, inverse_temperature, bias = pairs.draw(streams)
    level = expected_batch_loss(pairs, scores, inverse_temperature, bias) / log(2)
    wrong = missed(scores)
    # The proposition's xi ends at 1, and a larger loss is none of its hypotheses.
    bound = pairs.pairs * level.clamp(max=1.0) / (pairs.batch * (pairs.batch - 1))
    return Observables(missed=wrong, bound=bound, level=level, share_of_bound=wrong / bound)


CLAIM = Claim(
    name="bangachev2025.batch-loss-bounds-misses",
    statement=__doc__,
    source=source("Proposition 1", "reconstructed"),
    kind="proposition",
    regimes=doubled_captions(),
    experiment=experiment,
    prediction=AtMost("missed", "bound"),
    required=ALWAYS,
    controls=(
        Control(
            breaks="the loss is at most log 2 (here: every caption is doubled)",
            regimes=doubled_throughout(),
        ),
    ),
    dtype=torch.float64,
)
