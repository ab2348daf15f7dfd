r"""On real digits, too, half-half helps below 3v shots and hurts beyond: with a picture in seven segments as the text.

The rule of half-half-helps-until-three-v where nobody made the noise: images of scikit-learn's digits and the digit on
a seven-segment display, both as unit vectors of 64 pixels. v, estimated from all images with the modalities' common
difference taken out (`theoremcheck.numerics.text_worth`), is 0.66: a display is worth less than one image, and n* is 2.

Operational: the nearest mean, texts moved by the difference of the means to where the shots are; as on the page of the
rule n = $\lfloor 2v \rfloor$ = 1 and n = $\lceil 4.5 v \rceil$ = 3; a trial is the mean over 20 draws of shots, each
tried on all other images. Noise of pixels is neither isotropic nor of one law in both modalities: the formula gives no
more than a hint here, and it is asked whether the hint is good.
"""

from functools import cache, partial
from math import ceil, floor

from claims.crossmodal2023.paper import NAMES, REQUIRED, source
from models.crossmodal2023.segments import DigitTasks, few_shot_accuracies, segments, unit_images
from models.images.digits import load_images
from theoremcheck import AllOf, Claim, Control, LessThan, Observables, Regimes, Streams
from theoremcheck.numerics.text_worth import text_worth

DIGITS = partial(load_images, "digits")


@cache
def worth() -> float:
    """V of the display, from all images."""
    pixels, labels = unit_images(DIGITS)
    return text_worth(pixels.numpy(), labels.numpy(), segments().numpy()).images


def experiment(tasks: DigitTasks, streams: Streams, names: int = 0, centred: bool = True) -> Observables:
    """Accuracies of images alone and of half-half, at few shots and at many; shape (trials,) each.

    Args:
        tasks: How many.
        streams: One stream a trial.
        names: By how many digits the displays are moved.
        centred: Whether the displays are moved to where the images are.
    """
    texts = segments().roll(names, dims=0)
    few, many = (
        few_shot_accuracies(tasks, streams, DIGITS, texts, shots, centred)
        for shots in (floor(2 * worth()), ceil(4.5 * worth()))
    )
    return Observables(alone_few=few[0], mixed_few=few[1], alone_many=many[0], mixed_many=many[1])


CLAIM = Claim(
    name="crossmodal2023.digits-in-segments-help-until-three-v",
    statement=__doc__,
    source=source("half of each minibatch is text (code); rule derived, data ours"),
    kind="empirical",
    regimes=Regimes(DigitTasks, tasks=20),
    experiment=experiment,
    prediction=AllOf((LessThan("alone_few", "mixed_few"), LessThan("mixed_many", "alone_many"))),
    required=REQUIRED,
    controls=(
        Control(breaks=NAMES, experiment=partial(experiment, names=1)),
        Control(
            breaks="texts have no common part of their own (here: displays are left where they are)",
            experiment=partial(experiment, centred=False),
        ),
    ),
    reading_of="crossmodal2023.half-half-helps-until-three-v",
)
