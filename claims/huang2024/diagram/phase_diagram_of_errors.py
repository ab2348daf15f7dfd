r"""The phase diagram in test errors: an arm generalises exactly above its line, c = 2 or $C_\mu c = 2$.

An arm whose signal has won stage 1 has a head that errs in little more than $\Phi(-z)$ on fresh noise,
$z = a \|\mu\| / \sigma_\xi$; one whose noise has won knows nothing of a fresh one, and its head errs as often as not.
So the lines of the claim phase-diagram are also those between stalling and learning.

Operational: with the bands of phase-diagram left out, the head fitted on the training features errs less than 0.25,
half of chance, exactly for C > 2, in both arms at once. There z = 4, which the start's share reduces to 2 or so.
"""

from claims.huang2024.diagram.sweep import DIAGRAM, NO_SMALL_START, NOISIER, PLANE, SOURCE, TRUST, observe
from claims.huang2024.paper import UNTRAINED
from theoremcheck import AtLeast, Claim

CLAIM = Claim(
    name="huang2024.phase-diagram-of-errors",
    statement=__doc__,
    source=SOURCE,
    kind="proposition",
    regimes=PLANE,
    experiment=observe,
    prediction=AtLeast("generalisation", 0.0),
    required=0.95,  # 1 - delta with a constant delta, as for the lemmas
    controls=(NOISIER,),
    weakenings=(NO_SMALL_START,),
    baselines=(UNTRAINED,),
    reading_of="huang2024.phases-change-on-one-curve",
    trust=TRUST,
    study=DIAGRAM,
)
