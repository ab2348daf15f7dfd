"""The training that both pages on little data read: both losses, from one start and on the same batches."""

from dataclasses import replace
from functools import partial

from models.cliplite2023.training import PairsOfClasses, accuracies_by_loss
from strategies.cliplite2023.training import much_data, small_data
from theoremcheck import Baseline, Control, Observables, Scale, Streams, Study, Trust

__all__ = ["FEW", "GROWTH", "MANY", "TRAINING", "TRUST", "UNTRAINED", "compare"]

TRAINING = Study(name="cliplite2023.training", package="claims.cliplite2023.training")
FEW = small_data()
MANY = Control(breaks="data are few (here: 256 samples a class)", regimes=much_data())
UNTRAINED = Baseline(when="before training", change=partial(replace, checkpoints=0))

# A draw takes a tenth of a second, and again twice as much in float64: two precisions end with the same sign in 281 of
# 282 draws. Accuracies differ by about 0.02, so what round-off is granted stays at one sample of 1,500.
TRUST = Trust(fraction=0.05, at_least=4)


def compare(pairs: PairsOfClasses, streams: Streams) -> Observables:
    """Accuracies of both losses, at the end of training and at the best checkpoint of each; shape (trials,)."""
    return Observables(**accuracies_by_loss(pairs, streams))


def _more(pairs: PairsOfClasses, factor: int) -> PairsOfClasses:
    return replace(pairs, training_set=pairs.training_set * factor)


GROWTH = Scale("training_set", factors=(1, 4), grow=_more)
"""Four samples a class are the weak end of the regime: the advantage is largest at four times as many."""
