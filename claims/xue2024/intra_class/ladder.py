r"""The bound of Theorem 4.4 along n and d together: what two pages read off the same training sets.

At fixed d the printed value is missed by what the noise of the test images costs, however large n is: its o(1) is read
as n and d growing together.
"""

from functools import partial

from claims.xue2024.paper import ANOTHER_IMAGE, more_of_both
from models.xue2024.intra_class.contrastive import Captioning, Rule, accuracies, learned, shortfalls
from models.xue2024.intra_class.model import IntraClass, printed_accuracies, ratio_of_weights
from strategies.xue2024.intra_class import bound_ladder
from theoremcheck import Control, Observables, Scale, Streams, Study

__all__ = ["LADDER", "REGIMES", "RE_PAIRED", "TRAINED", "observe", "observed_of"]

REGIMES = bound_ladder()

TRAINED = Study(name="xue2024.bound-ladder", package="claims.xue2024.intra_class")


LADDER = Scale("samples", factors=(1, 4, 16, 64), grow=more_of_both)


def observe(model: IntraClass, streams: Streams, captioning: Captioning = Captioning()) -> Observables:
    """What full width learns on each training set; see `observed_of`."""
    return observed_of(model, learned(model, streams, captioning))


def observed_of(model: IntraClass, rule: Rule) -> Observables:
    r"""Root mean squares over the training sets, and means, each of shape (trials,).

    `shortfall` is how far the OOD accuracy lies below the printed value, 0 where it does not; `ratio_error` how far
    $f_0 / f_1$ is from $(1 + \sigma_{core}^2) / (2p - 1)$, relative to it.
    """
    agreeing, opposed = (part[..., 0] for part in accuracies(model, rule))
    printed_agreeing, printed_opposed = printed_accuracies(model)
    printed = (printed_agreeing + printed_opposed) / 2
    ratio = (rule.core / rule.spurious)[..., 0] / ratio_of_weights(model)[:, None]
    return Observables(
        shortfall=shortfalls(printed, (agreeing + opposed) / 2),
        ratio_error=(ratio - 1).square().mean(dim=1).sqrt(),
        accuracy=((agreeing + opposed) / 2).mean(dim=1),
        minority_accuracy=opposed.mean(dim=1),
        printed_accuracy=printed,
    )


RE_PAIRED = Control(
    breaks=ANOTHER_IMAGE,
    experiment=partial(observe, captioning=Captioning(own_detail=False)),
)
