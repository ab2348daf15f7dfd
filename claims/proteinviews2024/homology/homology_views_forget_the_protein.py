r"""Views by families forget what is a protein's own: they tell less of it than identity, and less than no training.

The other side of family-views-help-families. Let $R^2$ be the share of the variance of a protein's own vector that a
linear probe explains on fresh proteins. After a family's view it is at least 0.2 lower than after identity, and no
higher than of untrained encoders of the same size. Ours, and reconstructed.

Operational: settings as in family-views-help-families. At $a_w = 0.4$ identity itself explains 0.34: 0.2 is more than
half of what there is to forget, and six deviations of the difference (0.03) from none. Groups that are shuffled forget
the protein too, so they are no control.
"""

from claims.proteinviews2024.homology.trainings import (
    GROUPS_ALONE,
    REGIMES,
    SOURCE,
    TRAININGS,
    TRUST,
    UNTRAINED,
    compare,
)
from claims.proteinviews2024.paper import REQUIRED
from theoremcheck import AllOf, AtLeast, AtMost, Claim

CLAIM = Claim(
    name="proteinviews2024.homology-views-forget-the-protein",
    statement=__doc__,
    source=SOURCE,
    kind="empirical",
    regimes=REGIMES,
    experiment=compare,
    prediction=AllOf((AtLeast("forgotten", 0.2), AtMost("family_told", "untrained_told"))),
    required=REQUIRED,
    controls=(GROUPS_ALONE,),
    baselines=(UNTRAINED,),
    reading_of="proteinviews2024.family-views-help-families",
    trust=TRUST,
    study=TRAININGS,
)
