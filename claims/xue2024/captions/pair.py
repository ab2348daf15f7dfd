"""Rich and poor captions of the same images in data model 2."""

from torch import Tensor

from models.xue2024.sharing.contrastive import (
    Captions,
    Questions,
    Scores,
    asked,
    at_random,
    group_accuracies,
    learned,
)
from models.xue2024.sharing.model import Richness, least_richness
from theoremcheck import Observables, Streams

__all__ = ["accuracy", "before_training", "observe_pair"]


def observe_pair(model: Richness, streams: Streams, captions: Captions = Captions()) -> Observables:
    r"""Accuracies under P* at twice and at half of $\pi^*$, and $\pi^*$; each of shape (trials,)."""
    needed = least_richness(model.concepts, model.core_detail, model.spurious_detail, model.spurious_strength)
    rich, poor = learned(model, streams.child("training"), captions, kept=(2 * needed, needed / 2))
    questions = asked(model, streams.child("test"), captions)
    return Observables(
        rich_accuracy=accuracy(rich, questions),
        poor_accuracy=accuracy(poor, questions),
        threshold=needed,
    )


def before_training(model: Richness, streams: Streams) -> Observables:
    """The same of random scores, whatever captions say."""
    found = accuracy(at_random(model, streams), asked(model, streams.child("test")))
    return Observables(rich_accuracy=found, poor_accuracy=found)


def accuracy(scores: Scores, questions: Questions) -> Tensor:
    """Under P*, shape (trials,)."""
    agreeing, opposed = group_accuracies(scores, questions)
    return (agreeing + opposed) / 2
