r"""Where the text has stopped to pay for a class mean, at n = 3v, a logistic head still gains from it.

The nearest mean gains nothing at n* = 3v (half-half-helps-until-three-v). A head trained by AdamW does, from zero and
from random weights: the text also shapes what the images leave open. Where it stops to pay is a map over n and v rather
than a number, about 5 n* from random weights; beyond, it loses by so little that 24 tasks do not see it.

Operational: n = 3v at v = 1 and 2; the gain is 0.035 and 0.018 from zero weights (standard error 0.005 and 0.003), and
more from random ones.
"""

from claims.crossmodal2023.heads.gain import MISNAMED, observe
from claims.crossmodal2023.paper import REQUIRED, TRUST, source
from strategies.crossmodal2023.heads import at_the_end_for_means
from theoremcheck import AllOf, Claim, LessThan

CLAIM = Claim(
    name="crossmodal2023.logistic-head-crosses-later",
    statement=__doc__,
    source=source("what half-half does at more shots (derived question; code)"),
    kind="empirical",
    regimes=at_the_end_for_means(),
    experiment=observe,
    prediction=AllOf(
        (LessThan("alone_from_zero", "mixed_from_zero"), LessThan("alone_from_random", "mixed_from_random"))
    ),
    required=REQUIRED,
    controls=(MISNAMED,),
    reading_of="crossmodal2023.class-name-helps-at-one-shot",
    trust=TRUST,
)
