"""Accuracies under P* of what contrastive learning of full width finds in data model 2."""

from models.xue2024.sharing.contrastive import Captions, Scores, asked, at_random, group_accuracies, learned
from models.xue2024.sharing.model import Sharing
from theoremcheck import Observables, Streams

__all__ = ["before_training", "observe"]


def observe(model: Sharing, streams: Streams, captions: Captions = Captions()) -> Observables:
    """Accuracies under P* and of either group, shape (trials,)."""
    return _of(model, learned(model, streams.child("training"), captions)[0], streams, captions)


def before_training(model: Sharing, streams: Streams) -> Observables:
    """The same of random scores."""
    return _of(model, at_random(model, streams), streams, Captions())


def _of(model: Sharing, scores: Scores, streams: Streams, captions: Captions) -> Observables:
    agreeing, opposed = group_accuracies(scores, asked(model, streams.child("test"), captions))
    return Observables(accuracy=(agreeing + opposed) / 2, majority_accuracy=agreeing, minority_accuracy=opposed)
