r"""Richer captions raise the accuracy under P*, by what the formula says.

Data model 1. A caption keeps the within-class detail of the core feature with probability $\pi_{core}$ and of the
spurious one with $\pi_{spu}$; otherwise it names the class, or the attribute, alone. Theorem 4.4 then holds with
$\pi_{core} \sigma_{core}^2$ in place of $\sigma_{core}^2$ in $\kappa_1$, $\kappa_2$ and the first factor of B, and
$\pi_{spu}$ does not appear. In $f_0 = 1 + \pi_{core} \sigma_{core}^2$ the accuracy on the minority rises, and so does
the mean of both groups'.

Operational: on one training set, with the same images and with captions that are nested, the accuracy gained from
$\pi_{core} = 0.1$ to 1 is at least half of the formula's (0.02 to 0.07), with the noise of the test images in its B.
Its sign alone is no prediction: without within-class pairing it is right in half of all draws.
"""

from functools import partial

import torch
from torch import Tensor

from claims.xue2024.paper import ANOTHER_IMAGE, REQUIRED, source
from models.xue2024.captions import gain_by_formula
from models.xue2024.intra_class.contrastive import Captioning, accuracies, learned
from models.xue2024.intra_class.model import IntraClass
from strategies.xue2024.captions import one_training_set
from theoremcheck import AtLeast, Claim, Control, Observables, Streams

POOR, RICH = 0.1, 1.0


def experiment(model: IntraClass, streams: Streams, captioning: Captioning = Captioning()) -> Observables:
    """Accuracy gained by rich captions, in units of the formula's gain; and both accuracies; shape (trials,)."""
    kept = torch.tensor([POOR, RICH]).to(streams.dtype).expand(streams.trials, 2)
    poor, rich = _under_the_true_law(model, streams, captioning, kept).unbind(dim=1)
    return Observables(gain=(rich - poor) / gain_by_formula(model, POOR, RICH), poor=poor, rich=rich)


def _under_the_true_law(model: IntraClass, streams: Streams, captioning: Captioning, kept: Tensor) -> Tensor:
    agreeing, opposed = (part[:, 0] for part in accuracies(model, learned(model, streams, captioning, kept)))
    return (agreeing + opposed) / 2


CLAIM = Claim(
    name="xue2024.rich-captions-raise-accuracy",
    statement=__doc__,
    source=source("Theorem 5.2 (formula recalled and derived; gain derived)"),
    regimes=one_training_set(),
    experiment=experiment,
    prediction=AtLeast("gain", 0.5, unit="of the formula's"),
    required=REQUIRED,
    controls=(
        Control(
            breaks="a caption without detail still names the class (here: nothing)",
            experiment=partial(experiment, captioning=Captioning(masked_class=0.0)),
        ),
        Control(breaks=ANOTHER_IMAGE, experiment=partial(experiment, captioning=Captioning(own_detail=False))),
    ),
    dtype=torch.float64,
)
