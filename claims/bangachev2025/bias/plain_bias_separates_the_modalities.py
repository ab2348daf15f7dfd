r"""With the usual parametrisation, training ends where Theorem 3.6 applies: a direction separates the modalities.

Ours, from the paper's own two: a bias near 0 (plain-bias-ends-near-zero) is smaller than the margin, so all matched
scores are positive and all others negative, which is the hypothesis of modalities-are-separable. It says of the usual
parametrisation what the theorem says of constellations.

Operational: the trainings of plain-bias-ends-near-zero; $|b^*| \le m^*$, and the direction of least norm has all images
on one side and N - d captions or more on the other. Not of all sizes: with three times as many pairs as dimensions one
or two trainings in 24 ended as those of the other coordinate do, which was seen before the sizes were set.
"""

import torch

from claims.bangachev2025.bias.trainings import INTERCHANGED, MOSTLY, STUDY, experiment, zero_loss
from claims.bangachev2025.paper import source
from strategies.bangachev2025.bias import crowded_pairs
from theoremcheck import AllOf, AtLeast, AtMost, Claim

CLAIM = Claim(
    name="bangachev2025.plain-bias-separates-the-modalities",
    statement=__doc__,
    source=source("Theorem 3.6 and appendix D.4 (together; ours)", "reconstructed"),
    kind="empirical",
    regimes=crowded_pairs(),
    experiment=experiment,
    prediction=AllOf(
        (zero_loss("plain"), AtMost("size_of_plain_bias", "plain_margin"), AtLeast("plain_separable", 1.0)),
    ),
    required=MOSTLY,
    controls=(INTERCHANGED,),
    dtype=torch.float64,
    study=STUDY,
)
