r"""From zero weights a head trained by gradient descent is a combination of the features that it was trained on.

The paper reads its classifier as an ensemble of images and texts: each gradient of the loss is a combination of
features, and so is their sum. It trains with AdamW, though, which rescales every weight by its own history: there a
third of the head's norm lies outside of the span, and the reading fails. So it does from random weights, which keep
what they had.

Operational: one image and one text of each of 20 classes in 64 dimensions, 150 steps, float64: the share of the norm
outside is round-off, below the square root of its unit.
"""

import torch

from claims.crossmodal2023.paper import source
from models.crossmodal2023.heads import (
    FewShot,
    Optimiser,
    adamw,
    descent,
    draw_samples,
    fit,
    half_half,
    outside_span,
    random_start,
)
from strategies.crossmodal2023.heads import one_task
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(model: FewShot, streams: Streams, optimiser: Optimiser = descent, random: bool = False) -> Observables:
    """Share of the head's norm outside of the span of its features, shape (trials,).

    Args:
        model: Regimes, of one task.
        streams: One stream a trial.
        optimiser: What trains the head.
        random: Whether it starts at random.
    """
    samples = draw_samples(model, streams)
    training = half_half(samples)
    start = random_start(model, streams) if random else torch.zeros_like(samples.texts)
    return Observables(outside=outside_span(fit(start, training, optimiser), training.features))


def by_adamw(model: FewShot, streams: Streams) -> Observables:
    """The paper's optimiser."""
    return experiment(model, streams, adamw)


def from_random(model: FewShot, streams: Streams) -> Observables:
    """Random weights."""
    return experiment(model, streams, random=True)


CLAIM = Claim(
    name="crossmodal2023.head-lies-in-the-span",
    statement=__doc__,
    source=source("cross-modal ensembles (a remark; recalled)"),
    kind="lemma",
    regimes=one_task(),
    experiment=experiment,
    prediction=AtMost("outside", torch.finfo(torch.float64).eps ** 0.5),
    required=0.99,
    controls=(
        Control(breaks="each step is along the gradient (here: AdamW)", experiment=by_adamw),
        Control(breaks="the head starts at zero (here: at random)", experiment=from_random),
    ),
    dtype=torch.float64,
)
