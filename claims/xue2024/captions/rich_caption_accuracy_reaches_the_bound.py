r"""With captions of any richness contrastive learning reaches the bound of Theorem 5.2.

Data model 1, where a caption keeps the within-class detail of the core feature with probability $\pi_{core}$. With high
probability $\mathrm{Acc}_{OOD} \ge 1 - \frac12 \Phi(\kappa_1) - \frac12 \Phi(\kappa_2) - o(1)$,
$$ \kappa_1 = \frac{2p - 2 - \pi_{core} \sigma_{core}^2}{B} , \quad
   \kappa_2 = \frac{-2p - \pi_{core} \sigma_{core}^2}{B} , \quad
   B^2 = (1 + \pi_{core} \sigma_{core}^2)^2 \sigma_{core}^2 + (2p - 1)^2 \sigma_{spu}^2 . $$
o(1) is read as n and d growing together, as for Theorem 4.4, which is the case $\pi_{core} = 1$.

Operational: along (n, d) = (200, 20), (800, 80), (3200, 320), (12800, 1280) the shortfall, root mean square over 32
training sets, falls with a slope of -0.4 or less.
"""

from functools import partial

import torch

from claims.xue2024.paper import ANOTHER_IMAGE, REQUIRED, falls_like_root_n, more_of_both, source
from models.xue2024.intra_class.contrastive import Captioning, accuracies, learned, shortfalls
from models.xue2024.intra_class.model import IntraClass, printed_accuracies
from strategies.xue2024.captions import bound_ladder
from theoremcheck import Claim, Control, Observables, Scale, Streams


def experiment(model: IntraClass, streams: Streams, captioning: Captioning = Captioning()) -> Observables:
    """Shortfall of the accuracy under P*, root mean square over the training sets; mean accuracy and printed value."""
    rule = learned(model, streams, captioning, model.kept_core[:, None])
    agreeing, opposed = (part[..., 0] for part in accuracies(model, rule))
    printed = sum(printed_accuracies(model)) / 2
    seen = (agreeing + opposed) / 2
    return Observables(shortfall=shortfalls(printed, seen), accuracy=seen.mean(dim=1), printed_accuracy=printed)


CLAIM = Claim(
    name="xue2024.rich-caption-accuracy-reaches-the-bound",
    statement=__doc__,
    source=source("Theorem 5.2 (formula recalled and derived; the rate of o(1) derived)"),
    regimes=bound_ladder(),
    scale=Scale("samples", factors=(1, 4, 16, 64), grow=more_of_both),
    experiment=experiment,
    prediction=falls_like_root_n("shortfall"),
    required=REQUIRED,
    controls=(Control(breaks=ANOTHER_IMAGE, experiment=partial(experiment, captioning=Captioning(own_detail=False))),),
    reading_of="xue2024.rich-captions-raise-accuracy",
    dtype=torch.float64,
)
