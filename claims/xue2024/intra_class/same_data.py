"""Both learners on the same training set of moderate size."""

from models.xue2024.intra_class.order import SameData, contrastive_and_supervised
from strategies.xue2024.intra_class import same_data
from theoremcheck import AtLeast, Observables, Streams, uniform

__all__ = ["CONTRASTIVE_IS_BETTER", "LITTLE_DETAIL", "MUCH_DETAIL", "observe"]

MUCH_DETAIL = same_data()

LITTLE_DETAIL = same_data(core_spread=uniform(0.2, 0.5))
"""The classes are all but separated by the core feature, and the separator finds it."""

CONTRASTIVE_IS_BETTER = AtLeast("contrastive", "supervised")


def observe(data: SameData, streams: Streams, own_detail: bool = True) -> Observables:
    """Accuracies under P* of both, shape (trials,)."""
    contrastive, supervised = contrastive_and_supervised(data, streams, own_detail)
    return Observables(contrastive=contrastive, supervised=supervised)
