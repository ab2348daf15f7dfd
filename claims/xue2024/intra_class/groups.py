"""Training sets with counted groups, at the literal constants of Theorem 4.3: what each learner makes of them."""

from functools import partial

import torch
from torch import Tensor

from models.xue2024.intra_class.contrastive import Captioning, accuracies, learned
from models.xue2024.intra_class.model import IntraClass, group_accuracies
from models.xue2024.intra_class.separator import CountedGroups, separate
from models.xue2024.moments import binomial
from theoremcheck import Observables, Streams

__all__ = ["AS_MANY_CONTRADICT", "at_random", "both_learners", "minority_error"]

AS_MANY_CONTRADICT = "the spurious attribute agrees with the class, p_maj >= 1 - 1/2001 (here: p_maj = 1/2)"


def minority_error(groups: CountedGroups, streams: Streams) -> Observables:
    """Error on the minority and accuracy on the majority of the separator, and its two weights; shape (trials,)."""
    weights = separate(groups, streams)
    agreeing, opposed = group_accuracies(groups, weights[:, 0], weights[:, 1])
    return Observables(
        minority_error=1 - opposed,
        majority_accuracy=agreeing,
        core_weight=weights[:, 0],
        spurious_weight=weights[:, 1],
    )


def at_random(groups: CountedGroups, streams: Streams) -> Observables:
    """The same of a random direction of very many dimensions, whose noise has variance 1 a unit of noise."""
    weights = streams.normal("direction", (2,))
    agreeing, opposed = group_accuracies(groups, weights[:, 0], weights[:, 1], groups.noise**2)
    return Observables(minority_error=1 - opposed, majority_accuracy=agreeing)


def both_learners(groups: CountedGroups, streams: Streams, captioning: Captioning = Captioning()) -> Observables:
    """Accuracies under P* of the contrastive minimiser and of the separator, and the separator's on the majority.

    The captions are those of the contrastive minimiser; the separator sees none.
    """
    supervised = minority_error(groups, streams.child("supervised"))
    model = IntraClass(
        samples=groups.minority + groups.majority,
        dim=groups.dim.floor(),
        correlation=groups.correlation,
        core_spread=groups.core_spread,
        spurious_spread=groups.spurious_spread,
        noise=groups.noise,
    )
    rule = learned(model, streams.child("contrastive"), captioning, counts=partial(_counted, groups))
    agreeing, opposed = (part[:, 0, 0] for part in accuracies(model, rule))
    return Observables(
        contrastive=(agreeing + opposed) / 2,
        supervised=(supervised["majority_accuracy"] + 1 - supervised["minority_error"]) / 2,
        majority_accuracy=supervised["majority_accuracy"],
    )


def _counted(groups: CountedGroups, model: IntraClass, streams: Streams) -> Tensor:
    """Random labels in groups of counted sizes, shape (trials, 1, 2, 2)."""
    sizes = torch.tensor([float(groups.majority), float(groups.minority)], dtype=streams.dtype, device=streams.device)
    sizes = sizes.expand(streams.trials, 1, 2)
    positive = binomial(streams, "classes", sizes, torch.full_like(sizes, 0.5))
    return torch.stack([positive, sizes - positive], dim=-2)
