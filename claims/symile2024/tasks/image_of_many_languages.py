r"""Where text and audio together tell the image, Symile tells it, and pairwise CLIP guesses among the languages.

A text names w different classes of C, one in each language; the audio is one language, and the image shows the class
that the text names in it. Audio is independent of text and of image, and the image given text and audio is certain.
Symile's accuracy is 1 and pairwise CLIP's is about $1 / w$: it learns from the pair of text and image that the image
is one of the w classes named.

Read in the caption of figure 4 (w up to 10 languages). $1/w$ is no bound on additive scores, which can reach 3/4 at w
= 2; it is the value at pairwise CLIP's optimum.

Operational: Symile's accuracy is 0.99 at least, CLIP's within 0.05 of $1 / w$, and CLIP's bound at least 97 % of
$I(text; image) = \log(C / w)$: untrained scores may lie at $1 / w$ as well. The law is fixed, and a draw is a start.
The ties among w classes are decided by what the start left, and each moves the accuracy by 1 over w times the number of
texts: at C = 4 and w = 2 by 1/24, where the accuracy scatters by 0.03 and 5 of 85 draws left the band, and by 0.01
elsewhere, where none of 307 did. It is the number of texts that the scatter fades with, so a counterexample is grown to
twice as many classes.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import log

import torch

from claims.symile2024.paper import source
from models.symile2024.tasks import Languages, blocks_of_classes, language_bounds, shared_classes
from strategies.symile2024.tasks import divisible_languages, languages
from theoremcheck import AllOf, AtLeast, Baseline, Claim, Control, Equals, Observables, Scale, Streams

Texts = Callable[[Languages], list[tuple[int, ...]]]


def experiment(setting: Languages, streams: Streams, texts: Texts = shared_classes) -> Observables:
    """Accuracies for the image, pairwise CLIP's bound, and what both are predicted to be; shape (trials,)."""
    seen = language_bounds(setting, streams, texts(setting))
    return Observables(
        **seen,
        one_of_the_languages=torch.full_like(seen["clip_accuracy"], 1 / setting.languages),
        nearly_all=torch.full_like(seen["clip_bound"], 0.97 * log(setting.classes / setting.languages)),
    )


def grow(setting: Languages, factor: int) -> Languages:
    """More classes, and with them more texts, for the same languages."""
    return replace(setting, classes=setting.classes * factor)


CLAIM = Claim(
    name="symile2024.image-of-many-languages",
    statement=__doc__,
    source=source("figure 4, caption; the numbers at small C and w are ours", "paraphrased"),
    kind="empirical",
    regimes=languages(),
    experiment=experiment,
    prediction=AllOf(
        (
            AtLeast("symile_accuracy", 0.99),
            Equals("clip_accuracy", "one_of_the_languages", 0.05, relative=False),
            AtLeast("clip_bound", "nearly_all", "nat"),
        )
    ),
    required=0.95,  # what an experiment shows: the paper gives no rate
    controls=(
        Control(
            breaks="audio says nothing of the image (here: every language has its own classes)",
            regimes=divisible_languages(),
            experiment=partial(experiment, texts=blocks_of_classes),
        ),
    ),
    growth=Scale("classes", factors=(1, 2), grow=grow),
    baselines=(Baseline(when="before training", change=partial(replace, steps=0)),),
    dtype=torch.float64,
)
