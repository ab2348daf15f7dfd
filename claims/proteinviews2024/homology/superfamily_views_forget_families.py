r"""Views by superfamilies make families harder to read than views by families do.

family-views-help-families one level up: with partners of the superfamily, what tells its families apart differs within
a view and is forgotten. That views by superfamilies are the better ones for superfamilies is not claimed: the two
accuracies differ by less than seeds do. Ours, and reconstructed.

Operational: settings as in family-views-help-families, and any loss counts; in 48 draws it was 0.30 on average.
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
from theoremcheck import Claim, LessThan

CLAIM = Claim(
    name="proteinviews2024.superfamily-views-forget-families",
    statement=__doc__,
    source=SOURCE,
    kind="empirical",
    regimes=REGIMES,
    experiment=compare,
    prediction=LessThan("superfamily_accuracy", "family_accuracy"),
    required=REQUIRED,
    controls=(GROUPS_ALONE,),
    baselines=(UNTRAINED,),
    reading_of="proteinviews2024.family-views-help-families",
    trust=TRUST,
    study=TRAININGS,
)
