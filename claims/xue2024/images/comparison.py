"""The comparison that the claims share: several trainings on one split, with the same random numbers.

An arm is a training: "rich" and "poor" captions tell the digit always and never, "other" ones tell it always and the
shade as often as these do not; "rich_fair" and "poor_fair" are the same where backgrounds say nothing of the class;
"supervised" and "supervised_fair" have classes in place of captions. `ARM_SET` is an accuracy: on test images like
those of the training ("id", Figure 5), on the same with random backgrounds ("ood", Figure 2), and on those of the
latter whose background belongs to the other class ("minority").
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from torch import Tensor

from claims.xue2024.paper import source
from models.images.digits import load_images
from models.xue2024.images.captions import Details, captioned, details_of_another, own_details
from models.xue2024.images.painting import Examples, Images, SpuriousDigits, draw_examples
from models.xue2024.images.training import Classifier, OnCaptions, OnClasses, Training, train
from strategies.xue2024.images import spurious_digits
from theoremcheck import Baseline, Control, Observables, Streams, Study, Trust

__all__ = [
    "DIGITS_IN_COLOR",
    "MNIST",
    "MORE_THAN_A_TIE",
    "REQUIRED",
    "SOURCE",
    "TRAINING",
    "TRUST",
    "UNPAIRED",
    "UNTRAINED",
    "compare",
    "compare_captions",
    "compare_with_supervised",
]

SOURCE = source(
    "Figure 2 (and 5), of which the captions were read; settings and the wording of the claim are ours", "reconstructed"
)

TRAINING = Study(name="xue2024.spurious-digits", package="claims.xue2024.images")

DIGITS, MNIST = partial(load_images, "digits"), partial(load_images, "mnist")

DIGITS_IN_COLOR = spurious_digits()

MORE_THAN_A_TIE = 0.5
"""Images: the difference of two counts is a whole number, and half of an image parts it from none."""

REQUIRED = 0.8
"""The paper says nothing about seeds. This is what twenty draws of seven trainings can show, as on the other digits of
the catalogue."""

# A draw takes a second and two in float64, so two of the first are run again instead of sixteen. An image
# near a boundary may change sides with the order of a sum; 0.05 is two images of the forty that a draw counts.
TRUST = Trust(fraction=0.05, at_least=2, round_off=0.05)

RICH, POOR, FAIR = 1.0, 0.0, 0.5


def _not_trained(digits: SpuriousDigits) -> SpuriousDigits:
    return replace(digits, epochs=0)


UNTRAINED = Baseline(when="before training", change=_not_trained)


def compare(digits: SpuriousDigits, streams: Streams, images: Images = DIGITS) -> Observables:
    """All seven trainings, each number of shape (trials,)."""
    misled, fair = ("rich", "poor", "other", "supervised"), ("rich", "poor", "supervised")
    found = _trained(digits, streams, images, own_details, misled, fair)
    return Observables(**found, **_effects(digits, found), **_over_supervised(digits, found))


def compare_captions(
    digits: SpuriousDigits, streams: Streams, images: Images = DIGITS, details: Details = own_details
) -> Observables:
    """The five trainings on captions: by how many test images rich ones are worth more where backgrounds mislead.

    Where backgrounds say nothing captions are always about their own image: what they are worth there is the bar.
    """
    found = _trained(digits, streams, images, details, ("rich", "poor", "other"), ("rich", "poor"))
    return Observables(**found, **_effects(digits, found))


def compare_with_supervised(
    digits: SpuriousDigits, streams: Streams, images: Images = DIGITS, details: Details = own_details
) -> Observables:
    """Rich captions against classes, four trainings; the bar is as for `compare_captions`."""
    found = _trained(digits, streams, images, details, ("rich", "supervised"), ("rich", "supervised"))
    return Observables(**found, **_over_supervised(digits, found))


def _trained(
    digits: SpuriousDigits,
    streams: Streams,
    images: Images,
    details: Details,
    misled: Sequence[str],
    fair: Sequence[str],
) -> dict[str, Tensor]:
    """Accuracies of the arms where backgrounds mislead and of those where they say nothing.

    All arms have the same random numbers: those on the same images are trained side by side.
    """
    drawn = draw_examples(digits, images, (digits.p_spu, FAIR), streams.child("data"))
    found: dict[str, Tensor] = {}
    for suffix, arms, about, (examples, *tests) in zip(
        ("", "_fair"), (misled, fair), (details, own_details), drawn, strict=True
    ):
        trainings = {arm: _training(arm, digits, examples, about, streams.common) for arm in arms}
        train(digits, examples, tuple(trainings.values()), streams.common.child("training"))
        for arm, training in trainings.items():
            found |= _accuracies(arm + suffix, training.trained(), *tests)
    return found


def _training(arm: str, digits: SpuriousDigits, examples: Examples, details: Details, streams: Streams) -> Training:
    """An arm at its start, which all arms share."""
    start = streams.child("training")
    if arm == "supervised":
        return OnClasses(examples, start)
    pi_core = POOR if arm == "poor" else RICH
    pi_spu = 1 - digits.pi_spu if arm == "other" else digits.pi_spu
    captions = captioned(examples, pi_core, pi_spu, details, streams.child("captions"))
    return OnCaptions(captions, examples.pixels.shape[2], start)


def _effects(digits: SpuriousDigits, found: dict[str, Tensor]) -> dict[str, Tensor]:
    """Effects of the captions on the accuracy out of distribution, and what one is ahead of another, in test images."""
    core = found["rich_ood"] - found["poor_ood"]
    core_fair = found["rich_fair_ood"] - found["poor_fair_ood"]
    spurious = (found["rich_ood"] - found["other_ood"]).abs()
    return {
        "core_effect": core,
        "core_effect_fair": core_fair,
        "spurious_effect": spurious,
        "core_over_fair": (core - core_fair) * digits.test_size,
        "core_over_spurious": (core - spurious) * digits.test_size,
    }


def _over_supervised(digits: SpuriousDigits, found: dict[str, Tensor]) -> dict[str, Tensor]:
    """What captions are worth over classes, where backgrounds mislead and where not, and the difference in images."""
    misled = found["rich_ood"] - found["supervised_ood"]
    fair = found["rich_fair_ood"] - found["supervised_fair_ood"]
    return {
        "over_supervised": misled,
        "over_supervised_fair": fair,
        "robustness": (misled - fair) * digits.test_size,
    }


def _accuracies(arm: str, classifier: Classifier, alike: Examples, shifted: Examples) -> dict[str, Tensor]:
    ood = classifier.classes(shifted.pixels) == shifted.labels
    minority = shifted.families != shifted.labels
    return {
        f"{arm}_id": (classifier.classes(alike.pixels) == alike.labels).to(alike.pixels).mean(dim=1),
        f"{arm}_ood": ood.to(shifted.pixels).mean(dim=1),
        f"{arm}_minority": (ood & minority).sum(dim=1) / minority.sum(dim=1),
    }


UNPAIRED = Control(
    breaks="a caption is about its own image (here: about another one of the same class and family)",
    experiment=partial(compare_captions, details=details_of_another),
)
