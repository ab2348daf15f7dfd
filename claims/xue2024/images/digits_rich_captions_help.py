r"""Where backgrounds mislead, captions that tell the digit make multi-modal contrastive learning more robust.

Of two classes, the digits 0 to 4 and 5 to 9, each has a family of background colours, which an image has with
probability $p_\mathrm{spu}$ (else the other one). CLIP's loss is trained on images and captions of digit and shade; a
caption keeps the digit with probability $\pi_\mathrm{core}$ and the shade with $\pi_\mathrm{spu}$, and else tells the
class and the family alone. With backgrounds at random in the test, let
$G(p_\mathrm{spu}) = \mathrm{Acc}(\pi_\mathrm{core} = 1) - \mathrm{Acc}(\pi_\mathrm{core} = 0)$, on one split and with
the same random numbers: $G(p_\mathrm{spu}) > G(1/2)$ for $p_\mathrm{spu}$ from 0.97 to 0.995.

A difference, because $G(1/2) > 0$ too: details help where nothing is spurious. Of Figure 2 the caption was read; task,
colours, masks, network, temperature, prompts and sizes are reconstructed, and so is the statement. Images of 8 x 8
pixels, a small convolutional network, zero-shot by the softmax over all 100 captions. With a mean prompt for each class
the direction was not seen, and the paper's linear theory predicts none here: what a digit's word varies within a class
lies across the axis of the classes.
"""

from claims.xue2024.images.comparison import (
    DIGITS_IN_COLOR,
    MORE_THAN_A_TIE,
    REQUIRED,
    SOURCE,
    TRAINING,
    TRUST,
    UNPAIRED,
    UNTRAINED,
    compare,
)
from theoremcheck import AtLeast, Claim

CLAIM = Claim(
    name="xue2024.digits-rich-captions-help",
    statement=__doc__,
    source=SOURCE,
    kind="empirical",
    regimes=DIGITS_IN_COLOR,
    experiment=compare,
    prediction=AtLeast("core_over_fair", MORE_THAN_A_TIE, "images"),
    required=REQUIRED,
    controls=(UNPAIRED,),
    baselines=(UNTRAINED,),
    trust=TRUST,
    study=TRAINING,
)
