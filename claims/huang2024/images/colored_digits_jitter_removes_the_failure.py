r"""SimCLR's own colour jitter removes most of the single-modal failure.

On digits whose colour predicts the label, with exchanged colours at the test, let s be the accuracy of a linear probe
on SimCLR without colour jitter and m the zero-shot accuracy of CLIP against captions of digit and colour. SimCLR with
the colour jitter and random greyscale that it was published with (hue, saturation and brightness at strength 1),
otherwise the same, reaches more than half of the way from s to m: $j \ge (s + m) / 2$.

Not in the paper, whose augmentations are unsaid: "single-modal" stands there for SimCLR without this one. The control
shows what it takes: jitter of the brightness alone, which leaves every colour to be told, is of no use.
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
)
from models.huang2024.images.colors import jitter_without_hue
from theoremcheck import AtLeast, Claim, Control

CLAIM = Claim(
    name="huang2024.colored-digits-jitter-removes-the-failure",
    statement=__doc__,
    source=OPEN_QUESTION,
    kind="empirical",
    regimes=DIGITS,
    experiment=compare,
    prediction=AtLeast("jittered_probe_swapped", "midway"),
    required=REQUIRED,
    controls=(
        Control(
            breaks="the jitter reaches the hue (here: brightness alone)",
            experiment=partial(compare, jitter=jitter_without_hue),
        ),
    ),
    baselines=(BEFORE_TRAINING,),
    trust=TRUST,
    study=TRAINING,
)
