r"""Where backgrounds mislead, multi-modal contrastive learning from rich captions beats supervised learning.

Digits on backgrounds whose family of colours predicts the class (0 to 4, or 5 to 9) with probability $p_\mathrm{spu}$
from 0.97 to 0.995. One network is trained twice on the same images, for the same short time: by CLIP's loss on
captions that always tell the digit ($\pi_\mathrm{core} = 1$), and by cross-entropy on classes. With backgrounds at
random in the test, the accuracy of the former exceeds that of the latter by at least 0.05.

The bar is ours: at $p_\mathrm{spu} = 1/2$ captions are worth 0.04 over classes. It does not say that the *digit* in the
captions is what wins: captions without it ($\pi_\mathrm{core} = 0$) beat classes as well, 0.67 against 0.54. In
distribution (Figure 5) both reach 0.98. With longer training supervised learning catches up. Of Figures 2 and 5 the
captions were read; all settings, and the statement, are reconstructed.
"""

from claims.xue2024.images.comparison import (
    DIGITS_IN_COLOR,
    REQUIRED,
    SOURCE,
    TRAINING,
    TRUST,
    UNTRAINED,
    WORTH,
    compare,
    compare_with_supervised,
)
from strategies.xue2024.images import spurious_digits
from theoremcheck import AtLeast, Claim, Control

CLAIM = Claim(
    name="xue2024.digits-multi-modal-beats-supervised",
    statement=__doc__,
    source=SOURCE,
    kind="empirical",
    regimes=DIGITS_IN_COLOR,
    experiment=compare,
    prediction=AtLeast("over_supervised", WORTH),
    required=REQUIRED,
    controls=(
        Control(
            breaks="the background predicts the class (here: both families are equally likely)",
            regimes=spurious_digits(p_spu=(0.5,)),
            experiment=compare_with_supervised,
        ),
    ),
    baselines=(UNTRAINED,),
    reading_of="xue2024.digits-rich-captions-help",
    trust=TRUST,
    study=TRAINING,
)
