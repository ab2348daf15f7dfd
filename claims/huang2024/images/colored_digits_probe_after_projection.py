r"""A linear probe after the projection keeps more than half of the multi-modal success.

On digits whose colour predicts the label, with exchanged colours at the test, let s be the accuracy of a linear probe
on SimCLR without colour jitter and m the zero-shot accuracy of CLIP against captions of digit and colour. A linear
probe of the same CLIP encoder after its projection, on unit vectors, reaches more than half of the way from s to m:
$p' \ge (s + m) / 2$. Before the projection it does not: the claim about the probe holds for that layer alone.

Not in the paper, whose readouts are unsaid.
"""

from functools import partial

from claims.huang2024.images.comparison import (
    BEFORE_TRAINING,
    DIGITS,
    OPEN_QUESTION,
    REQUIRED,
    TRAINING,
    TRUST,
    compare,
    compare_without_jitter,
)
from models.huang2024.images.views import caption_color
from theoremcheck import AtLeast, Claim, Control

CLAIM = Claim(
    name="huang2024.colored-digits-probe-after-projection",
    statement=__doc__,
    source=OPEN_QUESTION,
    kind="empirical",
    regimes=DIGITS,
    experiment=compare,
    prediction=AtLeast("multi_probe_after_swapped", "midway"),
    required=REQUIRED,
    controls=(
        Control(
            breaks="the caption names the digit (here: the colour alone)",
            experiment=partial(compare_without_jitter, caption=caption_color),
        ),
    ),
    baselines=(BEFORE_TRAINING,),
    trust=TRUST,
    study=TRAINING,
)
