r"""Captions that name other classes' core details often enough make contrastive learning robust.

Data model 2, where a caption keeps each core detail of another class with probability $\pi_{core}$ and each spurious
one with $\pi_{spu}$; own details always. Then $v_c = \frac1m + (1 - \frac1m) \pi_{core} \alpha^2$, r stays, and the
accuracy under P* tends to 100 % above
$$ \pi^* = \Bigl[ \frac{b (b + \beta)}{1 - \alpha} - 1 \Bigr] / ((m - 1) \alpha^2) $$
and to 50 % below it, whatever $\pi_{spu}$ is. At $\pi_{core} = 1$ this is details-of-other-classes-suffice; here the
*position* of the threshold is asked.

Reconstructed, and the threshold derived. Operational: on the same images with $\pi_{core} = 2 \pi^*$ and $\pi^* / 2$,
$m = \lceil 3 m^* \rceil$, n twice the rule at $2 \pi^*$: at least 0.99 above, and at most 0.55 below, where only the
minority is wrong. In between the change is smooth at finite n, and nothing is asked.
"""

from functools import partial

from claims.xue2024.captions.pair import before_training, observe_pair
from claims.xue2024.paper import REQUIRED, TIED, TWO_QUESTIONS, source
from models.xue2024.sharing.contrastive import Captions
from strategies.xue2024.sharing import rich_captions
from theoremcheck import AllOf, AtLeast, AtMost, Baseline, Claim, Control

CLAIM = Claim(
    name="xue2024.caption-richness-has-a-threshold",
    statement=__doc__,
    source=source("masking in data model 2, number unknown (threshold derived)", "reconstructed"),
    regimes=rich_captions(),
    experiment=observe_pair,
    prediction=AllOf((AtLeast("rich_accuracy", 0.99), AtMost("poor_accuracy", 0.55))),
    required=REQUIRED,
    controls=(Control(breaks=TIED, experiment=partial(observe_pair, captions=Captions(tied=True))),),
    baselines=(Baseline(when="before training", experiment=before_training),),
    trust=TWO_QUESTIONS,
)
