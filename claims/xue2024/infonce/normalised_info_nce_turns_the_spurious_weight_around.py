r"""On the sphere, too, InfoNCE gives the spurious feature a negative weight.

Ours, not the paper's: info-nce-turns-the-spurious-weight-around with features on the sphere and temperature 0.5.
"""

from claims.xue2024.infonce.trainings import BEFORE, LINEAR, REGIMES, SOURCE, TRAININGS, observe
from claims.xue2024.paper import REQUIRED
from theoremcheck import AtMost, Claim

CLAIM = Claim(
    name="xue2024.normalised-info-nce-turns-the-spurious-weight-around",
    statement=__doc__,
    source=SOURCE,
    kind="empirical",
    regimes=REGIMES,
    experiment=observe,
    prediction=AtMost("normalised_ratio", 0.0),
    required=REQUIRED,
    controls=(LINEAR,),
    baselines=(BEFORE,),
    reading_of="xue2024.info-nce-turns-the-spurious-weight-around",
    study=TRAININGS,
)
