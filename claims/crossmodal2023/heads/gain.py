"""What half-half training gains over training on images alone, from one start: what several pages read."""

from dataclasses import replace

import torch

from claims.crossmodal2023.paper import NAMES
from models.crossmodal2023.heads import (
    STEPS,
    FewShot,
    Samples,
    accuracy,
    draw_samples,
    fit,
    half_half,
    images_alone,
    random_start,
)
from theoremcheck import Control, Observables, Streams

__all__ = ["MISNAMED", "UNALIGNED", "gains", "observe"]


def gains(model: FewShot, streams: Streams, samples: Samples, steps: int = STEPS) -> Observables:
    """Mean accuracies from zero and from random weights, of images alone and of half-half; shape (trials,) each.

    Args:
        model: Regimes.
        streams: One stream a trial.
        samples: What the heads see.
        steps: Of each training.
    """
    starts = {"zero": torch.zeros_like(samples.texts), "random": random_start(model, streams)}
    found = {}
    for name, start in starts.items():
        for how, data in (("alone", images_alone(samples)), ("mixed", half_half(samples))):
            found[f"{how}_from_{name}"] = accuracy(fit(start, data, steps=steps), samples, model)
    return Observables(**found)


def observe(model: FewShot, streams: Streams) -> Observables:
    """The same on samples of the model."""
    return gains(model, streams, draw_samples(model, streams))


def observe_misnamed(model: FewShot, streams: Streams) -> Observables:
    """Each class has the name of the next one."""
    samples = draw_samples(model, streams)
    return gains(model, streams, replace(samples, texts=samples.texts.roll(1, dims=1)))


def observe_rotated(model: FewShot, streams: Streams) -> Observables:
    """The space of texts is turned at random against that of images."""
    samples = draw_samples(model, streams)
    turn = torch.linalg.qr(streams.normal("turn", (model.tasks, model.dim, model.dim)).flatten(0, 1)).Q
    return gains(model, streams, replace(samples, texts=samples.texts @ turn))


MISNAMED = Control(breaks=NAMES, experiment=observe_misnamed)

UNALIGNED = Control(
    breaks="both encoders map into one space (here: texts are turned at random)", experiment=observe_rotated
)
