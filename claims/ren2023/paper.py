r"""What the pages of Ren and Li 2023 share: the source, half steps, and the thresholds of their operational readings.

Two wordings were read. The ICLR abstract has two stages: positives align and raise the condition number, then negatives
lower it; aligned-before-balanced and balancing-waits-for-temperature ask for that order. The arXiv abstract has the
same mechanism without stages; training-aligns, condition-number-grows, negatives-balance and
positives-alone-stay-unbalanced ask for no order. Theorems, constants and the encoders' normalisation are reconstructed
throughout.

A training takes as many batches as keep the largest power of signals and noise times ds at 1/4, up to which descent is
stable, and no more: cost is the reason. What finite batches leave grows with ds.

What is no claim, and why:

- That the noise vanishes: $c \le \sqrt{(1 - \nu_A)(1 - \nu_B)}$ for its shares $\nu$, so training-aligns bounds it by
0.1 already; its decay is one line of the flow that is integrated.
- That it is robust to practice (number of negatives, kind of normalisation): a sweep of settings, for a boundary map of
  negatives-balance, and no statement.
- That the initial scale does not matter: the clock removes it by construction, so it is a check of our own code.
- That positives alone collapse to rank one (recalled): the condition number is finite at every d, and grows with it:
  unbalance-grows-with-dimension.
"""

from dataclasses import replace

from models.ren2023.training.pairs import LinearPairs
from theoremcheck import Baseline, Source, Trust

__all__ = ["ALIGNED", "BALANCED", "SOURCE", "TRUST", "UNTRAINED"]

SOURCE = Source(
    "Ren and Li 2023",
    arxiv="2304.03717",
    item="abstract (also of the ICLR 2023 submission); model, constants and thresholds reconstructed",
    exactness="reconstructed",
)

ALIGNED = 0.9
r"""Similarity c from which a pair counts as aligned, when times are compared.

$c \le \sqrt{(1 - \nu_A)(1 - \nu_B)}$ for noise shares $\nu$: at 0.9 a tenth of a feature's power is noise at the most,
if the two views share it alike. The order of the stages hardly depends on it: read at 0.8 and at 0.9, none of 74
trainings over the regimes lost it, whether balance was read at 1.1, 1.2 or 1.3; read at 0.95, four, five and five did,
and none where noise fades no more slowly than negatives act.
"""

BALANCED = 1.2
r"""$\kappa$ below which a representation counts as balanced: the operational reading of $1 + o(1)$.

No untrained encoder counts: it starts at $\sigma_1 / \sigma_r \ge \sqrt3$, which a finite width moves by a factor of
$e^{\pm 1 / \sqrt{m}}$ (one standard deviation), and $\log(\sqrt3 / 1.2)$ is 3.6 of these at the smallest width, m = 96.
What finite batches leave of $\kappa - 1$ is 0.12 at most of 74 trainings over the regimes.
"""


def _with_half_steps(pairs: LinearPairs) -> LinearPairs:
    """Two gradient steps of half the length on each batch: with the same batches, the same limit."""
    return replace(pairs, substeps=2 * pairs.substeps)


TRUST = Trust(refine=_with_half_steps)


def _at_rest(pairs: LinearPairs) -> LinearPairs:
    """A few batches without a gradient step on any of them, while the clock runs to its end."""
    return replace(pairs, steps=8, substeps=0)


UNTRAINED = Baseline(when="before training", change=_at_rest)
