r"""Contrastive learning has 100 % under P* where enough classes share their details.

Data model 2, full width, prompts that name the core detail. In the captions of *other* classes a core detail varies,
and independently of the spurious one. With $v_c = \frac1m + (1 - \frac1m) \alpha^2$ and $r = (2 p_{spu} - 1) \frac bm$
the score of class (k, c) is $c (v_c\, core_k + r\, spu_k)$, so the accuracy under P* tends to 100 % as n grows if
$v_c (1 - \alpha) > r (b + \beta)$, which is
$$ m > m^* = 1 + \Bigl[ (2 p_{spu} - 1) \frac{b (b + \beta)}{1 - \alpha} - 1 \Bigr] / \alpha^2 . $$
Below $m^*$ the minority is wrong, and the accuracy 50 %.

The data model is reconstructed, and $m^*$ and the number of samples are derived. Operational:
$m = \lceil 2 m^* \rceil$, and twice as many samples as
$$ 8 \log m\, m\, \frac{(v_c + s^2)(v_c \alpha^2 + v_s \beta^2 + s^2 v_c)}{\Delta^2 (1 - q)} , \qquad
   q = \frac{8 \log m\, s^2 (v_c^2 + r^2)}{\Delta^2} \le \frac12 , $$
$\Delta = v_c (1 - \alpha) - r (b + \beta)$, $s^2 = \sigma_\xi^2 / d$; q is the share of the margin that the query's
noise takes. Accuracy at least 0.99, which is 100 % but for 10 of 1,000 test points.
"""

from functools import partial

from claims.xue2024.paper import REQUIRED, TIED, TWO_QUESTIONS, source
from claims.xue2024.sharing.accuracy import before_training, observe
from models.xue2024.sharing.contrastive import Captions
from strategies.xue2024.sharing import many_concepts
from theoremcheck import AtLeast, Baseline, Claim, Control, uniform

CLAIM = Claim(
    name="xue2024.details-of-other-classes-suffice",
    statement=__doc__,
    source=source("Theorem 4.8 (number recalled; data model reconstructed; threshold derived)", "reconstructed"),
    regimes=many_concepts(),
    experiment=observe,
    prediction=AtLeast("accuracy", 0.99),
    required=REQUIRED,
    controls=(
        Control(
            breaks="captions of other classes name the core details (here: none of them)",
            regimes=many_concepts(kept_core=0.0),
        ),
        # Below beta = .1 a tie ties hardly anything.
        Control(
            breaks=TIED,
            regimes=many_concepts(spurious_detail=uniform(0.1, 0.85)),
            experiment=partial(observe, captions=Captions(tied=True)),
        ),
        Control(breaks="there are many classes, m > m* (here: m* / 2)", regimes=many_concepts(0.5)),
        Control(
            breaks="prompts leave the spurious attribute out (here: they name it)",
            experiment=partial(observe, captions=Captions(spurious_prompt=True)),
        ),
    ),
    baselines=(Baseline(when="before training", experiment=before_training),),
    trust=TWO_QUESTIONS,
)
