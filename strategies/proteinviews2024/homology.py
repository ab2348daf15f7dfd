"""Proteins whose own vector is weaker and stronger than that of their family, and a probe with few labels."""

from models.proteinviews2024.homology.proteins import Homology
from theoremcheck import Regimes, choice

__all__ = ["homologous_proteins"]

OWN = (0.4, 0.53, 0.69, 0.91, 1.2)
r"""$a_w$, log-uniform on five values.

Beside what sequences tell of the family (0.6): from a third less to twice as much. With three numbers of labels they
are fifteen regimes, so that the search looks at all of them: a look is three trainings of a tenth of a second.
"""


def homologous_proteins() -> Regimes:
    """Ten to twenty labels a family, 960 proteins without labels, 300 steps of 96 of them."""
    return Regimes(
        Homology,
        own=choice(*OWN),
        labels=choice(10.0, 15.0, 20.0),
        pool=20,
        proteins=960,
        tested=2000,
        batch_size=96,
        steps=300,
    )
